"""The notation of each function of the table: LaTeX, words and NumPy code, by its name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The notation of a function over its input `r` and its value `h`, as in the network.

    The code is NumPy over `r`, `h`, `v` and the names that `weights_code` defines. It computes the
    same as the rule of the table.
    """

    latex: str  # of the value at r
    meaning: str  # the same in words, with LaTeX between dollars
    derivative_latex: str = ""  # the diagonal; of an activation that has none, the whole matrix
    derivative_text: str = ""  # the same for a figure, which has no LaTeX
    column_latex: str = ""  # both where r and h are columns, if that makes a difference
    column_text: str = ""
    derivative_meaning: str = ""  # why, or what the signs of its LaTeX stand for
    derivative_code: str = ""
    entry_latex: str = ""  # ∂h_i/∂r_j, of a function that is not element-wise
    indicator: bool = True  # True if ∂h_i/∂r_j uses a bracket that is 1 or 0
    shorthand: str = "the Hadamard product, ∘"  # what people write for v @ J, by name
    vjp_code: str = ""  # … and in NumPy, where it is not v times the derivative
    weights_code: str = ""  # NumPy that defines the numbers of a layer that has some
    accident: str = "other weights may fill it"  # why a zero that is not structural is no structure
    real_only: str = ""  # why it has no complex step


WORDS: dict[str, Words] = {
    "sigmoid": Words(
        latex=r"\sigma(r)",
        meaning=r"the logistic function, $\sigma(r)=1/(1+e^{-r})$, between 0 and 1",
        derivative_latex=r"h\circ(1-h)",
        derivative_text="h∘(1−h)",
        derivative_meaning=r"$\sigma'(r)=e^{-r}/(1+e^{-r})^2=\sigma(r)(1-\sigma(r))$",
        derivative_code="h * (1 - h)",
    ),
    "tanh": Words(
        latex=r"\tanh(r)",
        meaning="the hyperbolic tangent, between −1 and 1",
        derivative_latex=r"1-h\circ h",
        derivative_text="1−h∘h",
        derivative_meaning=r"$\tanh'(r)=1-\tanh^2(r)$",
        derivative_code="1 - h**2",
    ),
    "relu": Words(
        latex=r"\max(r,0)",
        meaning="a negative number becomes 0, any other stays",
        derivative_latex=r"[r>0]",
        derivative_text="[r>0]",
        derivative_meaning="$[r>0]$ is 1 where $r>0$ and 0 elsewhere",
        derivative_code="np.where(r > 0, 1.0, 0.0)",
    ),
    "softplus": Words(
        latex=r"\log(1+e^{r})",
        meaning="close to 0 for a very negative number, close to $r$ for a large one",
        derivative_latex=r"\sigma(r)",
        derivative_text="σ(r)",
        derivative_meaning=r"$\sigma(r)=1/(1+e^{-r})$",
        derivative_code="sigmoid(r)",
    ),
    "gelu": Words(
        latex=r"r\circ\Phi(r)",
        meaning=r"$\Phi(r)$ is the probability that a standard normal number lies below $r$",
        derivative_latex=r"\Phi(r)+r\circ\varphi(r)",
        derivative_text="Φ(r)+r∘φ(r)",
        derivative_meaning=r"$\varphi=\Phi'$ is the standard normal density",
        derivative_code="normal_cdf(r) + r * normal_pdf(r)",
        real_only="gelu's error function takes real numbers only",
    ),
    "identity": Words(
        latex="r",
        meaning="nothing is done",
        derivative_latex=r"\mathbf{1}",
        derivative_text="1",
        derivative_meaning=r"$\mathbf{1}$ is a vector of ones",
        derivative_code="np.ones_like(r)",
        shorthand="the gradient passes unchanged",
        vjp_code="v",
    ),
    "leaky relu": Words(
        latex=r"\max(r,\,r/100)",
        meaning="a negative number becomes a hundredth of itself, any other stays",
        derivative_latex=r"[r>0]+0.01\,[r\leq 0]",
        derivative_code="np.where(r > 0, 1.0, 0.01)",
    ),
    "dropout": Words(
        latex=r"m\circ r",
        meaning="a mask $m$, drawn anew in each training step, drops some and doubles others",
        derivative_latex="m",
        derivative_code="m",
        weights_code="m = dropout_mask(r.size)",
    ),
    "bias": Words(
        latex="r+b",
        meaning="a vector $b$ is added",
        derivative_latex=r"\mathbf{1}",
        derivative_code="np.ones_like(r)",
        shorthand="the gradient passes unchanged",
        vjp_code="v",
    ),
    "scale": Words(
        latex=r"s\circ r",
        meaning="each number is multiplied by its own entry of a fixed vector $s$",
        derivative_latex="s",
        derivative_code="s",
        weights_code="s = scale_vector(r.size)",
    ),
    "softmax": Words(
        latex=r"\operatorname{softmax}(r)",
        meaning="$e^{r_i}$, divided by the sum of all of them",
        derivative_latex=r"\operatorname{diag}(h)-h^{\top}h",
        derivative_text="diag(h)−hᵀh",
        column_latex=r"\operatorname{diag}(h)-h\,h^{\top}",
        column_text="diag(h)−hhᵀ",
        derivative_meaning=r"$\partial h_i/\partial r_j=h_i([i=j]-h_j)$",
        derivative_code="np.diag(h) - np.outer(h, h)",
        entry_latex="h_i([i=j]-h_j)",
        shorthand="the softmax rule",
        vjp_code="h * (v - v @ h)",
    ),
    "log-softmax": Words(
        latex=r"\log\operatorname{softmax}(r)",
        meaning=r"$h_i=r_i-\log\sum_k e^{r_k}$",
        entry_latex=r"[i=j]-\operatorname{softmax}(r)_j",
        shorthand="the log-softmax rule",
        vjp_code="v - np.exp(h) * np.sum(v)",
    ),
    "normalise": Words(
        latex=r"r/\lVert r\rVert",
        meaning=r"the vector of length 1 in the same direction; $\lVert r\rVert$ is the length",
        entry_latex=r"([i=j]-h_i h_j)/\lVert r\rVert",
        shorthand="take away what points along the output, divide by the length",
        vjp_code="(v - h * (v @ h)) / np.linalg.norm(r)",
    ),
    "layer norm": Words(
        latex=r"(r-\mu)/\sqrt{\operatorname{var}(r)+10^{-5}}",
        meaning=r"the mean $\mu$ is taken away, the rest divided by about its standard deviation",
        entry_latex=r"\left([i=j]-\tfrac1n-\tfrac1n h_i h_j\right)"
        r"/\sqrt{\operatorname{var}(r)+10^{-5}}",
        shorthand="the layer norm rule",
        vjp_code="(v - np.mean(v) - h * np.mean(v * h)) / np.sqrt(np.var(r) + 1e-5)",
    ),
    "cumsum": Words(
        latex=r"\operatorname{cumsum}(r)",
        meaning="$h_i=r_0+\\dots+r_i$",
        entry_latex=r"[j\leq i]",
        shorthand="the cumulative sum from the end",
        vjp_code="np.cumsum(v[::-1])[::-1]",
    ),
    "reverse": Words(
        latex=r"\operatorname{reverse}(r)",
        meaning="the last number first",
        entry_latex="[i+j=n-1]",
        shorthand="reverse",
        vjp_code="v[::-1]",
    ),
    "sort": Words(
        latex=r"\operatorname{sort}(r)",
        meaning="the smallest number first",
        entry_latex=r"[r_j\text{ is number }i\text{ in order}]",
        shorthand="put back to where it came from",
        vjp_code='v[np.argsort(np.argsort(r, kind="stable"))]',
        accident="at this x the numbers are already in order, and at another they are not",
    ),
    "max pool": Words(
        latex=r"\operatorname{maxpool}(r)",
        meaning="the larger of each two neighbours, $h_i=\\max(r_{2i},r_{2i+1})$; a last one "
        "without a neighbour stays",
        entry_latex=r"[r_j\text{ is the larger of pair }i]",
        shorthand="to the winner of each pair",
        vjp_code="np.bincount(pool_winners(r), weights=v, minlength=r.size)",
    ),
    "moving average": Words(
        latex=r"\tfrac13(1,1,1)*r",
        meaning="a convolution: $h_i=(r_{i-1}+r_i+r_{i+1})/3$, with 0 beyond the ends",
        entry_latex=r"\tfrac13\,[\,\lvert i-j\rvert\leq 1\,]",
        shorthand="a convolution with the kernel reversed",
        vjp_code="np.convolve(v, np.ones(3) / 3)[1:-1]",
    ),
    "mean": Words(
        latex=r"\operatorname{mean}(r)",
        meaning="one number, the mean of all",
        entry_latex=r"\tfrac1n",
        indicator=False,
        shorthand="share out evenly",
        vjp_code="np.full(r.size, v / r.size)",
    ),
    "matrix": Words(
        latex=r"A\,r",
        meaning=r"a linear layer, $h_i=\sum_j A_{ij}r_j$",
        entry_latex="A_{ij}",
        indicator=False,
        shorthand="none: a matrix product",
        vjp_code="v @ A",
        weights_code="A = weight_matrix(r.size)",
    ),
    "diagonal weights": Words(
        latex=r"A\,r",
        meaning="a linear layer whose weights $A_{ij}$ off the diagonal happen to be 0",
        entry_latex="A_{ij}",
        indicator=False,
        shorthand="none: a matrix product",
        vjp_code="v @ A",
        weights_code="A = diagonal_weight_matrix(r.size)",
        accident="its zeros are weights, and the first step of training may change them",
    ),
}
