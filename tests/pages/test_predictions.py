"""Predict first: nothing gives the answer away, and a number refutes a wrong one."""

import re

import numpy as np
import pytest

from explainer.compute import ACTIVATIONS, Diagonal
from explainer.exercises.questions import CIRCLE, DENSE, DIAGONAL, MATMUL, OUTER
from explainer.networks import NetworkSettings, scene_of
from explainer.notation.steps import FACTORS
from explainer.pages.walkthrough.predictions import (
    hidden,
    link_of,
    questions,
)
from explainer.palette import LIGHT
from explainer.wording import number
from tests.pages.gallery import NEXT, gallery, shown
from tests.pages.opened import charts, exceptions, opened, read, text

PREDICT = {"predict": "Let me predict"}
SIZES = [(4, 5, 3), (3, 3, 3), (1, 1, 2), (2, 1, 4), (12, 12, 12)]


def scene(**settings):
    chosen = NetworkSettings(**settings)
    return scene_of(chosen, LIGHT)


def asked(step, **settings):
    return {one.name: one for one in questions(scene(**settings), step)}


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("sizes", SIZES)
def test_what_is_right_is_and_all_else_is_refuted_by_a_number(activation, sizes):
    found = scene(activation=activation, **dict(zip("DHK", sizes, strict=True)))
    for step in FACTORS:
        link, made = link_of(found, step), questions(found, step)
        matrix = np.asarray(link.jacobian)
        right = {one.name: one.right for one in made}
        assert right.get("shape", "1×1") == f"{matrix.shape[0]}×{matrix.shape[1]}"
        if matrix.size > 1:
            assert (right["structure"] == DIAGONAL) == isinstance(link.jacobian, Diagonal)
            assert (right["operator"] == CIRCLE) == (right["structure"] == DIAGONAL)
        for one in made:
            assert one.right in one.options
            assert len(set(one.options)) == len(one.options) > 1
            for option in one.options:
                said = one.said(option)
                assert said.startswith("Right" if option == one.right else "Wrong"), said
                assert option == one.right or re.search(r"\d", said), said


def test_the_numbers_that_refute_are_those_of_the_network():
    loss, output, activation = asked("loss"), asked("output"), asked("activation")
    assert loss["structure"].right == OUTER
    assert "entry [0, 1] is −0.2153, −p[0]·p[1]" in loss["structure"].said(DENSE)
    assert loss["operator"].said(CIRCLE).endswith("∘ would be off by 0.48.")
    assert output["operator"].said(CIRCLE).startswith("Wrong: 3 numbers arrive and 5 come out")
    assert output["shape"].said("5×3") == (
        "Wrong: in the product, ∂J/∂θ @ ∂θ/∂h, the inner sizes must be equal, and of 1×3 @ 5×3 "
        "they are 3 and 5."
    )
    assert output["structure"].said(DIAGONAL).endswith("3×5, not square, and has no diagonal.")
    assert activation["structure"].said(DENSE).startswith("Wrong: 20 of its 25 entries are zero")
    assert activation["operator"].said(MATMUL).endswith("∘ differs from @ by 0.")


def test_in_columns_the_transpose_is_what_does_not_meet():
    (shape, *_) = questions(scene(convention="columns"), "output")
    assert shape.said("3×5").endswith("In columns its transpose, 5×3, multiplies the gradient.")
    assert shape.said("5×3") == (
        "Wrong: in the product, (∂θ/∂h)ᵀ @ ∂J/∂θ, the inner sizes must be equal, and of 3×5 @ 3×1 "
        "they are 5 and 3."
    )


def test_where_the_gradient_is_zero_an_entry_refutes_and_not_an_error_of_zero():
    said = asked("input", D=2, H=2, K=2, activation="relu", seed=6)["operator"].said(CIRCLE)
    assert "off by 0" not in said
    assert re.search(r"entry \[0, 1\] is −?\d.*, and ∘ would lose it", said)


def test_a_factor_of_one_number_is_not_asked_about():
    at = read(step="5", H="1", predict="Let me predict")
    assert "Predict first" not in text(at)
    assert "5. Through the activation" in text(at)


def test_a_factor_is_hidden_until_all_of_it_is_answered_or_skipped():
    found = scene()
    assert hidden(found, ()) == set(FACTORS.values())
    answered = {f"loss-{one.name}" for one in questions(found, "loss")}
    assert "theta" in hidden(found, [*answered][:2])
    assert "theta" not in hidden(found, answered)
    assert hidden(found, FACTORS) == set()


def chain(at):
    return charts(at)[0][0]


def answer(at, step, **answers):
    for name, option in answers.items():
        at.segmented_control(key=f"asked-{step}-{name}").set_value(option).run()
    assert exceptions(at) == []


@pytest.mark.parametrize("step", ["1", "2", "3", "5", "7", "All"])
def test_nothing_gives_the_answer_away(step):
    at = read(step=step, **PREDICT)
    assert exceptions(at) == []
    assert chain(at) == "? @ ? @ ? @ ? = ?"
    shown = text(at)
    for said in (
        "diag(",
        r"\operatorname{diag}",
        "multiplications",
        "W₂ᵀ",
        r"W_2^{\top}",
        "*Formula bench*",
    ):
        assert said not in shown, said


def test_what_the_forward_pass_says_of_all_factors_waits_for_all():
    at = opened(step="5", **PREDICT)
    answer(at, "activation", shape="1×5", structure=DIAGONAL, operator=CIRCLE)
    at.segmented_control(key="step").set_value("forward").run()
    assert "? @ ? @ diag" in chain(at) and "Look at what the arrows do" not in text(at)


def test_the_factor_appears_as_the_answers_come():
    at = opened(step="5", **PREDICT)
    answer(at, "activation", shape="1×5", structure=DIAGONAL)
    assert "1 is" not in chain(at)
    assert chain(at).count("?") == 5
    assert at.error[0].value.endswith("and of 1×5 @ 1×5 they are 5 and 1.")
    answer(at, "activation", operator=CIRCLE)
    assert chain(at).count("?") == 4
    assert "diag(h∘(1−h)) (5×5, diagonal" in chain(at)
    assert "5. Through the activation" in text(at)
    assert len(at.success) >= 2


def test_show_me_skips_one_and_the_rest_is_still_asked():
    at = opened(step="4", **PREDICT)
    at.button(key="answered-output").click().run()
    assert chain(at).startswith("? @ W₂ᵀ (3×5) @ ?")
    at.segmented_control(key="step").set_value("input").run()
    assert chain(at).startswith("? @ W₂ᵀ (3×5) @ ?")
    assert at.button(key="answered-input")


def test_one_question_comes_after_the_other_and_all_can_be_asked_again():
    at = opened(step="5", **PREDICT)
    waiting = [one.key for one in at.segmented_control if one.key.startswith("asked")]
    assert waiting == ["asked-activation-shape"]
    answer(at, "activation", shape="5×5")
    answer(at, "activation", structure=DIAGONAL)
    answer(at, "activation", operator=CIRCLE)
    at.button(key="forget-activation").click().run()
    assert chain(at).count("?") == 5
    assert at.segmented_control(key="asked-activation-shape").value is None


def test_another_network_is_predicted_anew_and_the_same_is_remembered():
    at = opened(step="4", **PREDICT)
    at.button(key="answered-output").click().run()
    at.segmented_control(key="predict").set_value("show").run()
    assert "?" not in chain(at)
    at.segmented_control(key="predict").set_value("first").run()
    assert chain(at).count("?") == 4
    at.slider(key="seed").set_value(6).run()
    assert chain(at).count("?") == 5


def test_the_result_is_shown_when_all_is_predicted():
    at = opened(step="All", **PREDICT)
    for step in FACTORS:
        at.button(key=f"answered-{step}").click().run()
    assert exceptions(at) == []
    assert "?" not in chain(at)
    assert "7. The whole chain, checked" in text(at)


def test_unless_it_is_chosen_nothing_is_asked():
    at = read(step="5")
    assert not [one for one in at.segmented_control if one.key.startswith("asked")]
    assert "?" not in chain(at)


@pytest.mark.parametrize(
    ("guess", "verdict"), [(["y[0]"], "wrong"), (["y[2]", "y[0]", "y[3]", "y[1]"], "right")]
)
def test_before_the_first_nudge_it_asks_which_outputs_will_move(guess, verdict):
    at = gallery(function="softmax", nudged=0)
    at.pills(key="asked-outputs").set_value(guess).run()
    at.button(key=NEXT).click().run()
    assert f"You said that x[0] moves {', '.join(guess)}: **{verdict}**" in text(at)
    slope = number(float(shown(at).moves[0, 0] / 1e-3), 2)
    assert f"Δy/ε is y[0] {slope}," in text(at)
    at.selectbox(key="function").set_value("tanh").run()
    assert "You said" not in text(at)


def test_who_does_not_guess_is_told_nothing():
    assert "You said" not in text(gallery(function="softmax", nudged=2))
