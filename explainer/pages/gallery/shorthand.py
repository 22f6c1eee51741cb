"""The Jacobian at this x, the product with it, its shorthand, and the result of ∘."""

import numpy as np
import streamlit as st

from explainer import controls
from explainer.compute import Costs, Dense, hadamard
from explainer.compute.comparison import largest_difference
from explainer.figures.term import Term
from explainer.notation.functions import WORDS
from explainer.notation.layers import snippet, text
from explainer.notation.structures import structure
from explainer.pages.gallery.controls import WIDGETS
from explainer.pages.gallery.scene import GalleryScene
from explainer.pages.parts import show_equation, show_snippet, show_source
from explainer.terms import matrix, product_items, vector
from explainer.wording import counted, number


@controls.fragment  # ∘ anyway changes nothing else on the page
def show_shorthand(scene: GalleryScene) -> None:
    """Show `v @ J` as a matrix product and by its shorthand, or `v ∘` the diagonal.

    `scene` is that of the last whole run of the page.
    """
    st.markdown("## Its Jacobian and its shorthand")
    WIDGETS.toggle("anyway")
    if controls.drop_refusals(WIDGETS.kind):
        st.rerun()  # the refusals are outside this fragment
    scene = scene.after(WIDGETS.settings())
    _show_arriving(scene)
    if scene.settings.anyway:
        _show_anyway(scene)
    else:
        _show_product(scene)


def _show_arriving(scene: GalleryScene) -> None:
    n = scene.notation
    cross_entropy = "that of a cross-entropy with class 0 as the true one"
    v = "some numbers" if scene.cross_entropy is None else cross_entropy
    product = "$v\\,J$, from the left" if n.rows else "$J^{\\top}v$, with $v$ as a column"
    st.markdown(
        "Going back through the layer, the gradient $v$ of the loss with respect to $y$ "
        f"arrives (here {v}), and is multiplied by the layer's Jacobian $J$: {product}. The "
        "result is the gradient with respect to $x$."
    )


def _show_product(scene: GalleryScene) -> None:
    layer = scene.layer
    items = product_items(scene.notation, _v(scene), "@", _jacobian(scene), _result(scene))
    show_equation(items, key="layer")
    proved = ", as far as it is proved" if scene.unproved else ""
    st.markdown(f"**Structure of J: {structure(scene.jacobian)}{proved}.**{_zeros(scene)}")
    if layer.expression:
        _show_own_product(scene)
        return
    difference = largest_difference(scene.product, scene.v @ scene.exact)
    never = "" if isinstance(scene.jacobian, Dense) else "It never builds the matrix, and its "
    st.markdown(
        f"**Shorthand: {WORDS[layer.function.name].shorthand}.** {never or 'Its '}result differs "
        f"from that of the matrix product by {number(difference, 2)}."
    )
    show_snippet(snippet(layer.function.name), scene.product)
    if not scene.notation.rows:
        st.caption("In NumPy a vector has one axis: v @ J and J.T @ v are the same.")
    _show_costs(scene)
    show_source("layer", layer.function.value, layer.function.rule, type(layer.jacobian))


def _show_own_product(scene: GalleryScene) -> None:
    if scene.allowed:
        assert scene.wrong is not None
        difference = largest_difference(scene.wrong, scene.product)
        st.markdown(
            "**Shorthand: the Hadamard product, ∘**, with the diagonal as a vector; it differs "
            f"from the matrix product by {number(difference, 2)}."
        )
        _show_costs(scene)
    else:
        st.markdown(
            "$\\circ$ is not known to be allowed, and for a function of your own no other "
            "shorthand is looked for: it is a matrix product."
        )


def _zeros(scene: GalleryScene) -> str:
    support, exact = scene.support, scene.exact
    if exact.size == 1:
        return ""
    structural = int(np.count_nonzero(~support))
    accidental = int(np.count_nonzero(support & (exact == 0)))
    are = {0: "none is", 1: "1 is"}.get(structural, f"{structural} are")
    proofless = scene.inquiry and (scene.inquiry.unproved & (exact == 0)).any()
    known = "known to be " if proofless else ""
    sentence = f" Of its {support.size} entries {are} {known}zero for every input and every weight"
    if not accidental:
        return f"{sentence}."
    count = f"{accidental} {'more ' * bool(structural)}{'is' if accidental == 1 else 'are'} 0"
    sentence += f", {'and' if structural else 'but'} {count}"
    if proofless:
        return f"{sentence} here. That they always are is not proved."
    return f"{sentence} with these numbers alone, which is no structure."


def _show_costs(scene: GalleryScene) -> None:
    n, function = scene.layer.x.size, scene.layer.function
    matrix = Costs(scene.exact.size, scene.exact.size)
    short = function.costs(n)  # for a typed function shown only if ∘ is allowed
    st.markdown(
        "| of this Jacobian | as a matrix | the shorthand |\n|---|---:|---:|\n"
        f"| numbers kept | {matrix.cells} | {short.cells} |\n"
        f"| multiplications and divisions | {matrix.multiplications} | {short.multiplications} |"
    )


def _show_anyway(scene: GalleryScene) -> None:
    if scene.wrong is None:
        st.error(
            f"∘ does not even fit: v has {counted(scene.layer.y.size, 'number')}, x has "
            f"{scene.layer.x.size}, and the Jacobian is not square."
        )
        return
    diagonal = vector(scene.notation, "diagonal of J", np.diagonal(scene.exact), "")
    error = largest_difference(scene.wrong, scene.product)
    wrong = vector(scene.notation, "with ∘", scene.wrong, "")
    items = product_items(scene.notation, _v(scene), "∘", diagonal, wrong)
    items += ["=" if error == 0 else "≠", _result(scene)]
    show_equation(items, key="layer")
    _judge_anyway(scene, error)
    show_source("anyway", hadamard)


def _judge_anyway(scene: GalleryScene, error: float) -> None:
    """Say if ∘ is right, and if that is more than an accident."""
    if scene.allowed:
        st.success(
            f"Allowed: the Jacobian is diagonal, and ∘ differs from the matrix product by "
            f"{number(error, 2)}."
        )
    elif scene.unproved:
        st.warning(
            f"**Not proved for every x.** At this x ∘ differs from the matrix product by "
            f"{number(error, 2)}."
        )
    elif error == 0:
        st.warning(
            "**Right here by accident, and not allowed**: ∘ differs from the matrix product by 0 "
            "with these numbers. The Jacobian is diagonal at this x, or with these weights, and "
            "not by its structure."
        )
    else:
        st.error(f"**Wrong**: ∘ sees the diagonal alone. Its largest error is {number(error)}.")
        _explain_classes(scene)


def _explain_classes(scene: GalleryScene) -> None:
    if scene.cross_entropy is None or scene.wrong is None:
        return
    wrong = ", ".join(number(value) for value in scene.wrong[1:])
    right = ", ".join(number(value) for value in scene.product[1:])
    st.markdown(
        f"The true class, 0, comes out right, {number(scene.wrong[0])}. Every wrong class gets "
        f"{wrong} instead of {right}: training would never lower the logit of a wrong class."
    )


def _v(scene: GalleryScene) -> Term:
    return vector(scene.notation, "v", scene.v, "")


def _jacobian(scene: GalleryScene) -> Term:
    name = text(scene.notation)
    return matrix(scene.notation, name, scene.exact, support=scene.support, current=True)


def _result(scene: GalleryScene) -> Term:
    return vector(scene.notation, "v @ J" if scene.notation.rows else "Jᵀ @ v", scene.product, "")
