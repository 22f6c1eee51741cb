"""The handout: all of the walkthrough in one file, with the page's figures and words."""

import gzip
import json
import re
from base64 import b64decode
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.content import Either, Figure, Text
from explainer.derivation.steps import STEPS, entries, parts_of, title_of
from explainer.exports.handout import handout
from explainer.exports.handout.figures import changes
from explainer.exports.handout.parts import either_way
from explainer.exports.typeset import typeset
from explainer.palette import DARK, LIGHT
from explainer.scene import Scene
from tests.exports.subjects import DIGIT, subject

MOST = 6_000_000  # bytes
SMALL = {"D": 2, "H": 3, "K": 2}


def changed(spec, patch):
    """The same as handout.js does."""
    spec = deepcopy(spec)
    for path, value in patch.items():
        *names, last = path.split("/")
        part = spec
        for name in names:
            part = part[int(name) if isinstance(part, list) else name]
        part[int(last) if isinstance(part, list) else last] = value
    return spec


def figures(document):
    """What is packed in it, for each figure in light and in dark."""
    packed = re.search(r'<script type="application/gzip" id="figures">(.*?)</script>', document)[1]
    return json.loads(gzip.decompress(b64decode(packed)))


def body(document):
    return document.partition("<body")[2].partition("<script>")[0]


values = st.recursive(
    st.integers(0, 3) | st.text("ab", max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(values, values)
def test_what_changes_makes_one_of_the_other(one, other):
    patch = dict(changes({"a": one}, {"a": other}))
    assert changed({"a": one}, patch) == {"a": other}
    assert (patch == {}) == (one == other)


@pytest.mark.parametrize("convention", ["rows", "columns"])
def test_its_figures_are_the_steps_for_every_entry_in_both_themes(convention):
    found = subject(convention=convention, **SMALL)
    held = figures(handout(found))
    scenes = [Scene(found.example, replace(found.notation, palette=p)) for p in (LIGHT, DARK)]
    count = 0
    for theme, scene in enumerate(scenes):
        seen = [changed(pair[theme], pair[theme]["variants"].get(str(entry), {}))
                for pair in held for entry in range(3)]  # fmt: skip
        shown = [json.loads(json.dumps(spec["data"])) for spec in seen]
        for formulation in scene.both:
            for step in STEPS:
                for entry in range(entries(scene, step)):
                    for drawn in drawn_of(parts_of(formulation, step, entry)):
                        spec = drawn.figure.to_dict()
                        assert json.loads(json.dumps(list(spec["data"]))) in shown, (step, entry)
                        count += 1
    assert count > 60


def drawn_of(parts):
    for part in parts:
        if isinstance(part, Figure):
            yield part.drawn
        elif isinstance(part, Either):
            yield from part.figures


@pytest.mark.parametrize(
    "state",
    [
        SMALL,
        {**SMALL, "convention": "Wx", "formulation": "elementwise"},
        {**SMALL, "activation": "softmax", "convention": "columns"},
    ],
    ids=str,
)
def test_its_words_are_the_steps_and_nothing_is_left_of_latex(state):
    found = subject(**state)
    document = handout(found)
    text = re.sub("<math.*?</math>", "", body(document), flags=re.DOTALL)
    assert "$" not in text and "\\" not in text.replace("\\n", "")
    assert "&lt;math" not in text
    assert not re.search(r' (src|href)="(?!#)|@import|url\(', body(document))
    scene = Scene(found.example, found.notation)
    for written in scene.both:
        for step in STEPS:
            assert f"<h2>{title_of(step)}</h2>" in document
            for entry in range(entries(scene, step)):
                for part in parts_of(written, step, entry):
                    if isinstance(part, Text):
                        first = re.sub("<math.*?</math>|<[^>]*>", "|", typeset(part.markdown))
                        longest = max(first.split("|"), key=len)
                        assert longest in text, (step, entry)


def test_the_formulation_of_the_state_is_chosen():
    for at, formulation in enumerate(("matrix", "elementwise")):
        document = handout(subject(formulation, **SMALL))
        assert f'<body data-formulation="{at}">' in document
        assert f'value="{at}" checked' in document


def test_what_both_formulations_say_stands_once():
    both = either_way(["a", "b", "c"], ["a", "x", "c", "d"])
    assert re.sub(r"\s", "", both) == (
        'a<divdata-when="0">b</div><divdata-when="1">x</div>c<divdata-when="1">d</div>'
    )


def test_a_second_one_has_the_same_bytes_and_it_is_small():
    document = handout(subject())
    assert document == handout(subject())
    assert len(document.encode()) < MOST
    assert document.count("plotly.js v") == 1


@pytest.mark.nightly
@pytest.mark.parametrize("state", [DIGIT, {"D": 12, "H": 12, "K": 12}], ids=str)
def test_the_largest_ones_are_small(state):
    assert len(handout(subject(**state)).encode()) < MOST
