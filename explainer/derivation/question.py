"""The question, its answer, and the meaning of their signs."""

from explainer.compute import chain_costs
from explainer.notation import Notation, latex
from explainer.notation.names import NODES
from explainer.notation.steps import NUMBERS, OWN_SCALE
from explainer.scene import Scene

ANSWER = (
    "**Each factor is a Jacobian, the table of a function's derivatives, and the product is always "
    "a matrix product.** The sign $\\circ$ is a short way to write it, allowed exactly when the "
    "Jacobian is diagonal: when each output depends on its own input alone."
)
SHORT_ANSWER = (
    "Each factor is a Jacobian and the product is always a matrix product; $\\circ$ is a short way "
    "to write it where the Jacobian is diagonal."
)


def asked(n: Notation) -> str:
    """The question in words."""
    return (
        "Why is the product with $s$ entry by entry ($\\circ$), and why are the others matrix "
        "products? How can you know?"
        if n.function.elementwise
        else f"With {n.function.name} as the activation no product is entry by entry. Why not? How "
        "can you know?"
    )


def question(n: Notation) -> str:
    """The formula that is asked about, displayed, between the question and the answer."""
    return f"{asked(n)}\n\n$$\n{latex.question(n)}\n$$\n\n{ANSWER}"


def signs(scene: Scene) -> str:
    """Return the meaning of the letters, signs and colours, and the cost of the product."""
    return f"{letters(scene.notation)}\n\n{_signs(scene)}\n\n{_costs(scene)}"


def letters(n: Notation) -> str:
    """Return the meaning of the letters."""
    network = ", ".join(f"${left} = {right}$" for left, right in latex.equations(n))
    column = "" if n.rows else f" as a column, written ${n.gradient('x')}$"
    x, r, h, theta, y_hat, J = (f"${n.node(name)}$" for name in NODES)
    return (
        f"**Letters.** The network is {network}. {x} is the input, $W_1$ and $W_2$ are weights, "
        f"$b_1$ and $b_2$ biases; {r} goes into the activation, {n.function.name}, and {h}, the "
        f"hidden values, come out: {n.colored(n.words.meaning)}. {theta} are the logits, of which "
        f"softmax makes the prediction {y_hat}; $y$ is the target and {J} the loss. We look for "
        f"the gradient, how fast the loss grows with each input{column}. Entry $[i, j]$ of a "
        f"*Jacobian* is the derivative of output $i$ with respect to input $j$."
    )


def _signs(scene: Scene) -> str:
    n = scene.notation
    first, *others, last = (NUMBERS[step] for step in OWN_SCALE)
    scales = (
        f" In the figures of steps {', '.join((first, *others))} and {last} the strongest colour "
        "is their own largest entry."
    )
    if scene.gradient_limit:
        scales += " Gradients have a colour scale of their own."
    return (
        "**Signs.** @ is the matrix product, as in NumPy; ∘ multiplies entry by entry; diag(v) is "
        "the square matrix with v on its diagonal and zeros elsewhere; ᵀ turns rows into columns. "
        f"${n.derivative.latex}$ is the derivative of the activation: "
        f"{n.colored(n.words.derivative_meaning)}.\n\n"
        "**Colours.** Blue is positive, orange negative. A zero without a tile is zero for every "
        f"input and every weight.{scales}"
    )


def _costs(scene: Scene) -> str:
    n = scene.notation
    costs = chain_costs(*scene.network.sizes, shorthand=n.shorthand)
    return (
        "**Costs.** As it is written now, from the loss to the input, the gradient takes "
        f"{costs.multiplications:,} multiplications, and its factors have {costs.cells:,} entries."
    )


def savings(scene: Scene) -> str:
    """Return what ∘ saves for the middle factor: the caption of the switch."""
    H, n = scene.network.sizes[1], scene.notation
    if not n.function.elementwise:
        return f"With {n.function.name} as activation there is no ∘ to write."
    if H == 1:
        return "Middle factor: 1 multiplication in both"
    if n.shorthand:
        return f"Middle factor: **{H:,}** multiplications, not {H * H:,}"
    return f"Middle factor: **{H * H:,}** → {H:,} multiplications"
