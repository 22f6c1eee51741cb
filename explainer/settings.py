"""Settings: what a link can hold. A parameter is declared once, on the field that holds it.

From the declaration come the reading and writing of links, what is said of a value that is refused,
the widget, and the table in the README.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

Bound = int | Callable[[Any], int]  # fixed, or what the other settings make of it
S = TypeVar("S", bound="Settings")


@dataclass(frozen=True)
class Parameter:
    """What a field may hold, and what its widget is called. The text of a link is its own."""

    label: str

    def parse(self, text: str, settings: Settings) -> Any:
        """The value that a link's text stands for, None if it is none that may be."""
        raise NotImplementedError

    def text(self, value: Any) -> str:
        """How a link holds the value."""
        return str(value)

    def allowed(self, settings: Settings) -> str:
        """What it may be, for a sentence."""
        raise NotImplementedError


@dataclass(frozen=True)
class Choice(Parameter):
    """One of a few values, each with the text that links and widgets show for it."""

    labels: Mapping[Any, str]

    def parse(self, text: str, settings: Settings) -> Any:
        return next((value for value, label in self.labels.items() if label == text), None)

    def text(self, value: Any) -> str:
        return self.labels[value]

    def allowed(self, settings: Settings) -> str:
        return "one of " + ", ".join(self.labels.values())


@dataclass(frozen=True)
class Flag(Parameter):
    """True or false."""

    def parse(self, text: str, settings: Settings) -> bool | None:
        return {"true": True, "false": False}.get(text.lower())

    def text(self, value: bool) -> str:
        return str(value).lower()

    def allowed(self, settings: Settings) -> str:
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
        low, high = self.low, self.highest(settings)
        return str(low) if low == high else f"one whole number from {low} to {high}"


@dataclass(frozen=True)
class Text(Parameter):
    """Something that is typed; what it means is looked at where it is used."""

    longest: int

    def parse(self, text: str, settings: Settings) -> str | None:
        return text if len(text) <= self.longest else None

    def allowed(self, settings: Settings) -> str:
        return f"a text of at most {self.longest} characters"


def _declared(parameter: Parameter, default: Any) -> Any:
    return field(default=default, metadata={"parameter": parameter})


def choice(options: Mapping[Any, str] | Sequence[str], *, default: Any, label: str) -> Any:
    """A field that holds one of the options; without texts of their own, these are the texts."""
    labels = options if isinstance(options, Mapping) else {option: option for option in options}
    return _declared(Choice(label, labels), default)


def flag(*, default: bool, label: str) -> Any:
    """A field that is true or false."""
    return _declared(Flag(label), default)


def whole(low: int, high: Bound, *, default: int, label: str) -> Any:
    """A field that holds a whole number; `high` may be a function of the settings before it."""
    return _declared(Whole(label, low, high), default)


def text(longest: int, *, default: str, label: str) -> Any:
    """A field that holds what somebody types."""
    return _declared(Text(label, longest), default)


@dataclass(frozen=True)
class Settings:
    """One exact state of a page. Fields are the names of the link's parameters."""

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """What each field may hold; what depends on others comes after them."""
        return {one.name: one.metadata["parameter"] for one in fields(cls)}

    @classmethod
    def said(cls, name: str, value: Any) -> str | None:
        """The text of a value in a link; None for the default, which no link needs to say."""
        return None if value == getattr(cls(), name) else cls.parameters()[name].text(value)

    def aside(self, name: str) -> str:
        """Of a parameter that says nothing of this state: where it does, for a sentence."""
        return ""


@dataclass(frozen=True)
class Refusal:
    """A value of a link that cannot be."""

    name: str
    texts: tuple[str, ...]  # what the link says, more than one where it repeats itself
    allowed: str
    used: Any  # the default, which stands instead
    used_text: str

    def complaint(self) -> str:
        """What the link says, and what it could have said."""
        said = " and ".join(f"`{harmless(text)}`" if text else "nothing" for text in self.texts)
        once = "said once, and " if len(self.texts) > 1 else ""
        return f"The link says {self.name} = {said}, but it must be {once}{self.allowed}"

    def sentence(self, aside: str = "") -> str:
        """The same, and what is used instead."""
        return f"{self.complaint()}: {self.name} = {self.used_text} is used instead{aside}."


def harmless(text: str) -> str:
    """Text of a link that may stand between backticks, cut to 40 characters."""
    return "".join(c if c.isprintable() and c != "`" else "·" for c in text[:40])


def read_link(start: S, link: Mapping[str, Sequence[str]]) -> tuple[S, list[Refusal]]:
    """The state that a link makes of another, and what of it is refused.

    Parameters that are none of the settings' are left alone.
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
    """The parameters of a link that `read_link` reads as this state.

    Defaults are left out, and what this state does not use. A number that is too large by now is
    the largest that may be, as it is on the page.
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
    """A page's parameters for the README, in Markdown; those of `without` are left out."""
    rows = ["| parameter | what it is | values | default |", "|---|---|---|---|"]
    start = kind()
    for name, parameter in kind.parameters().items():
        if name not in without.parameters():
            values = re.sub("^one (of|whole number) ", "", parameter.allowed(start))
            if isinstance(parameter, Whole) and not isinstance(parameter.high, int):
                values += " with the defaults"  # the other settings move its end
            default = parameter.text(getattr(start, name))
            said = f"`{default}`" if default else "nothing"
            rows.append(f"| `{name}` | {parameter.label} | {values} | {said} |")
    return "\n".join(rows)
