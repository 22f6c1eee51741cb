"""Steps, sizes and networks are chosen by widgets that stop at their ends."""

import pytest

from explainer.derivation.steps import STEPS
from explainer.notation.steps import NUMBERS, TRACED
from explainer.pages.walkthrough.controls import neighbour
from explainer.pages.walkthrough.settings import WalkthroughSettings
from tests.pages.opened import exceptions, opened, read, text


def step(at):
    return NUMBERS.get(at.session_state["step"], "All")


BUTTONS = {
    "previous": "move-step-back-ArrowLeft",
    "next": "move-step-forth-ArrowRight",
    "previous-title": "move-step-back-PageUp",
    "next-title": "move-step-forth-PageDown",
}


def press(at, name, times=1):
    for _ in range(times):
        at.button(key=BUTTONS[name]).click().run()
    return at


@pytest.mark.parametrize(
    ("step", "by", "there"),
    [
        ("forward", 1, "shapes"),
        ("input", 1, "whole"),
        ("whole", 1, "whole"),
        ("whole", -1, "input"),
        ("forward", -1, "forward"),
        ("all", 1, "all"),
        ("all", -1, "all"),
    ],
)
def test_the_neighbour_of_a_step_stays_between_the_first_and_the_last(step, by, there):
    assert neighbour(step, by) == there


def test_the_steps_of_the_switch_are_those_that_exist():
    choices = WalkthroughSettings.parameters()["step"].labels
    assert list(choices) == [*STEPS, "all"]
    assert list(STEPS) == list(TRACED)
    assert list(choices.values()) == [*"1234567", "All"]


def test_next_goes_one_step_on():
    at = press(opened(step="3"), "next")
    assert step(at) == "4"
    assert "4. Through the output layer" in text(at)
    assert "3. From the loss" not in text(at)


def test_previous_goes_one_step_back():
    assert step(press(opened(step="3"), "previous")) == "2"


def test_five_presses_are_five_steps():
    at = press(opened(), "next", 5)
    assert step(at) == "6"
    assert exceptions(at) == []


@pytest.mark.parametrize(
    ("where", "previous", "next"),
    [("1", True, False), ("4", False, False), ("7", False, True)],
)
def test_a_button_that_leads_nowhere_is_disabled(where, previous, next):
    at = read(step=where)
    assert at.button(key=BUTTONS["previous"]).disabled == previous
    assert at.button(key=BUTTONS["next"]).disabled == next


def test_each_page_ends_with_the_questions_of_the_others():
    pages = ["", "doubts", "conventions", "exercises", "bench", "batches", "gallery", "teach"]
    for page in pages:
        found = [link.proto for link in read(page).get("page_link")][1 - len(pages) :]
        assert [one.page for one in found] == [other for other in pages if other != page]
        assert all(one.label.endswith("?") for one in found)


def test_with_all_steps_shown_there_is_no_next_one():
    at = read(step="All")
    assert not [button for button in at.button if button.key in BUTTONS.values()]


def test_the_buttons_at_the_foot_name_where_they_lead():
    at = read(step="4")
    assert at.button(key=BUTTONS["previous-title"]).label == "← 3. From the loss to the logits"
    assert at.button(key=BUTTONS["next-title"]).label == "5. Through the activation →"
    assert step(press(opened(step="4"), "next-title")) == "5"


@pytest.mark.parametrize(
    ("where", "missing"),
    [("1", {"previous-title"}), ("7", {"next-title"}), ("All", {"previous-title", "next-title"})],
)
def test_at_the_ends_the_foot_has_no_button_there(where, missing):
    keys = {button.key for button in read(step=where).button}
    there = {name for name in ("previous-title", "next-title") if BUTTONS[name] in keys}
    assert there == {"previous-title", "next-title"} - missing


def test_the_switch_of_steps_shows_the_step_that_is_chosen():
    at = opened()
    at.segmented_control(key="step").set_value("activation").run()
    assert "5. Through the activation" in text(at)


@pytest.mark.parametrize(
    ("label", "sizes"), [("3-3-3, square", [3, 3, 3]), ("4-5-3, distinct", [4, 5, 3])]
)
def test_a_button_sets_all_three_sizes(label, sizes):
    at = opened(D=9, H=2, K=7)
    (button,) = [button for button in at.button if button.label == label]
    button.click().run()
    assert [at.session_state[name] for name in "DHK"] == sizes
    assert exceptions(at) == []


def test_a_target_above_the_last_class_becomes_the_last_class_and_says_so():
    at = opened(K=9, target=7)
    at.slider(key="K").set_value(4).run()
    (said,) = [caption.value for caption in at.sidebar.caption]
    assert at.session_state["target"] == 3
    assert "target = 7 became 3" in said
    assert "K = 4" in said


def test_a_target_that_still_exists_stays_without_a_word():
    at = opened(K=9, target=2)
    at.slider(key="K").set_value(4).run()
    assert at.session_state["target"] == 2
    assert not at.sidebar.caption


def test_a_button_for_smaller_sizes_takes_the_target_along():
    at = opened(K=9, target=7)
    (button,) = [button for button in at.button if button.label.startswith("3-3-3")]
    button.click().run()
    assert at.session_state["target"] == 2
    assert exceptions(at) == []


def test_the_digit_has_an_image_to_choose_and_no_sizes():
    keys = {slider.key for slider in read(network="Handwritten digit").slider}
    assert "image" in keys
    assert not keys & {"D", "H", "K", "seed", "target"}


def test_sizes_survive_a_look_at_the_digit():
    at = opened()
    at.slider(key="D").set_value(9).run()
    for network in ("digit", "random"):
        at.segmented_control(key="network").set_value(network).run()
    assert at.session_state["D"] == 9


def test_the_step_survives_another_formulation_and_convention():
    at = opened(step=5)
    at.segmented_control(key="formulation").set_value("elementwise").run()
    at.segmented_control(key="convention").set_value("columns").run()
    assert step(at) == "5"
    assert exceptions(at) == []
