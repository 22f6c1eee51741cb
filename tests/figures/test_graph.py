"""The graph: nodes, edges by sign, and highlighted parts."""

import numpy as np

from explainer.figures.graph import FAN, Column, Edges, Graph, graph_alt, graph_figure
from explainer.palette import LIGHT
from tests.figures.reading import named, numbers, valid


def graph(lit_row=1):
    left = Column("x", "#123456", np.array([0, 1]), np.array([0.5, -2.0]))
    right = Column("r", "#654321", np.array([0, 3, 7]), np.array([1.0, 2.0, 3.0]))
    slopes = np.array([[1.0, -1.0, 2.0], [0.25, -0.5, 0.75]])
    lit = np.zeros((2, 3), dtype=bool)
    lit[lit_row] = True
    there = np.ones((2, 3), dtype=bool)
    there[0, 0] = False
    return Graph([left, right], [Edges(slopes, there, lit)])


def edges(figure, name):
    """Return the number of lines of a trace."""
    return sum(x is None for x in named(figure, name)["x"])


def test_each_edge_is_drawn_once_by_its_sign_and_light():
    figure = graph_figure(graph(), palette=LIGHT)
    valid(figure)
    counts = {
        name: edges(figure, name)
        for name in ("negative False", "positive False", "negative True", "positive True")
    }
    assert counts == {
        "negative False": 1, "positive False": 1, "negative True": 1, "positive True": 2,
    }  # fmt: skip


def test_lit_edges_say_their_number_and_nodes_their_value_and_unit():
    figure = graph_figure(graph(), palette=LIGHT)
    texts = [text for _, _, text, _ in numbers(figure)]
    for text in ("0.25", "−0.50", "0.75", "0.50", "−2.00", "[7]", "[1]"):
        assert text in texts, text
    assert texts.count("1.00") == 1  # from the node; the edge is missing
    nodes = named(figure, "nodes")
    assert nodes["hovertext"] == ["x[0]: 0.5", "x[1]: −2", "r[0]: 1", "r[3]: 2", "r[7]: 3"]
    assert len(set(zip(nodes["x"], nodes["y"], strict=True))) == 5


def test_it_is_told_in_words():
    assert graph_alt(graph()) == (
        "Graph of the network from left to right: 2 nodes x, 3 nodes r; lit edges between them: 3"
    )


def test_a_fan_of_many_edges_has_no_numbers_for_they_would_lie_on_its_lines():
    one = Column("x", "#123456", np.array([0]), np.array([0.5]))
    many = Column("r", "#654321", np.arange(FAN + 1), np.full(FAN + 1, 2.0))
    slopes, lit = np.full((1, FAN + 1), 0.25), np.ones((1, FAN + 1), dtype=bool)
    for count, shown in ((FAN, FAN), (FAN + 1, 0)):
        right = Column(many.name, many.color, many.units[:count], many.values[:count])
        edges = Edges(slopes[:, :count], lit[:, :count], lit[:, :count])
        figure = graph_figure(Graph([one, right], [edges]), palette=LIGHT)
        assert [text for _, _, text, _ in numbers(figure)].count("0.25") == shown
