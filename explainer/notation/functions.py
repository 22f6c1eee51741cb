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
    "elu": Words(
        latex=r"[r>0]\,r+[r\leq 0]\,(e^{r}-1)",
        meaning="a negative number bends towards −1, any other stays",
        derivative_latex=r"[r>0]+[r\leq 0]\,e^{r}",
        derivative_code="np.exp(np.minimum(r, 0))",
    ),
    "selu": Words(
        latex=r"\lambda\left([r>0]\,r+[r\leq 0]\,\alpha(e^{r}-1)\right)",
        meaning=r"elu with $\lambda\approx 1.0507$ and $\alpha\approx 1.6733$, chosen so that "
        "layers keep mean 0 and variance 1",
        derivative_latex=r"\lambda\left([r>0]+[r\leq 0]\,\alpha e^{r}\right)",
        derivative_code="selu_derivative(r, h)",
    ),
    "silu": Words(
        latex=r"r\circ\sigma(r)",
        meaning=r"also called swish; $\sigma(r)=1/(1+e^{-r})$",
        derivative_latex=r"\sigma(r)+h\circ(1-\sigma(r))",
        derivative_code="sigmoid(r) + h * (1 - sigmoid(r))",
    ),
    "mish": Words(
        latex=r"r\circ\tanh(\log(1+e^{r}))",
        meaning="close to 0 for a very negative number, close to $r$ for a large one",
        derivative_latex=r"t+r\circ(1-t\circ t)\circ\sigma(r)",
        derivative_meaning=r"$t=\tanh(\log(1+e^{r}))$ and $\sigma(r)=1/(1+e^{-r})$",
        derivative_code="mish_derivative(r, h)",
    ),
    "gelu tanh": Words(
        latex=r"\tfrac12\,r\circ(1+\tanh u)",
        meaning=r"the usual approximation of gelu; $u=\sqrt{2/\pi}\,(r+0.044715\,r^3)$",
        derivative_latex=r"g+r\circ g\circ(1-g)\circ 2u'",
        derivative_meaning=r"$g=(1+\tanh u)/2$ and $u'=\sqrt{2/\pi}\,(1+0.134145\,r^2)$",
        derivative_code="gelu_tanh_derivative(r, h)",
    ),
    "softsign": Words(
        latex=r"r/(1+\lvert r\rvert)",
        meaning="between −1 and 1, and slower than tanh",
        derivative_latex=r"1/(1+\lvert r\rvert)^2",
        derivative_code="(1 / (1 + np.abs(r))) ** 2",
    ),
    "hard sigmoid": Words(
        latex=r"\min(\max(r/6+\tfrac12,\,0),\,1)",
        meaning="three straight lines near the sigmoid",
        derivative_latex=r"\tfrac16\,[-3<r<3]",
        derivative_code="np.where(np.abs(r) < 3, 1 / 6, 0.0)",
    ),
    "hard swish": Words(
        latex=r"r\circ\min(\max(r/6+\tfrac12,\,0),\,1)",
        meaning="$r$ times its hard sigmoid",
        derivative_latex=r"[-3\leq r\leq 3]\,(r/3+\tfrac12)+[r>3]",
        derivative_code="hard_swish_derivative(r, h)",
    ),
    "hard tanh": Words(
        latex=r"\min(\max(r,\,-1),\,1)",
        meaning="what is below −1 becomes −1, what is above 1 becomes 1",
        derivative_latex=r"[-1<r<1]",
        derivative_code="np.where(np.abs(r) < 1, 1.0, 0.0)",
    ),
    "relu6": Words(
        latex=r"\min(\max(r,\,0),\,6)",
        meaning="a negative number becomes 0, a number above 6 becomes 6",
        derivative_latex=r"[0<r<6]",
        derivative_code="np.where((r > 0) & (r < 6), 1.0, 0.0)",
    ),
    "abs": Words(
        latex=r"\lvert r\rvert",
        meaning="a negative number loses its sign",
        derivative_latex=r"[r>0]-[r<0]",
        derivative_code="np.sign(r)",
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
    "softmax with temperature": Words(
        latex=r"\operatorname{softmax}(r/2)",
        meaning="softmax at temperature 2, which is flatter",
        entry_latex=r"\tfrac12\,h_i([i=j]-h_j)",
        shorthand="the softmax rule, over the temperature",
        vjp_code="h / 2 * (v - v @ h)",
    ),
    "log-sum-exp": Words(
        latex=r"\log\textstyle\sum_k e^{r_k}",
        meaning="one number, a little above the largest",
        entry_latex=r"\operatorname{softmax}(r)_j",
        indicator=False,
        shorthand="the softmax of the input times the one number that arrives",
        vjp_code="v * np.exp(r - h)",
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
    "rms norm": Words(
        latex=r"r/\sqrt{\operatorname{mean}(r\circ r)+10^{-6}}",
        meaning="all numbers over about the root of the mean of their squares",
        entry_latex=r"\left([i=j]-\tfrac1n h_i h_j\right)"
        r"/\sqrt{\operatorname{mean}(r\circ r)+10^{-6}}",
        shorthand="the rms norm rule",
        vjp_code="(v - h * np.mean(v * h)) / np.sqrt(np.mean(r * r) + 1e-6)",
    ),
    "glu": Words(
        latex=r"a\circ\sigma(b),\quad (a,b)=r",
        meaning=r"the first half $a$ is gated by the second, $b$; $\sigma(b)=1/(1+e^{-b})$. Of an "
        "odd number of entries the middle one has no gate and stays",
        entry_latex=r"[j=i]\,\sigma(b_i)+[j=i+m]\,a_i\,\sigma(b_i)(1-\sigma(b_i))",
        shorthand="two Hadamard products, one for each half",
        vjp_code="np.concatenate([v[:k] * s, v[k:], v[:k] * (r[:k] * s * (1 - s))])",
        weights_code="k = r.size // 2\ns = sigmoid(r[r.size - k :])",
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
