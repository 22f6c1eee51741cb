"""The state of a session apart from its widgets: one record, usable without Streamlit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from explainer.settings import Refusal, Settings, read_link

Place = tuple[str, dict[str, str]]  # a URL without its query, and the query's parameters


@dataclass
class Session:
    """The links, refusals and answers of one visit, from its first run to its last."""

    seen: Place  # the URL after the last run
    link: dict[str, list[str]] = field(default_factory=dict)  # of the visit, by parameter
    read: dict[str, Any] = field(default_factory=dict)  # the values of the link, by parameter
    refused: dict[str, Refusal] = field(default_factory=dict)  # by parameter
    kinds: list[type[Settings]] = field(default_factory=list)  # the settings read so far
    values: dict[str, Any] = field(default_factory=dict)  # of the settings, after the last run
    known: dict[type[Settings], Any] = field(default_factory=dict)  # settings read in this run
    written: float = float("-inf")  # when the server last wrote the URL, in seconds
    before: Place = ("", {})  # the URL when this run began
    whole: tuple[type[Settings], str] | None = None  # the full URL that this run shows
    rest: dict[str, str] = field(default_factory=dict)  # of a link, for the page that it opens
    too_early: bool = False  # Streamlit read the URL before a callback changed it
    answers: dict[str, tuple[object, dict[str, Any]]] = field(default_factory=dict)

    def kept(self, name: str, about: object) -> dict[str, Any]:
        """Return the dict of this name, new if `about` has changed; not part of a link."""
        if name not in self.answers or self.answers[name][0] != about:
            self.answers[name] = about, {}
        return self.answers[name][1]

    def refusals(self, kind: type[Settings]) -> list[Refusal]:
        """Return what is refused of these settings, in the order of their parameters."""
        return [self.refused[name] for name in kind.parameters() if name in self.refused]

    def drop_refusals(self, chosen: Settings) -> bool:
        """Forget the refusals whose setting has changed since; return True if there were any."""
        changed = [r.name for r in self.refusals(type(chosen)) if getattr(chosen, r.name) != r.used]
        for name in changed:
            del self.refused[name]
        return bool(changed)

    def unread(self, kind: type[Settings]) -> list[str]:
        """Return the parameters whose values in the link were not read yet."""
        return [name for name in kind.parameters() if name not in self.read]

    def read_link(self, kind: type[Settings], held: Mapping[str, Any]) -> list[Refusal]:
        """Read the link's values of the unread parameters; return those that are refused.

        `held` are the values that widgets have: bounds may depend on them.
        """
        new = self.unread(kind)
        self.kinds.append(kind)
        known = {name: held.get(name, value) for name, value in self.read.items()}
        start = kind(**{name: known[name] for name in kind.parameters() if name in known})
        link = {name: self.link[name] for name in new if name in self.link}
        settings, refused = read_link(start, link)
        self.read |= {name: getattr(settings, name) for name in new}
        self.refused |= {refusal.name: refusal for refusal in refused}
        return refused

    def begin_again(self, name: str, default: Any) -> None:
        """Set a parameter to its default."""
        self.read[name] = default
        self.refused.pop(name, None)
