"""A batch's scene is a function of its settings, and agrees with the walkthrough's."""

import numpy as np
import pytest

from explainer.compute.batch import VARIABLES
from explainer.networks import example
from explainer.pages.batches.scene import batch_of
from explainer.pages.batches.settings import BatchSettings
from explainer.palette import LIGHT


def scene(**changes):
    return batch_of(BatchSettings(**changes), LIGHT)


def test_the_first_example_is_that_of_the_walkthrough():
    found, single = scene(N=3, seed=5), example(BatchSettings(seed=5))
    assert np.array_equal(found.batch.x[0], single.x)
    assert np.array_equal(found.batch.y[0], single.y)
    assert np.allclose(found.links["x"].gradient[0], single.chain.gradient, rtol=1e-13)


def test_the_classes_come_in_turn():
    assert scene(N=5, target=1).batch.y.argmax(axis=1).tolist() == [1, 2, 0, 1, 2]


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("N", [1, 6])
def test_the_size_of_the_variable_is_that_of_its_gradient(variable, N):
    found = scene(variable=variable, N=N, D=2, H=3, K=4)
    assert found.settings.variable_size == found.link.gradient.size
    assert found.matrix.shape == (found.link.upstream.size, found.link.gradient.size)


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "gelu", "softmax"])
def test_every_gradient_agrees_with_central_differences(reduction, activation):
    errors = scene(N=4, reduction=reduction, activation=activation).gradients.errors
    assert list(errors) == ["W2", "b2", "W1", "b1", "x"]
    assert max(errors.values()) < 1e-9


def test_a_wrong_gradient_would_be_seen():
    found = scene(seed=91)  # not used by another test: the result is cached
    link = found.links["W2"]
    object.__setattr__(link, "gradient", link.gradient + 1e-4)  # the link is frozen
    assert found.gradients.errors["W2"] > 9e-5


def test_what_is_traced_stays_within_the_gradient():
    assert scene(variable="b2", traced=14).entry == 2


def test_only_softmax_does_not_fold():
    assert all(scene(variable=variable).folds for variable in VARIABLES)
    assert not scene(variable="r", activation="softmax").folds
    assert scene(variable="W1", activation="softmax").folds
