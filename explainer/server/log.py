"""The log: a line of JSON for each error, with the page's state but nothing about the visitor."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from explainer import controls

LOG = logging.getLogger("explainer")
FRAMES = 30  # the innermost frames of the traceback


def set_up() -> None:
    """Write our lines unchanged to stderr, and drop Streamlit's lines about the same errors."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOG.handlers = [handler]
    LOG.propagate = False
    # Streamlit's traceback has many lines, and may quote what somebody typed.
    logging.getLogger("streamlit.error_util").addFilter(
        lambda record: record.msg != "Uncaught app execution"
    )
    logging.getLogger("streamlit.runtime.backend_operation_handler").addFilter(_of_a_file)


def on_script_error(error: Exception) -> None:
    """Log an error of a page or a callback; Streamlit calls this, and shows its own message."""
    page, state, typed = controls.said()
    LOG.error(line(error, page, state, typed))


def _of_a_file(record: logging.LogRecord) -> bool:
    """Log a download that failed, without page or typed text; return False to drop the record."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, Exception):
        LOG.error(line(error, "", {}, []))
    return error is None


def line(error: Exception, page: str, state: Mapping[str, str], typed: Sequence[str]) -> str:
    """Return the error as JSON, without the typed texts that it may quote."""
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
    for written in sorted(typed, key=len, reverse=True):  # longest first: one may contain another
        for form in (written, repr(written)[1:-1]):
            text = text.replace(form, "…") if len(form) > 2 else text
    return text
