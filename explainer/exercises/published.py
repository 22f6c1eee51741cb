"""Bugs of kinds that published derivations contain, each with the line that mends it."""

from __future__ import annotations

from dataclasses import replace

from explainer.exercises.bugs import Bug

LOSS = "J = -np.sum(y * np.log(y_hat))"
FORWARD = (
    "r = x @ W1 + b1",
    "h = sigmoid(r)",
    "theta = h @ W2 + b2",
    "y_hat = softmax(theta)",
    LOSS,
)
ERROR, OUTPUT = "dtheta = y_hat - y", "dh = dtheta @ W2.T"
ACTIVATION, INPUT = "dr = dh * h * (1 - h)", "dx = dr @ W1.T"
SOFTMAX = "dtheta = dy_hat @ (np.diag(y_hat) - np.outer(y_hat, y_hat))"
DISTINCT, SQUARE = {"D": 4, "H": 3, "K": 2}, {"D": 3, "H": 3, "K": 3}
BATCH = {"N": 4, "D": 4, "H": 3, "K": 2}

_TRANSPOSE = Bug(
    name="W₁ or its transpose",
    claim="The gradient goes back through the input layer.",
    forward=FORWARD,
    lines=(ERROR, OUTPUT, ACTIVATION, "dx = dr @ W1"),
    wrong=3,
    fragments=("dx = W1.T @ dr", INPUT, "dx = dr * W1.sum(axis=0)"),
    fix=1,
    lesson="∂rᵢ/∂xⱼ is W1[j, i], so the Jacobian is W1.T. At these sizes the shapes show it.",
    sizes={"D": 5, "H": 3, "K": 5},
)
_UPSTREAM = Bug(
    name="The gradient that arrives",
    claim="J is a weighted sum of the hidden values, with the weights c.",
    forward=("r = x @ W1 + b1", "h = sigmoid(r)", "J = np.sum(c * h)"),
    lines=("dh = c", "dr = h * (1 - h)", INPUT),
    wrong=1,
    fragments=("dr = dh + h * (1 - h)", "dr = dh @ (h * (1 - h))", ACTIVATION),
    fix=2,
    lesson="The gradient that arrives is a factor of the product. If all weights c are 1, leaving "
    "it out changes nothing, and the mistake stays hidden.",
    sizes=DISTINCT,
    accident={**DISTINCT, "ones": 1},
)

BUGS: tuple[Bug, ...] = (
    Bug(
        name="The sign of the loss",
        claim="J is minus the sum of y log ŷ, and the gradient starts at ŷ.",
        forward=FORWARD,
        lines=("dy_hat = y / y_hat", SOFTMAX, OUTPUT),
        wrong=0,
        fragments=("dy_hat = y_hat - y", "dy_hat = -y / y_hat", "dy_hat = -np.log(y_hat)"),
        fix=1,
        lesson="The loss has a minus sign, and so has its gradient: −y/ŷ. Without it every "
        "gradient points the wrong way.",
        sizes=DISTINCT,
    ),
    _TRANSPOSE,
    replace(
        _TRANSPOSE,
        name="W₁ or its transpose, at equal sizes",
        lesson="With equal sizes both products run. Only the Jacobian tells which one is right: "
        "its entry [i, j] is W1[j, i].",
        sizes=SQUARE,
    ),
    _UPSTREAM,
    Bug(
        name="Softmax, entry by entry",
        claim="The gradient goes back through softmax as it does through sigmoid.",
        forward=FORWARD,
        lines=("dy_hat = -y / y_hat", "dtheta = dy_hat * y_hat * (1 - y_hat)", OUTPUT),
        wrong=1,
        fragments=(SOFTMAX, "dtheta = dy_hat * y_hat", "dtheta = dy_hat @ np.diag(1 - y_hat)"),
        fix=0,
        lesson="Each output of softmax depends on every input. Its Jacobian is not diagonal, and "
        "no product entry by entry stands for it.",
        sizes={"D": 4, "H": 2, "K": 3},
    ),
    Bug(
        name="Softmax's Jacobian",
        claim="The gradient goes back through softmax with its Jacobian.",
        forward=FORWARD,
        lines=(
            "dy_hat = -y / y_hat",
            "dtheta = dy_hat @ (np.diag(theta) - np.outer(theta, theta))",
            OUTPUT,
        ),
        wrong=1,
        fragments=(
            "dtheta = dy_hat @ (np.diag(theta) - np.outer(y_hat, y_hat))",
            "dtheta = dy_hat @ (np.diag(y_hat) - np.outer(theta, theta))",
            SOFTMAX,
        ),
        fix=2,
        lesson="diag(p) − pᵀp is made of the probabilities p, softmax's outputs, and not of the "
        "logits, its inputs.",
        sizes={"D": 4, "H": 2, "K": 3},
    ),
    Bug(
        name="Values or gradients",
        claim="The gradient goes back through sigmoid.",
        forward=FORWARD,
        lines=(ERROR, OUTPUT, "dr = dh * dh * (1 - dh)", INPUT),
        wrong=2,
        fragments=("dr = dh * r * (1 - r)", ACTIVATION, "dr = dh * (1 - h)"),
        fix=1,
        lesson="The slope of sigmoid is made of its value h. The gradient dh is the factor beside "
        "it.",
        sizes=DISTINCT,
    ),
    Bug(
        name="The Jacobian of an element-wise function",
        claim="Each output has its own input, so the Jacobian is the identity matrix.",
        forward=FORWARD,
        lines=(ERROR, OUTPUT, "dr = dh @ np.eye(h.size)", INPUT),
        wrong=2,
        fragments=("dr = dh @ np.diag(h * (1 - h))", "dr = dh @ np.diag(h)", "dr = dh * h.size"),
        fix=0,
        lesson="It is diagonal, with the slopes on its diagonal. They are all 1 only for a "
        "function that at most adds a constant.",
        sizes=DISTINCT,
    ),
    Bug(
        name="Two nodes, two gradients",
        claim="The gradient of the first weights is the outer product of what came in and what "
        "came back.",
        forward=FORWARD,
        lines=(ERROR, OUTPUT, ACTIVATION, "dW1 = np.outer(x, dh)"),
        wrong=3,
        fragments=("dW1 = np.outer(dr, x)", "dW1 = np.outer(r, dh)", "dW1 = np.outer(x, dr)"),
        fix=2,
        lesson="W1 makes r. So dr, the gradient with respect to r, goes into its gradient, and not "
        "dh, the gradient after the activation.",
        sizes=DISTINCT,
    ),
    Bug(
        name="Hadamard or dot",
        claim="The gradient goes back through sigmoid, as the product of dh and the slopes.",
        forward=FORWARD,
        lines=(ERROR, OUTPUT, "dr = np.dot(dh, h * (1 - h))", "db1 = dr"),
        wrong=2,
        fragments=("dr = np.outer(dh, h * (1 - h))", "dr = dh * (h * (1 - h))", "dr = dh - h"),
        fix=1,
        lesson="A dot product adds up, and gives one number. The product with a diagonal matrix "
        "keeps every entry: it is the Hadamard product.",
        sizes=DISTINCT,
    ),
    Bug(
        name="The bias of a batch",
        claim="A bias is added, so the gradient passes unchanged. J is the sum over 4 examples.",
        forward=FORWARD,
        lines=(ERROR, "dW2 = h.T @ dtheta", "db2 = dtheta"),
        wrong=2,
        fragments=(
            "db2 = dtheta.sum(axis=1)",
            "db2 = dtheta.mean(axis=0)",
            "db2 = dtheta.sum(axis=0)",
        ),
        fix=2,
        lesson="All examples share the bias: its gradient is the sum over the examples, which are "
        "the rows.",
        sizes=BATCH,
    ),
    Bug(
        name="Mean or sum",
        claim="J is the mean of the losses of 4 examples.",
        forward=(*FORWARD[:-1], f"{LOSS} / len(x)"),
        lines=(ERROR, "dW2 = h.T @ dtheta"),
        wrong=0,
        fragments=(
            "dtheta = (y_hat - y) / len(x)",
            "dtheta = (y_hat - y).mean(axis=0)",
            "dtheta = (y_hat - y) * len(x)",
        ),
        fix=0,
        lesson="A mean divides by the number of examples, once, where the gradient starts. With "
        "one example the mistake stays hidden.",
        sizes=BATCH,
        accident={**BATCH, "N": 1},
    ),
    Bug(
        name="The slope of tanh",
        claim="The activation is tanh.",
        forward=("r = x @ W1 + b1", "h = tanh(r)", *FORWARD[2:]),
        lines=(ERROR, OUTPUT, ACTIVATION, INPUT),
        wrong=2,
        fragments=("dr = dh * (1 - r**2)", "dr = dh * (1 - h**2)", "dr = dh * (1 - h)"),
        fix=1,
        lesson="h(1 − h) is the slope of sigmoid. That of tanh is 1 − h².",
        sizes=DISTINCT,
    ),
    Bug(
        name="The slope of relu",
        claim="The activation is relu.",
        forward=("r = x @ W1 + b1", "h = relu(r)", *FORWARD[2:]),
        lines=(ERROR, OUTPUT, "dr = dh * np.maximum(r, 0)", INPUT),
        wrong=2,
        fragments=("dr = dh * (r > 0)", "dr = dh * r", "dr = dh * h * (1 - h)"),
        fix=0,
        lesson="np.maximum(r, 0) is relu's value. Its slope is 1 where r > 0 and 0 elsewhere.",
        sizes={"D": 4, "H": 5, "K": 3},
    ),
    Bug(
        name="The order of an outer product",
        claim="The gradient of the second weights is an outer product.",
        forward=FORWARD,
        lines=(ERROR, "dW2 = np.outer(dtheta, h)"),
        wrong=1,
        fragments=("dW2 = np.outer(h, dtheta)", "dW2 = np.diag(h * dtheta)", "dW2 = h * dtheta"),
        fix=0,
        lesson="W2[j, i] joins h[j] with θ[i], so its gradient is h[j] times that of θ[i]: h "
        "first. With as many hidden units as classes the shapes do not show it.",
        sizes=SQUARE,
    ),
)
