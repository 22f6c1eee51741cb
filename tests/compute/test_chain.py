"""The chain: links that fit together, a first Jacobian of one row, the two factors of ŷ − y."""

from itertools import pairwise

import numpy as np
import pytest

from explainer.compute import ACTIVATIONS, Dense, Diagonal, DiagonalMinusOuter, Network
from explainer.compute.batch import Batch
from tests.compute.oracles import largest_difference

Y = np.array([0.0, 1.0, 0.0])


def example(activation="sigmoid", y=Y):
    network = Network.random(4, 5, 3, seed=3, activation=activation)
    x = np.random.default_rng(4).standard_normal(4)
    return network, x, network.values(x), network.chain(x, y)


def with_logits(*theta):
    """Return the chain, as a function of y, of a network whose logits are its b2."""
    K = len(theta)
    network = Network(np.zeros((1, 1)), np.zeros(1), np.zeros((1, K)), np.array(theta))
    return lambda y: network.chain([0.0], y)


def test_what_leaves_one_link_arrives_at_the_next():
    *_, chain = example()
    assert [link.output for link in chain.links] == ["J", "theta", "h", "r"]
    assert [link.input for link in chain.links] == ["theta", "h", "r", "x"]
    for link, following in pairwise(chain.links):
        assert following.upstream is link.gradient


def test_each_result_is_the_matrix_product_of_its_link():
    for activation in ACTIVATIONS:
        *_, chain = example(activation)
        for link in chain.links + chain.unfused:
            at = (activation, link.input)
            product = link.upstream @ np.asarray(link.jacobian)
            assert link.jacobian.shape == (link.upstream.size, link.gradient.size), at
            assert np.allclose(link.gradient, product, rtol=1e-13), at


def test_the_transposes_are_read_off():
    network, _, _, chain = example()
    assert np.array_equal(np.asarray(chain.links[1].jacobian), network.W2.T)
    assert np.array_equal(np.asarray(chain.links[3].jacobian), network.W1.T)


def test_only_the_element_wise_activations_have_a_diagonal_jacobian():
    for activation in ACTIVATIONS:
        *_, chain = example(activation)
        kinds = [type(link.jacobian) for link in chain.links]
        kind = DiagonalMinusOuter if activation == "softmax" else Diagonal
        assert kinds == [Dense, Dense, kind, Dense], activation


def test_all_five_bracketings_are_the_gradient():
    for activation in ACTIVATIONS:
        network, x, _, chain = example(activation)
        a, b, c, d = (link.jacobian for link in chain.links)
        gradient = network.gradient(x, Y)
        assert np.array_equal(chain.gradient, gradient), activation
        products = {
            "((ab)c)d": ((a @ b) @ c) @ d,
            "(a(bc))d": (a @ (b @ c)) @ d,
            "a((bc)d)": a @ ((b @ c) @ d),
            "(ab)(cd)": (a @ b) @ (c @ d),
            "a(b(cd))": a @ (b @ (c @ d)),
        }
        for bracketing, product in products.items():
            found = np.asarray(product)
            assert np.allclose(found, [gradient], rtol=1e-12, atol=1e-15), (activation, bracketing)


@pytest.mark.parametrize("y", [Y, np.array([0.2, 0.5, 0.3]), np.array([0.5, 0.0, 0.5])])
def test_the_unfused_factors_multiply_to_y_hat_minus_y(y):
    _, _, values, chain = example(y=y)
    first, second = chain.unfused
    assert (first.output, first.input, second.output, second.input) == (
        ("J", "y_hat", "y_hat", "theta")
    )
    assert np.allclose(first.gradient, -y / values.y_hat, rtol=1e-15)
    p = values.y_hat
    assert np.allclose(np.asarray(second.jacobian), np.diag(p) - np.outer(p, p), rtol=1e-15)
    assert second.upstream is first.gradient
    assert largest_difference(second.gradient, values.y_hat - y) < 1e-15


def test_where_y_is_0_the_loss_does_not_depend_on_y_hat_even_if_that_underflowed():
    chain = with_logits(0.0, -800.0)([1, 0])  # exp(−800) underflows: ŷ = (1, 0)
    assert chain.unfused is not None
    assert chain.unfused[0].gradient.tolist() == [-1, 0]
    assert chain.unfused[1].gradient.tolist() == [0, 0]


@pytest.mark.parametrize("logit", [-800.0, -740.0])  # ŷ is 0, or so small that 1/ŷ overflows
def test_where_y_hat_underflows_under_a_positive_y_only_the_fused_factor_is_left(logit):
    with np.errstate(all="raise", under="ignore"):
        chain = with_logits(0.0, logit)([0, 1])
    assert chain.unfused is None
    assert np.allclose(chain.links[0].gradient, [1, -1])


def test_where_y_hat_is_small_and_not_too_small_the_factors_still_multiply():
    chain = with_logits(0.0, -600.0)([0, 1])
    assert np.allclose(chain.unfused[1].gradient, [1, -1], rtol=1e-15)


def test_softmax_treated_as_element_wise_is_right_for_the_true_class_and_0_for_the_others():
    _, _, values, chain = example()
    p = values.y_hat
    as_if = chain.unfused[0].gradient @ Diagonal(p * (1 - p))
    assert np.allclose(as_if, -Y * (1 - p), rtol=1e-14)
    true, wrong = Y == 1, Y == 0
    assert np.allclose(as_if[true], (p - Y)[true], rtol=1e-14)
    assert np.all(as_if[wrong] == 0)
    assert np.all((p - Y)[wrong] > 0.01)


def test_lists_may_enter_and_the_target_is_left_alone():
    network, x, values, chain = example()
    from_lists = network.chain(x.tolist(), [0, 1, 0])
    assert np.array_equal(from_lists.gradient, chain.gradient)
    assert np.array_equal(from_lists.unfused[0].gradient, -Y / values.y_hat)


def test_what_is_kept_cannot_be_written_to():
    network, x, values, chain = example()
    batch = Batch(network, np.array([x]), Y[np.newaxis])
    kept = [values, *chain.links, *chain.unfused, batch, batch.values, batch.link("W1")]
    for name, array in ((name, array) for holder in kept for name, array in vars(holder).items()):
        assert not (isinstance(array, np.ndarray) and array.flags.writeable), name
    x[0] = 1  # the caller's own array is still writeable


def test_a_link_is_found_by_the_name_of_its_input():
    *_, chain = example()
    assert [chain[name] for name in ("theta", "h", "r", "x")] == list(chain.links)
    with pytest.raises(KeyError):
        chain["J"]
