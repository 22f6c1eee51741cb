"""Settings: the parameters of a link. Each is declared once, on the field that holds it.

The declaration serves to read and write links, to report refused values, to draw the widget, and to
make the table in `docs/links.md`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from inspect import get_annotations
from typing import Any, ClassVar, Literal, TypeVar
from urllib.parse import urlencode

Origin = Literal["link", "field", "layer"]
Bound = int | Callable[[Any], int]  # fixed, or a function of the other settings
S = TypeVar("S", bound="Settings")


LONGEST_SHOWN = 40  # characters of a refused text


@dataclass(frozen=True)
class Parameter:
    """The values that a field may have, their texts in a link, and the widget's label."""

    label: str

    def parse(self, text: str, settings: Settings) -> Any:
        """Return the value of a link's text, or None if the text is not allowed."""
        raise NotImplementedError

    def text(self, value: Any) -> str:
        """Return the value's text in a link."""
        return str(value)

    def allowed(self, settings: Settings) -> str:
        """Return the allowed values with what they are, for a sentence: one of 1, 2, 3."""
        return self.values(settings)

    def values(self, settings: Settings) -> str:
        """Return the allowed values, for a table."""
        raise NotImplementedError


@dataclass(frozen=True)
class Choice(Parameter):
    """A choice of one value, each with the text that links and widgets show for it."""

    labels: Mapping[Any, str]
    earlier: Mapping[str, Any] = field(default_factory=dict)  # labels of before, in old links

    def __post_init__(self) -> None:
        for label, value in self.earlier.items():
            if label in self.labels.values() or value not in self.labels:
                raise ValueError(f"{label} cannot be the earlier label of {value!r}")

    def parse(self, text: str, settings: Settings) -> Any:
        now = next((value for value, label in self.labels.items() if label == text), None)
        return self.earlier.get(text) if now is None else now

    def text(self, value: Any) -> str:
        return self.labels[value]

    def allowed(self, settings: Settings) -> str:
        return f"one of {self.values(settings)}"

    def values(self, settings: Settings) -> str:
        return ", ".join(self.labels.values())


@dataclass(frozen=True)
class Flag(Parameter):
    """A parameter that is true or false."""

    def parse(self, text: str, settings: Settings) -> bool | None:
        return {"true": True, "false": False}.get(text.lower())

    def text(self, value: bool) -> str:
        return str(value).lower()

    def values(self, settings: Settings) -> str:
        return "true or false"


@dataclass(frozen=True)
class Whole(Parameter):
    """A whole number from `low` to `high`, which may depend on the other settings."""

    low: int
    high: Bound

    def highest(self, settings: Settings) -> int:
        return self.high if isinstance(self.high, int) else self.high(settings)

    def parse(self, text: str, settings: Settings) -> int | None:
        if not re.fullmatch("[0-9]{1,9}", text):
            return None
        return int(text) if self.low <= int(text) <= self.highest(settings) else None

    def allowed(self, settings: Settings) -> str:
        values = self.values(settings)
        return values if self.low == self.highest(settings) else f"one whole number {values}"

    def values(self, settings: Settings) -> str:
        low, high = self.low, self.highest(settings)
        return str(low) if low == high else f"from {low} to {high}"


@dataclass(frozen=True)
class Text(Parameter):
    """A typed text of limited length; its meaning is checked where it is used."""

    longest: int

    def parse(self, text: str, settings: Settings) -> str | None:
        return text if len(text) <= self.longest else None

    def values(self, settings: Settings) -> str:
        return f"a text of at most {self.longest} characters"


def _declared(parameter: Parameter, default: Any) -> Any:
    return field(default=default, metadata={"parameter": parameter})


def choice(
    options: Mapping[Any, str] | Sequence[str],
    *,
    default: Any,
    label: str,
    earlier: Mapping[str, Any] | None = None,
) -> Any:
    """Declare a field for one of the options; options without a label are their own labels.

    A link holds the label. When a label changes, `earlier` maps the old one to its value, so that
    published links still open it.
    """
    labels = options if isinstance(options, Mapping) else {option: option for option in options}
    return _declared(Choice(label, labels, earlier or {}), default)


def flag(*, default: bool, label: str) -> Any:
    """Return a field that is true or false."""
    return _declared(Flag(label), default)


def whole(low: int, high: Bound, *, default: int, label: str) -> Any:
    """Return a field for a whole number; `high` may be a function of the fields before it."""
    return _declared(Whole(label, low, high), default)


def text(longest: int, *, default: str, label: str) -> Any:
    """Return a field for typed text."""
    return _declared(Text(label, longest), default)


@dataclass(frozen=True)
class Settings:
    """An exact state of a page. The names of the fields are the link's parameters."""

    page: ClassVar[str] = ""  # the folder of the page whose settings they are

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """Return the parameter of each field; one that depends on others follows them."""
        return {declared.name: declared.metadata["parameter"] for declared in fields(cls)}

    @classmethod
    def own(cls) -> set[str]:
        """Return the names of the parameters that no other page has."""
        return cls.parameters().keys() & get_annotations(cls).keys()

    @classmethod
    def said(cls, name: str, value: Any) -> str | None:
        """Return a value's text in a link; None for the default, which a link leaves out."""
        return None if value == getattr(cls(), name) else cls.parameters()[name].text(value)

    def aside(self, name: str) -> str:
        """Return, for a parameter without effect here, where it has one (end of a sentence)."""
        return ""


@dataclass(frozen=True)
class Address:
    """A state of a page: what a link to it says, the rest being as the visitor has it."""

    page: str  # its folder, which is its URL
    link: Mapping[str, str]

    def __str__(self) -> str:
        return f"/{self.page}?{urlencode(self.link)}"


def address(kind: type[Settings], /, **values: Any) -> Address:
    """Return the address of the page with these settings, which says only these values.

    Raises `TypeError` for a name that is not a parameter of the page, `ValueError` for a value that
    it cannot have.
    """
    state, parameters = kind(**values), kind.parameters()
    link = {name: parameters[name].text(value) for name, value in values.items()}
    for name, text in link.items():
        if parameters[name].parse(text, state) != values[name]:
            raise ValueError(f"{kind.__name__}.{name} cannot be {values[name]!r}")
    return Address(kind.page, link)


@dataclass(frozen=True)
class Refusal:
    """A value of a link, a field or a layer that cannot be used."""

    name: str
    texts: tuple[str, ...]  # as written, several if a link repeats the parameter
    allowed: str  # a clause; empty if the value is allowed and fails for another reason
    used: Any  # instead, such as the default
    used_text: str | None  # None if nothing is used instead
    origin: Origin = "link"
    reason: str = ""  # why an allowed value cannot be used

    def complaint(self) -> str:
        """Return a clause with the value and the reason why it cannot be used."""
        values = " and ".join(f"`{harmless(t)}`" if t else "nothing" for t in self.texts)
        if self.origin == "layer":
            return self.reason
        if self.origin == "field":
            return f"{self.name} must be {self.allowed}, and {values} is not"
        once = "said once, and " if len(self.texts) > 1 else ""
        return f"The link says {self.name} = {values}, but it must be {once}{self.allowed}"

    def sentence(self, aside: str = "") -> str:
        """Return the complaint as a sentence, with the value that is used instead, if any."""
        if self.used_text is None:
            return f"{self.complaint()}."
        sign = ";" if self.origin == "layer" else ":"  # whose reason may have a colon
        return f"{self.complaint()}{sign} {self.name} = {self.used_text} is used instead{aside}."


def harmless(text: str) -> str:
    """Return a text made safe between backticks; of a long one 39 characters and an ellipsis."""
    shown = text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
    return "".join(c if c.isprintable() and c != "`" else "·" for c in shown)


def read_link(start: S, link: Mapping[str, Sequence[str]]) -> tuple[S, list[Refusal]]:
    """Return the state after applying a link to `start`, and the refused values.

    Parameters that the settings do not have are ignored.
    """
    settings, refused = start, []
    for name, parameter in start.parameters().items():
        if name not in link:
            continue
        texts, default = tuple(link[name]), getattr(type(start)(), name)
        value = parameter.parse(texts[0], settings) if len(texts) == 1 else None
        if value is None:
            allowed, used = parameter.allowed(settings), parameter.text(default)
            refused.append(Refusal(name, texts, allowed, default, used))
        else:
            settings = replace(settings, **{name: value})
    return settings, refused


def write_link(settings: Settings) -> dict[str, str]:
    """Return the parameters of a link that `read_link` reads as this state.

    Defaults and parameters without effect are left out. A number above its current range is written
    as the highest allowed, as on the page.
    """
    link = {}
    for name, parameter in settings.parameters().items():
        value = getattr(settings, name)
        if isinstance(parameter, Whole):
            value = min(value, parameter.highest(settings))
        text = settings.said(name, value)
        if text is None or settings.aside(name) or parameter.parse(text, settings) is None:
            continue
        link[name] = text
    return link


def table(kind: type[Settings], *, without: type[Settings] = Settings) -> str:
    """Return a page's parameters as a table of `docs/links.md`, without those of `without`."""
    rows = ["| parameter | what it is | values | default |", "|---|---|---|---|"]
    start = kind()
    for name, parameter in kind.parameters().items():
        if name not in without.parameters():
            values = parameter.values(start)
            if isinstance(parameter, Whole) and not isinstance(parameter.high, int):
                values += " with the defaults"  # other settings change the end
            default = parameter.text(getattr(start, name))
            shown = f"`{default}`" if default else "nothing"
            rows.append(f"| `{name}` | {parameter.label} | {values} | {shown} |")
    return "\n".join(rows)
