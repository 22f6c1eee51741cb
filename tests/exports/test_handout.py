"""The handout: the whole walkthrough in one file, with the page's figures and words."""

import gzip
import json
import re
from base64 import b64decode
from copy import deepcopy
from dataclasses import replace
from html.parser import HTMLParser
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import explain
from explainer.compute import Network
from explainer.derivation.graph import paths
from explainer.derivation.parts import Either, Figure, Paths, Prose
from explainer.derivation.steps import STEPS, entries, parts_of
from explainer.exports.handout import handout
from explainer.exports.handout.figures import changes, spec_of
from explainer.exports.handout.parts import either_way
from explainer.exports.typeset import typeset
from explainer.palette import DARK, LIGHT
from tests.exports.subjects import DIGIT, subject

MOST = 6_000_000  # bytes
SMALL = {"D": 2, "H": 3, "K": 2}


def changed(spec, patch):
    """Return the figure as handout.js changes it."""
    spec = deepcopy(spec)
    for path, value in patch.items():
        *names, last = path.split("/")
        part = spec
        for name in names:
            part = part[int(name) if isinstance(part, list) else name]
        part[int(last) if isinstance(part, list) else last] = value
    return spec


def figures(document):
    """Return the packed figures of a document, each in light and in dark."""
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
def test_its_figures_are_the_steps_for_every_choice_in_both_themes(convention):
    found = subject(convention=convention, **SMALL)
    held = figures(handout(found.scene))
    count = 0
    for theme, palette in enumerate((LIGHT, DARK)):
        scene = replace(found.scene, notation=replace(found.notation, palette=palette))
        seen = [
            json.dumps(changed(spec, patch), sort_keys=True)
            for pair in held
            for spec, variants in [split(pair[theme])]
            for patch in [{}, *variants.values()]
        ]
        for written in scene.both:
            for step in STEPS:
                for entry in range(entries(scene, step)):
                    for drawn in drawn_of(written, parts_of(written, step, entry)):
                        spec = json.loads(json.dumps(spec_of(drawn)))
                        assert json.dumps(spec, sort_keys=True) in seen, (theme, step, entry)
                        count += 1
    assert count > 150


def split(held):
    """Return a figure as it is at first, and its variants."""
    return {name: part for name, part in held.items() if name != "variants"}, held["variants"]


def drawn_of(scene, parts):
    for part in parts:
        if isinstance(part, Figure):
            yield part.drawn
        elif isinstance(part, Either):
            yield from part.figures
        elif isinstance(part, Paths):
            D, _, K = scene.network.sizes
            for pair in product(range(D), range(K)):
                yield paths(scene, *pair, gradients=part.gradients)[0]


class Seen(HTMLParser):
    """The text of a document that is visible for one choice."""

    def __init__(self, formulation, entry):
        super().__init__()
        self.choice = {"data-when": str(formulation), "data-variant": str(entry)}
        self.depth, self.hidden, self.text = 0, None, []

    def handle_starttag(self, tag, attributes):
        if tag in ("input", "meta", "br"):
            return
        self.depth += 1
        other = any(self.choice.get(name, value) != value for name, value in attributes)
        if self.hidden is None and (other or tag in ("math", "details")):
            self.hidden = self.depth

    def handle_endtag(self, tag):
        if self.hidden == self.depth:
            self.hidden = None
        self.depth -= 1

    def handle_data(self, data):
        if self.hidden is None:
            self.text.append(data)


def read(html, formulation=0, entry=0):
    seen = Seen(formulation, entry)
    seen.feed(html)
    return " ".join(" ".join(seen.text).split())


@pytest.mark.parametrize(
    "state",
    [
        SMALL,
        {**SMALL, "convention": "Wx", "formulation": "elementwise"},
        {**SMALL, "activation": "softmax", "convention": "columns"},
    ],
    ids=str,
)
def test_its_words_are_those_of_the_step_entry_and_formulation(state):
    found = subject(**state)
    document = handout(found.scene)
    text = re.sub("<math.*?</math>", "", body(document), flags=re.DOTALL)
    assert "$" not in text and "\\" not in text.replace("\\n", "")
    assert not re.search(r' (src|href)="(?!#)|@import|url\(', body(document))
    scene = found.scene
    for step in STEPS:
        section = re.search(rf'<section id="{step}".*?</section>', document, re.DOTALL)[0]
        for formulation, written in enumerate(scene.both):
            for entry in range(entries(scene, step)):
                shown = read(section, formulation, entry)
                said = [
                    read(typeset(part.markdown))
                    for part in parts_of(written, step, entry)
                    if isinstance(part, Prose)
                ]
                assert [one for one in said if one not in shown] == [], (step, entry)
                parts = parts_of(written, step, (entry + 1) % entries(scene, step))
                others = {read(typeset(p.markdown)) for p in parts if isinstance(p, Prose)}
                assert not any(one in shown for one in others - set(said)), (step, entry)


def test_the_formulation_of_the_state_is_chosen():
    for at, formulation in enumerate(("matrix", "elementwise")):
        document = handout(subject(formulation, **SMALL).scene)
        assert f'<body data-formulation="{at}">' in document
        assert f'value="{at}" checked' in document


def test_what_both_formulations_say_stands_once():
    both = either_way(["a", "b", "c"], ["a", "x", "c", "d"])
    assert re.sub(r"\s", "", both) == (
        'a<divdata-when="0">b</div><divdata-when="1">x</div>c<divdata-when="1">d</div>'
    )


def test_a_second_one_has_the_same_bytes_and_it_is_small():
    document = handout(subject().scene)
    assert document == handout(subject().scene)
    assert len(document.encode()) < MOST
    assert document.count("plotly.js v") == 1


@pytest.mark.nightly
@pytest.mark.parametrize("state", [DIGIT, {"D": 12, "H": 12, "K": 12}], ids=str)
def test_the_largest_ones_are_small(state):
    assert len(handout(subject(**state).scene).encode()) < MOST


@pytest.mark.filterwarnings("ignore:invalid value")
def test_numbers_that_are_none_leave_the_figures_readable():
    network = Network.random(2, 2, 2, 0, "identity")
    found = explain(network, np.array([1e12, -3e11]), np.array([1.0, 0.0]))
    assert len(figures(handout(found.scene))) > 5
