"""Results are cached by what they depend on, and every cache has a bound."""

import gc
import importlib
import pkgutil
import tracemalloc
from functools import partial
from itertools import product

import pytest

import explainer
from explainer import scene
from explainer.compute import FUNCTIONS
from explainer.compute.batch import Batch
from explainer.compute.formulas import verdicts
from explainer.compute.network import Network
from explainer.derivation.steps import activation, kept_parts
from explainer.networks import NetworkSettings, example, scene_of
from explainer.pages.batches.scene import batch_of
from explainer.pages.batches.settings import BatchSettings
from explainer.pages.gallery.layer import Layer
from explainer.pages.gallery.overview import _pictures
from explainer.pages.walkthrough.chain import drawn_chain
from explainer.palette import LIGHT
from tests.pages.opened import exceptions, opened

MOST = 150 * 2**20  # bytes, of all caches together
DERIVER = 25 * 2**20  # for 256 answers of SymPy; tested in expressions
LARGE = [NetworkSettings(network="digit", image=at) for at in range(100)]


@pytest.fixture
def worked_out(monkeypatch):
    """The number of times the network, its links and its gradients are computed from now on."""
    counts = []

    def counted(holder, name):
        original = getattr(holder, name)

        def call(*args, **kwargs):
            counts.append(name)
            return original(*args, **kwargs)

        monkeypatch.setattr(holder, name, call)

    for name in ("values", "chain", "loss", "gradient", "jacobians", "random"):
        counted(Network, name)
    counted(Batch, "link")
    counted(scene, "gradients")
    return counts


def test_a_sign_on_the_bench_works_out_nothing_of_the_network(worked_out):
    at = opened("bench", seed=41, bench="A formula")
    assert worked_out
    worked_out.clear()
    at.segmented_control(key="op1").set_value("∘").run()
    at.toggle(key="W1T").set_value(False).run()
    assert exceptions(at) == []
    assert worked_out == []


@pytest.mark.parametrize("page", ["", "batches"])
def test_a_traced_entry_works_out_nothing_of_the_network(page, worked_out):
    at = opened(page, seed=42, step="All")
    worked_out.clear()
    at.slider(key="traced" if page else "entry").set_value(2).run()
    assert exceptions(at) == []
    assert worked_out == []


def test_another_way_to_write_works_out_nothing_of_the_network(worked_out):
    at = opened(seed=43, step="All")
    worked_out.clear()
    for name, value in (
        ("formulation", "elementwise"),
        ("convention", "columns"),
        ("step", "loss"),
    ):
        at.segmented_control(key=name).set_value(value).run()
    assert exceptions(at) == []
    assert worked_out == []


def test_in_one_run_the_network_is_worked_out_once(worked_out):
    opened(seed=44, step="All")
    assert worked_out.count("chain") <= 2  # for the page, and in the comparison of all ways
    assert worked_out.count("gradients") == 1


def worked(settings):
    one = example(settings)
    return one.chain, one.gradients, one.limit, one.gradient_limit, one.loss, one.derivative


def drawn(draw, *more):
    def fill(at):
        one = LARGE[at % 100]
        formulation = ("matrix", "elementwise")[at // 100]
        return draw(scene_of(one, LIGHT, formulation), *more)

    return fill


def measured(at):
    layer = Layer.of([*FUNCTIONS][at % len(FUNCTIONS)], "x", tuple(float(at + k) for k in range(8)))
    return layer.errors, layer.exact, layer.complex_error, layer.central_error, layer.has_kink


def batch(at):
    gradients = batch_of(BatchSettings(D=12, H=12, K=12, N=6, seed=at), LIGHT).gradients
    return gradients.links, gradients.errors


SIZES = list(product(range(2, 8), repeat=3))
# The largest possible entry of each cache.
LARGEST = {
    "explainer.networks._example": lambda at: worked(
        NetworkSettings(D=12, H=12, K=12, seed=at % 100, target=at // 100)
    ),
    "explainer.derivation.chain.drawn_chain": drawn(drawn_chain),
    "explainer.derivation.steps.activation._drawn": drawn(activation._drawn, 3),
    "explainer.derivation.steps.kept_parts": drawn(kept_parts, "input", 3),
    "explainer.pages.batches.scene._gradients": batch,
    "explainer.pages.gallery.layer.Layer.of": measured,
    "explainer.pages.gallery.overview._pictures": lambda at: _pictures(),
    "explainer.compute.formulas.verdicts": lambda at: verdicts(*SIZES[at]),
}
# Small: two strings and a number. Finite: the functions to show, two files, Streamlit's
# scripts, and the words of the doubts.
SMALL = {"explainer.palette.contrast", "explainer.palette._luminance"}
FINITE = {
    "explainer.derivation.parts._source",
    "explainer.digits.load_digits",
    "explainer.fonts.faces",
    "explainer.server.serving.compressed",
    "explainer.pages.doubts.search._index",
    "explainer.pages.doubts.search._rarity",
    "explainer.pages.parameters.pages_of",
}


def caches():
    """Return every cache of the package that outlives a run, by its name."""
    found = {}
    for info in pkgutil.walk_packages(explainer.__path__, "explainer."):
        if info.name.endswith((".page", ".subset", ".symbols", ".train")):
            continue  # scripts, and modules that only another process imports
        for one in vars(importlib.import_module(info.name)).values():
            for holder in (one, *(vars(one).values() if isinstance(one, type) else ())):
                cache = getattr(holder, "__func__", holder)
                if hasattr(cache, "cache_info") and cache.__module__.startswith("explainer."):
                    found[f"{cache.__module__}.{cache.__qualname__}"] = cache
    return found


def test_every_cache_has_a_bound_and_is_measured_below():
    found = caches()
    assert set(found) == {*LARGEST, *SMALL, *FINITE}
    for name in found.keys() - FINITE:
        assert found[name].cache_info().maxsize is not None, name


def bytes_of(fill, count):
    """Return the bytes of an entry, measured over this many entries."""
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    for at in range(count):
        fill(at)
    gc.collect()
    return (tracemalloc.get_traced_memory()[0] - before) / count


def filled(few):
    """Return the bytes of all caches, each with this many entries or full."""
    total = 0
    for name, cache in caches().items():
        if name in LARGEST:
            cache.cache_clear()
            size = cache.cache_info().maxsize
            total += size * bytes_of(LARGEST[name], min(few, size))
            assert cache.cache_info().currsize == min(few, size), name
    return total


@pytest.mark.nightly
@pytest.mark.parametrize("few", [3, 1000])
def test_all_that_is_kept_takes_at_most_150_mib(few):
    for one in LARGE:
        example(one)
    tracemalloc.start()
    try:
        total = filled(few)
    finally:
        tracemalloc.stop()
    assert MOST / 20 < total + DERIVER <= MOST


def test_a_cache_in_a_pages_script_would_be_made_anew_in_every_run():
    for module in partial(pkgutil.walk_packages, explainer.__path__, "explainer.")():
        if module.name.endswith(".page"):
            source = importlib.util.find_spec(module.name).loader.get_source(module.name)
            assert "cache" not in source, module.name
