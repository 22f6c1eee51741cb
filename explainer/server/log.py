"""One line of JSON for an error: what went wrong and in which state, and nothing of the visitor."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from explainer import controls

LOG = logging.getLogger("explainer")
FRAMES = 30  # of the traceback, the innermost


def set_up() -> None:
    """Write our lines to stderr as they are, and leave out Streamlit's of the same errors."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOG.handlers = [handler]
    LOG.propagate = False
    # Its traceback is many lines, and may quote what somebody typed.
    logging.getLogger("streamlit.error_util").addFilter(
        lambda record: record.msg != "Uncaught app execution"
    )
    logging.getLogger("streamlit.runtime.backend_operation_handler").addFilter(_of_a_file)


def on_script_error(error: Exception) -> None:
    """What Streamlit calls where a page or a callback fails; the visitor sees its own message."""
    page, state, typed = controls.said()
    LOG.error(line(error, page, state, typed))


def _of_a_file(record: logging.LogRecord) -> bool:
    """A file to take away that cannot be made: no page knows of it, and nobody has typed it."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, Exception):
        LOG.error(line(error, "", {}, []))
    return error is None


def line(error: Exception, page: str, state: Mapping[str, str], typed: Sequence[str]) -> str:
    """The error as JSON, without what was typed, which an error may quote."""
    trace = "".join(traceback.format_exception(error, limit=-FRAMES))
    return json.dumps(
        {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "level": "error",
            "error": type(error).__name__,
            "message": _without(typed, str(error)),
            "page": page,
            "state": dict(state),
            "trace": _without(typed, trace),
        },
        ensure_ascii=False,
    )


def _without(typed: Sequence[str], text: str) -> str:
    for one in sorted(typed, key=len, reverse=True):  # the longest first: one may hold another
        for said in (one, repr(one)[1:-1]):
            text = text.replace(said, "…") if len(said) > 2 else text
    return text
