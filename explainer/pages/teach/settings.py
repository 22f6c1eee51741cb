"""The parameters of a link to the page for teachers: a set, and the number of students."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from explainer.pages.sets import SetSettings
from explainer.settings import whole

MOST = 60


@dataclass(frozen=True)
class TeachSettings(SetSettings):
    """A set of exercises, and the number of its worksheets."""

    page: ClassVar[str] = "teach"

    students: int = whole(1, MOST, default=30, label="Students")
