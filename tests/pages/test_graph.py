"""The paths through the network sum to the entry of the product of its Jacobians."""

import numpy as np
import pytest

from explainer.compute import ACTIVATIONS
from explainer.derivation.graph import MOST, factors_of, graph
from explainer.networks import NetworkSettings, scene_of
from explainer.palette import LIGHT
from tests.pages.opened import charts, exceptions, opened, read, text


def scene(**settings):
    chosen = NetworkSettings(**settings)
    return scene_of(chosen, LIGHT)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("sizes", [(4, 5, 3), (1, 1, 2), (12, 12, 12)])
def test_the_paths_add_up_to_the_entry(activation, sizes):
    D, H, K = sizes
    found = scene(activation=activation, D=D, H=H, K=K)
    output, gate, input = (np.asarray(found.chain[name].jacobian) for name in ("h", "r", "x"))
    for start, end in ((0, 0), (D - 1, K - 1)):
        factors = factors_of(found, start, end)
        elementwise = found.network.function.elementwise
        paths = H if elementwise else H * H * (H > 1)  # softmax of one number is always 1
        assert {factor.shape for factor in factors} == {(paths,)}
        total = np.prod(factors, axis=0).sum()
        assert np.isclose(total, (output @ gate @ input)[end, start], rtol=1e-12, atol=1e-15)


def test_the_edges_that_are_lit_lie_on_the_paths():
    parts = graph(scene(), 1, 2, gradients=False)
    first, gate, last = parts.edges
    assert np.argwhere(first.lit)[:, 0].tolist() == [1] * 5
    assert np.array_equal(gate.lit, np.eye(5, dtype=bool))
    assert np.array_equal(gate.there, gate.lit)
    assert np.argwhere(last.lit)[:, 1].tolist() == [2] * 5
    crossed = graph(scene(activation="softmax"), 1, 2, gradients=False)
    assert crossed.edges[1].lit.all()


def test_of_a_wide_layer_the_strongest_paths_are_drawn():
    found = scene(network="digit")
    parts = graph(found, 10, 4, gradients=True)
    assert [layer.units.size for layer in parts.layers] == [1, MOST, MOST, 10]
    products = np.abs(np.prod(factors_of(found, 10, 4), axis=0))
    assert set(parts.layers[1].units) == set(np.argsort(-products)[:MOST])
    assert np.array_equal(parts.layers[3].values, found.chain["theta"].gradient)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({"step": "1"}, "there are 5 paths, one through each hidden unit"),
        ({"step": "2", "activation": "softmax"}, "there are 25 paths: softmax joins every r"),
        ({"step": "5"}, "In each node stands its own gradient"),
        ({"step": "5", "H": "1"}, "there is 1 path, one through each hidden unit"),
        ({"step": "5", "H": "1", "activation": "softmax"}, "there is no path"),
        ({"step": "1", "network": "Handwritten digit"}, "the 12 hidden units with the strongest"),
    ],
)
def test_a_link_to_a_path_shows_it_unfolded(link, said):
    at = read(start="1", **link)
    assert exceptions(at) == []
    assert said in text(at)
    assert "they differ by" in text(at) or "no path" in said
    assert any(alt.startswith("Graph of the network") for alt, _ in charts(at))


def test_it_is_folded_at_first_and_gives_nothing_away_to_who_predicts():
    assert "through each hidden unit" not in text(read(step="1"))
    at = read(step="1", start="1", predict="Let me predict")
    assert "through each hidden unit" not in text(at)


def test_where_the_network_becomes_smaller_the_path_ends_at_its_last_units():
    at = opened(step="1", start="5", end="5", D="6", K="6")
    for size, ends in (("K", "From x[5] to θ[2]"), ("D", "From x[2] to θ[2]")):
        at.slider(key=size).set_value(3).run()
        assert exceptions(at) == []
        assert ends in text(at)
