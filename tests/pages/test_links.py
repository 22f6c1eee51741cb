"""A link is one exact state; a value that is not allowed is named, with its replacement."""

import pytest

from explainer.controls import state
from explainer.settings import Text
from tests.pages.kinds import KINDS
from tests.pages.opened import exceptions, opened, read, settings, text, turned, warnings

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
    {"formulation": "foo"},
    {"convention": "columns"},
    {"seed": "1.5"},
    {"seed": "inf"},
    {"activation": "swish"},
    {"network": "Handwritten"},
    {"step": "6", "entry": "40"},
    {"network": "Handwritten digit", "image": "100"},
]


def title(link):
    return " ".join(f"{name}={value}" for name, value in link.items())


@pytest.mark.parametrize("link", REFUSED, ids=title)
def test_a_refused_value_is_named_with_what_is_used_instead(link):
    at = read(**link)
    *_, name = link
    (sentence,) = warnings(at)
    used = KINDS["walkthrough"].parameters()[name].text(at.session_state[name])
    assert exceptions(at) == []
    assert f"{name} = `{link[name]}`" in sentence
    assert sentence.endswith(f"{name} = {used} is used instead.")
    assert used != link[name]
    assert name not in at.query_params


SAID = {"empty": ("", "nothing"), "twice": (["x y", "z"], "`x y` and `z`"), "text": ("?", "`?`")}


@pytest.mark.parametrize("page", KINDS)
@pytest.mark.parametrize("how", SAID)
def test_no_value_of_any_parameter_ends_in_an_error_page(page, how):
    value, said = SAID[how]
    kind = KINDS[page]
    at = opened(page, **dict.fromkeys(kind.parameters(), value))
    assert exceptions(at) == []
    assert text(at)
    for name, parameter in kind.parameters().items():
        # Typed text may be anything, and is refused where it is used.
        if how == "twice" or not isinstance(parameter, Text):
            (sentence,) = [w for w in warnings(at) if w.startswith(f"The link says {name} =")]
            assert f"{name} = {said}, but" in sentence
            assert getattr(settings(at, kind), name) == getattr(kind(), name)


def test_a_value_that_is_refused_stays_refused_when_its_widget_is_drawn_later():
    at = opened(network="Handwritten digit", seed="9.7", D="7.9", activation=["tanh", "gelu"])
    first = warnings(at)
    assert len(first) == 3
    assert all(said.endswith("is used instead, with the network Random.") for said in first)
    at.segmented_control(key="network").set_value("random").run()
    assert exceptions(at) == []
    state = [at.session_state[name] for name in ("seed", "D", "activation")]
    assert state == [5, 4, "sigmoid"]
    assert [said.endswith(" is used instead.") for said in warnings(at)] == 3 * [True]
    at.slider(key="seed").set_value(3).run()
    assert len(warnings(at)) == 2


def test_after_back_and_forward_all_of_the_page_is_what_the_address_says():
    at = opened(step="5")
    at.query_params["formulation"] = "Element-wise"
    at.query_params["entry"] = "3"
    at.run()
    assert at.session_state["formulation"] == "elementwise"
    assert "dJ_dh * (h" in at.code[0].value
    assert "∂J/∂r[3] =" in text(at)
    at.query_params.pop("formulation")
    at.query_params["step"] = "4"
    at.run()
    assert at.session_state["formulation"] == "matrix"
    assert "4. Through the output layer" in text(at)


def test_a_press_counts_though_the_address_still_says_something_else():
    at = opened(step="5")
    at.query_params["D"] = "6"
    at.button(key="sizes 3-3-3, square").click().run()
    assert at.session_state["D"] == 3


def test_a_refused_image_is_not_taken_with_the_digits():
    at = opened(image="5.7")
    at.segmented_control(key="network").set_value("digit").run()
    assert at.session_state["image"] == 0
    assert len(warnings(at)) == 1


@pytest.mark.parametrize(
    ("link", "allowed"),
    [
        ({"D": "99"}, "from 1 to 12"),
        ({"K": "5", "target": "5"}, "from 0 to 4"),
        ({"step": "8"}, "1, 2, 3, 4, 5, 6, 7, All"),
        ({"activation": "swish"}, "sigmoid, tanh, relu, softplus, gelu, identity, softmax"),
        ({"convention": "rows"}, "Rows, Columns"),
    ],
    ids=str,
)
def test_a_refusal_says_what_is_allowed(link, allowed):
    assert allowed in warnings(read(**link))[0]


def test_each_refused_value_has_a_sentence_of_its_own():
    sentences = warnings(read(D="99", K="1", activation="swish", step="9"))
    assert len(sentences) == 4
    for name in ("D", "K", "activation", "step"):
        assert sum(f"says {name} =" in sentence for sentence in sentences) == 1


def test_a_long_value_is_cut():
    (sentence,) = warnings(read(activation="x" * 500))
    assert len(sentence) < 250


def test_a_valid_link_is_obeyed_without_a_word():
    at = read(**VALID)
    assert exceptions(at) == warnings(at) == []
    for name, value in VALID.items():
        assert KINDS["walkthrough"].parameters()[name].text(at.session_state[name]) == value


def test_a_link_without_parameters_is_the_default():
    at = read()
    assert warnings(at) == []
    assert settings(at) == KINDS["walkthrough"]()


def test_a_parameter_that_no_page_has_is_named_and_one_that_other_sites_add_is_not():
    at = read(utm_source="mail", fbclid="x")
    assert warnings(at) == [] and not at.info
    assert at.query_params["utm_source"] == "mail"
    assert warnings(read(loss="mse")) == [
        "The link says `loss`, which is no parameter of the page; it changes nothing."
    ]
    assert warnings(read(activatoin="tanh")) == [
        "The link says `activatoin`, which is no parameter of the page: is `activation` meant?"
    ]
    (said,) = warnings(read(**{"W1`<b>": "1"}))
    assert "`W1·<b>`" in said


def test_a_parameter_of_another_page_is_named_with_that_page():
    at = read(N="3")
    assert [info.value for info in at.info] == [
        "The link says `N`, which is a parameter of /batches, and counts there."
    ]
    at = opened("gallery", D="7")
    assert not at.info and warnings(at) == []  # the network goes along from page to page


def test_parameters_of_the_other_network_are_kept_without_a_word():
    at = opened(network="Handwritten digit", D="9")
    assert warnings(at) == []
    at.segmented_control(key="network").set_value("random").run()
    assert at.session_state["D"] == 9


@pytest.mark.parametrize(
    "link", [{"step": "2", "entry": "99"}, {"step": "6", "D": "1", "entry": "1"}]
)
def test_a_value_whose_widget_is_not_drawn_is_named_too(link):
    (sentence,) = warnings(read(**link))
    assert "says entry =" in sentence


def test_a_number_may_be_written_with_a_zero_before_it():
    at = read(D="04", H="07")
    assert warnings(at) == []
    assert (at.session_state["D"], at.session_state["H"]) == (4, 7)


def test_what_was_refused_and_then_chosen_stays_chosen_on_every_other_page():
    at = opened(D="99")
    at.slider(key="D").set_value(6).run()
    assert warnings(at) == []
    for page in ("bench", "batches", "gallery", "walkthrough"):
        turned(at, page)
        assert exceptions(at) == warnings(at) == [], page
        assert at.session_state["D"] == 6
    at.slider(key="D").set_value(4).run()
    assert warnings(at) == []


def test_a_value_written_in_another_way_than_the_widgets_is_not_lost():
    at = opened("gallery", nudged="04", anyway="TRUE")
    assert exceptions(at) == warnings(at) == []
    assert (at.session_state["nudged"], at.session_state["anyway"]) == (4, True)


def test_a_page_knows_what_the_link_said_of_another_when_it_is_opened():
    at = opened("bench", step="5", op1="?")
    assert len(warnings(at)) == 1
    turned(at, "walkthrough")
    assert warnings(at) == []
    assert at.session_state["step"] == "activation"


def test_back_that_overtakes_a_press_undoes_it(monkeypatch):
    """A press and Back that wait together make one run, with the press's widgets: Back was last."""
    at = opened(step="5")
    at.segmented_control(key="formulation").set_value("elementwise")
    monkeypatch.setattr(state, "by_history", lambda: True)
    at.run()
    assert settings(at).formulation == "matrix"
