"""The network against PyTorch and against a hand calculation."""

import json
import tracemalloc
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from explainer.compute import ACTIVATIONS, Network
from explainer.compute.mixing import softmax
from tests.compute.oracles import largest_difference

REFERENCE = json.loads((Path(__file__).parent / "pytorch_gradients.json").read_text())["cases"]
PARAMETERS = ("W1", "b1", "W2", "b2")

activations = pytest.mark.parametrize("activation", ACTIVATIONS)


def of_reference(case):
    return Network(**{name: case[name] for name in (*PARAMETERS, "activation")})


def example(activation="sigmoid", rows=None, seed=0):
    """Return a 4-5-3 network with an x and a soft target, or with `rows` of them for a batch."""
    rng = np.random.default_rng(seed)
    batch = () if rows is None else (rows,)
    x, y = rng.standard_normal((*batch, 4)), softmax(rng.standard_normal((*batch, 3)))
    return Network.random(4, 5, 3, seed=seed + 1, activation=activation), x, y


def test_every_value_and_gradient_is_that_of_pytorch():
    for case in REFERENCE:
        network, x, y = of_reference(case), case["x"], case["y"]
        values = vars(network.values(x)) | {"J": network.loss(x, y)}
        for node, expected in case["values"].items():
            assert largest_difference(values[node], expected) < 1e-11, (case["name"], node)
        links = network.chain(x, y).links
        assert [link.input for link in links] == ["theta", "h", "r", "x"], case["name"]
        for link in links:
            expected = case["gradients"][link.input]
            assert largest_difference(link.gradient, expected) < 1e-11, (case["name"], link.input)


def test_the_reference_has_every_activation_in_seven_networks():
    counted = Counter(case["activation"] for case in REFERENCE)
    assert counted == dict.fromkeys(ACTIVATIONS, 7)


def test_every_number_is_the_one_worked_out_by_hand():
    """A 2-2-2 network whose every number has a closed form.

    r = (1, 2) W₁ + b₁ = (1·2 + 2·(−1), 1·0 + 2·1) + (0, −2) = (0, 2) + (0, −2) = (0, 0)
    h = σ(r) = (1/2, 1/2)
    θ = h W₂ + b₂ = (½·2 + ½·(−2), ½·4 + ½·0) + (0, log 3 − 2) = (0, 2 + log 3 − 2) = (0, log 3)
    ŷ = (1, 3) / (1 + 3) = (1/4, 3/4)
    J = −log ŷ₁ = log 4, for y = (1, 0)
    """
    b2 = [0, np.log(3) - 2]
    network = Network(W1=[[2, 0], [-1, 1]], b1=[0, -2], W2=[[2, 4], [-2, 0]], b2=b2)
    x, y = [1, 2], [1, 0]
    assert np.allclose(network.values(x).y_hat, [1 / 4, 3 / 4], rtol=1e-15)
    assert network.loss(x, y) == pytest.approx(np.log(4), rel=1e-15)
    expected = {
        "theta": [-3 / 4, 3 / 4],  # ŷ − y = (1/4 − 1, 3/4 − 0)
        # W₂ᵀ has the rows (2, −2) and (4, 0): −¾(2, −2) + ¾(4, 0) = (−6/4 + 12/4, 6/4)
        "h": [3 / 2, 3 / 2],
        "r": [3 / 8, 3 / 8],  # h(1 − h) = 1/4 for both
        # W₁ᵀ has the rows (2, −1) and (0, 1): ⅜(2, −1) + ⅜(0, 1) = (6/8, −3/8 + 3/8)
        "x": [3 / 4, 0],
    }
    for name, gradient in expected.items():
        found = network.chain(x, y)[name].gradient
        assert np.allclose(found, gradient, rtol=1e-14, atol=1e-15), name


@activations
def test_over_a_batch_every_row_has_its_own_values_and_gradient_and_the_loss_is_a_sum(activation):
    for rows in (0, 1, 3, 5):  # 3 and 5 equal K and H
        network, x, y = example(activation, rows)
        gradient, values = network.gradient(x, y), network.values(x)
        assert gradient.shape == x.shape, rows
        assert network.loss(x, y) == pytest.approx(sum(map(network.loss, x, y)), rel=1e-13), rows
        for i in range(rows):
            single = network.gradient(x[i], y[i])
            assert np.allclose(gradient[i], single, rtol=1e-12, atol=1e-15), (rows, i)
            for node, single in vars(network.values(x[i])).items():
                row = getattr(values, node)[i]
                assert np.allclose(row, single, rtol=1e-13, atol=1e-15), (rows, i, node)


def test_lists_of_integers_may_enter():
    network = Network([[1, 2]], [0, 0], [[1, 0], [0, 1]], [0, 0])
    assert network.W1.dtype == np.float64
    assert network.gradient([1], [1, 0]).shape == (1,)


PARTS = {"W1": np.ones((4, 5)), "b1": np.ones(5), "W2": np.ones((5, 3)), "b2": np.ones(3)}


class TestErrors:
    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"W1": np.ones((4, 6))}, "W1 has shape (4, 6) but b1 has (5,): both must end in H"),
            ({"W2": np.ones((6, 3))}, "W2 has shape (6, 3) but b1 has (5,): both must begin with"),
            ({"b2": np.ones(2)}, "W2 has shape (5, 3) but b2 has (2,): both must end in K"),
            ({"W1": np.ones(4)}, "W1 has shape (4,) but must have 2 axes"),
            ({"b1": np.ones((1, 5))}, "b1 has shape (1, 5) but must have 1 axes"),
            ({"W1": np.ones((0, 5))}, "W1 has shape (0, 5) but must have 2 axes, none empty"),
            ({"b2": [0, np.nan, 0]}, "b2[1] is nan: must be finite"),
            ({"W2": np.full((5, 3), -np.inf)}, "W2[0, 0] is -inf: must be finite"),
            ({"b1": np.ones(0)}, "b1 has shape (0,) but must have 1 axes, none empty"),
            ({"b2": 1.0}, "b2 has shape () but must have 1 axes"),
            ({"W2": np.ones((5, 3, 1))}, "W2 has shape (5, 3, 1) but must have 2 axes"),
            ({"activation": "swish"}, "activation 'swish' is none of sigmoid, tanh, relu"),
        ],
    )
    def test_a_part_that_does_not_fit_is_named(self, change, message):
        with pytest.raises(ValueError) as raised:
            Network(**(PARTS | change))
        assert message in str(raised.value)

    @pytest.mark.parametrize(
        ("x", "y", "message"),
        [
            (np.ones(3), np.eye(3)[0], "x has shape (3,) but must be (4,) or (N, 4): D = 4"),
            (np.ones(4), np.ones(2) / 2, "y has shape (2,) but the logits have (3,)"),
            ([0, 0, np.inf, 0], np.eye(3)[0], "x[2] is inf: must be finite"),
            (np.ones(4), [0, np.nan, 1], "y[1] is nan: must be finite"),
            (np.ones(4), [-1, 1, 1], "y[0] is -1.0: must not be negative"),
            (np.ones(4), [0.5, 0.4, 0], "y sums to 0.9: must sum to 1"),
            # A single y would silently broadcast over the rows of x.
            (np.ones((2, 4)), np.eye(3)[0], "y has shape (3,) but the logits have (2, 3)"),
        ],
    )
    def test_an_input_that_does_not_fit_is_named(self, x, y, message):
        for method in ("gradient", "loss", "chain"):
            with pytest.raises(ValueError) as raised:
                getattr(Network(**PARTS), method)(x, y)
            assert message in str(raised.value), method

    def test_a_chain_of_a_batch_is_refused(self):
        network, x, y = example(rows=2)
        with pytest.raises(ValueError, match=r"x has shape \(2, 4\) but a chain takes a single x"):
            network.chain(x, y)


def test_the_weights_are_copies_that_cannot_be_written_to():
    parts = {key: array.copy() for key, array in PARTS.items()}
    network = Network(**parts)
    for name in PARAMETERS:
        parts[name][...] = 7
        assert np.all(getattr(network, name) == 1), name
        with pytest.raises(ValueError, match="read-only"):
            getattr(network, name)[...] = 7


def test_a_seed_gives_the_same_network_and_another_seed_another():
    first, again, other = (Network.random(4, 5, 3, seed=seed) for seed in (1, 1, 2))
    assert first.sizes == (4, 5, 3)
    assert np.array_equal(first.W1, again.W1)
    assert not np.array_equal(first.W1, other.W1)


def test_a_random_network_is_one_that_does_not_saturate():
    # With H and D large the entries are standard normal over √(inputs), the biases normal over 2.
    network = Network.random(400, 100, 50, seed=0)
    for array, deviation in (
        *((network.W1, 1 / 20), (network.W2, 1 / 10)),
        *((network.b1, 1 / 2), (network.b2, 1 / 2)),
    ):
        assert np.std(array) == pytest.approx(deviation, rel=0.25)


def peak_bytes(H):
    """Return the peak memory of one gradient in bytes."""
    network = Network.random(8, H, 8, seed=0)
    x, y = np.ones(8), np.ones(8) / 8
    network.gradient(x, y)
    tracemalloc.start()
    network.gradient(x, y)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_the_memory_of_a_gradient_grows_with_H_and_not_with_its_square():
    # The full Jacobian of 4096 hidden units would take 128 MiB; a row of 4096 takes 32 KiB.
    small, large = peak_bytes(1024), peak_bytes(4096)
    assert large < 4.5 * small
    assert large < 20 * 8 * 4096
