"""The multiplications and cells of a chain, counted by hand with sizes that all differ."""

import pytest

from explainer.compute import Costs, Network, chain_costs


def test_a_chain_of_matrices_by_hand():
    # 1×3 times 3×5, 1×5 times 5×5, 1×5 times 5×4; cells of a row of 3 and of the three matrices
    assert chain_costs(4, 5, 3, shorthand=False) == Costs(15 + 25 + 20, 3 + 15 + 25 + 20)


def test_a_chain_with_the_hadamard_product_by_hand():
    # A row of 5 replaces the 5×5 matrix.
    assert chain_costs(4, 5, 3, shorthand=True) == Costs(15 + 5 + 20, 3 + 15 + 5 + 20)


@pytest.mark.parametrize("sizes", [(2, 7, 3), (6, 1, 2)])
def test_the_cells_are_the_entries_of_the_four_factors(sizes):
    D, H, K = sizes
    links = Network.random(D, H, K, seed=0).chain([1.0] * D, [1.0 / K] * K).links
    entries = [link.jacobian.shape[0] * link.jacobian.shape[1] for link in links]
    assert chain_costs(D, H, K, shorthand=False).cells == sum(entries)
    assert chain_costs(D, H, K, shorthand=True).cells == sum(entries) - H * H + H
