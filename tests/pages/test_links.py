"""A link is one exact state; what it says that cannot be is named, with what is used instead."""

import pytest

from explainer.settings import DEFAULT
from tests.pages.opened import exceptions, opened, read, text, warnings

VALID = {
    "D": "7",
    "H": "2",
    "K": "6",
    "activation": "relu",
    "seed": "17",
    "target": "2",
    "convention": "Columns",
    "formulation": "Element-wise",
    "step": "4",
    "entry": "1",
}
REFUSED = [
    {"D": "99"},
    {"D": "0"},
    {"H": "-3"},
    {"K": "1"},
    {"K": "3", "target": "7"},
    {"step": "9"},
    {"formulation": "foo"},
    {"convention": "columns"},
    {"seed": "1.5"},
    {"seed": "inf"},
    {"D": "nan"},
    {"D": ""},
    {"activation": "swish"},
    {"activation": ""},
    {"network": "Handwritten"},
    {"step": "6", "entry": "40"},
    {"network": "Handwritten digit", "image": "abc"},
    {"network": "Handwritten digit", "image": "100"},
]


def title(link):
    return " ".join(f"{name}={value}" for name, value in link.items())


@pytest.mark.parametrize("link", REFUSED, ids=title)
def test_a_refused_value_is_named_with_what_is_used_instead(link):
    at = read(**link)
    *_, name = link
    (sentence,) = warnings(at)
    used = at.session_state[name]
    assert exceptions(at) == []
    said = f"`{link[name]}`" if link[name] else "nothing"
    assert f"{name} = {said}" in sentence
    assert sentence.endswith(f"{name} = {used} is used instead.")
    assert str(used) != link[name]


@pytest.mark.parametrize(
    ("link", "allowed"),
    [
        ({"D": "99"}, "from 1 to 12"),
        ({"K": "1"}, "from 2 to 12"),
        ({"K": "5", "target": "5"}, "from 0 to 4"),
        ({"seed": "x"}, "from 0 to 99"),
        ({"step": "8"}, "1, 2, 3, 4, 5, 6, 7, All"),
        ({"activation": "swish"}, "sigmoid, tanh, relu, softplus, gelu, identity, softmax"),
        ({"convention": "rows"}, "Rows, Columns"),
    ],
    ids=str,
)
def test_a_refusal_says_what_is_allowed(link, allowed):
    assert allowed in warnings(read(**link))[0]


@pytest.mark.parametrize("name", ["activation", "step", "D"])
def test_a_repeated_value_is_named_with_both(name):
    one, other = {"activation": "relu tanh", "step": "2 3", "D": "5 6"}[name].split()
    (sentence,) = warnings(opened(**{name: [one, other]}))
    assert f"{name} = `{one}` and `{other}`" in sentence


def test_each_refused_value_has_a_sentence_of_its_own():
    sentences = warnings(read(D="99", K="1", activation="swish", step="9"))
    assert len(sentences) == 4
    for name in ("D", "K", "activation", "step"):
        assert sum(f"says {name} =" in sentence for sentence in sentences) == 1


def test_a_long_value_is_cut():
    (sentence,) = warnings(read(activation="x" * 500))
    assert len(sentence) < 250


@pytest.mark.parametrize("name", VALID)
def test_a_valid_link_is_obeyed_without_a_word(name):
    at = read(**VALID)
    assert exceptions(at) == warnings(at) == []
    assert at.session_state[name] == type(getattr(DEFAULT, name))(VALID[name])


@pytest.mark.parametrize(
    "link", [{"network": "Handwritten digit", "image": "63"}, {"network": "Random", "D": "12"}]
)
def test_a_valid_network_is_obeyed_without_a_word(link):
    at = read(**link)
    assert warnings(at) == []
    for name, value in link.items():
        assert str(at.session_state[name]) == value


def test_a_link_without_parameters_is_the_default():
    at = read()
    assert warnings(at) == []
    kept = {name: at.session_state[name] for name in vars(DEFAULT) if name in at.session_state}
    assert kept == {name: getattr(DEFAULT, name) for name in kept}
    assert {"network", "D", "H", "K", "activation", "formulation", "step"} <= kept.keys()


def test_a_parameter_that_is_none_of_the_pages_is_left_alone():
    assert warnings(read(utm_source="mail", mode="x")) == []


def test_parameters_of_the_other_network_are_kept_without_a_word():
    at = opened(network="Handwritten digit", D="9")
    assert warnings(at) == []
    at.segmented_control(key="network").set_value("Random").run()
    assert at.session_state["D"] == 9


@pytest.mark.parametrize(
    "link",
    [
        {"network": "Handwritten digit", "D": "99"},
        {"network": "Handwritten digit", "activation": "zzz"},
        {"network": "Random", "image": "100"},
        {"step": "2", "entry": "99"},
        {"step": "6", "D": "1", "entry": "1"},
    ],
    ids=title,
)
def test_a_value_whose_widget_is_not_drawn_is_named_too(link):
    *_, name = link
    (sentence,) = warnings(read(**link))
    assert f"says {name} =" in sentence


def test_a_number_may_be_written_with_a_zero_before_it():
    at = read(D="04", H="07")
    assert warnings(at) == []
    assert (at.session_state["D"], at.session_state["H"]) == (4, 7)


@pytest.mark.parametrize("text", ["9.7", "3_0", "+5", "٣"])
def test_a_number_that_streamlit_would_read_is_refused_all_the_same(text):
    at = read(seed=text)
    (sentence,) = warnings(at)
    assert at.session_state["seed"] == DEFAULT.seed
    assert f"seed = `{text}`" in sentence


def test_what_depends_on_a_refused_value_goes_by_what_is_used_instead():
    at = read(K="5.5", target="4")
    assert (at.session_state["K"], at.session_state["target"]) == (DEFAULT.K, DEFAULT.target)
    assert "target = `4`, but it must be one whole number from 0 to 2" in warnings(at)[1]


def test_a_link_cannot_write_on_the_page():
    (sentence,) = warnings(read(activation="`![](//example.org/a.png)`\n# x"))
    assert sentence.count("`") == 2
    assert "\n" not in sentence


def test_a_value_for_the_other_network_says_so():
    (sentence,) = warnings(read(network="Handwritten digit", target="7"))
    assert sentence.endswith("target = 0 is used instead, with the other network.")


@pytest.mark.parametrize(
    ("name", "value"), [("formulation", "Element-wise"), ("entry", 2)], ids=str
)
def test_a_refusal_goes_when_a_widget_of_the_step_is_used(name, value):
    at = opened(step="6", **{name: "x"})
    assert len(warnings(at)) == 1
    widget = at.slider if name == "entry" else at.segmented_control
    widget(key=name).set_value(value).run()
    assert warnings(at) == []


@pytest.mark.parametrize(
    ("link", "key", "value"),
    [({"D": "5"}, "D", 6), ({"D": "5"}, "K", 4), ({"seed": "3"}, "seed", 0)],
    ids=str,
)
def test_a_slider_that_is_moved_after_a_valid_link_is_no_refusal(link, key, value):
    at = opened(**link)
    at.slider(key=key).set_value(value).run()
    assert warnings(at) == []


def test_a_step_further_than_the_link_is_no_refusal():
    at = opened(step="3")
    at.button(key="next").click().run()
    assert at.session_state["step"] == "4"
    assert warnings(at) == []


def test_another_network_than_the_links_is_no_refusal():
    at = opened(network="Random")
    at.segmented_control(key="network").set_value("Handwritten digit").run()
    assert warnings(at) == []


def test_an_entry_that_is_traced_after_a_valid_link_is_no_refusal():
    at = opened(step="6", entry="2")
    at.slider(key="entry").set_value(3).run()
    assert warnings(at) == []


def test_a_refusal_stands_while_what_replaced_it_does():
    at = opened(D="99")
    at.slider(key="H").set_value(2).run()
    assert len(warnings(at)) == 1


def test_a_refusal_goes_when_another_value_is_chosen():
    at = opened(D="99")
    at.slider(key="D").set_value(7).run()
    assert warnings(at) == []


def test_the_page_works_on_when_something_was_refused():
    at = read(D="99", activation="swish")
    assert "1. Forward" in text(at)
