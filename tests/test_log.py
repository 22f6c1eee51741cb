"""An error is one line of JSON, with the state that caused it and nothing about the visitor."""

import json
import logging
from contextlib import contextmanager

from streamlit.testing.v1 import AppTest

from explainer.server import log


def failing():
    """Read the link as a page does, then fail with an error that quotes the user's text."""
    import streamlit as st

    from explainer import controls
    from explainer.controls import Widgets
    from explainer.pages.gallery.settings import GallerySettings
    from explainer.server.log import line

    controls.note_link()
    settings = Widgets(GallerySettings).settings()
    try:
        raise ZeroDivisionError(f"cannot divide {settings.expression}")
    except ZeroDivisionError as error:
        st.text(line(error, *controls.said()))


def written(**link):
    at = AppTest.from_function(failing)
    for name, text in link.items():
        at.query_params[name] = text
    at.run(timeout=20)
    assert not at.exception
    (text,) = at.text
    assert "\n" not in text.value
    return json.loads(text.value), text.value


@contextmanager
def set_up():
    """Set up the log as the server does, for a while."""
    names = ("explainer", "streamlit.error_util", "streamlit.runtime.backend_operation_handler")
    loggers = [logging.getLogger(name) for name in names]
    kept = [(one.handlers, one.propagate, list(one.filters)) for one in loggers]
    try:
        log.set_up()
        yield
    finally:
        for one, (handlers, propagate, filters) in zip(loggers, kept, strict=True):
            one.handlers, one.propagate, one.filters = handlers, propagate, filters


def test_it_says_what_where_and_in_which_state():
    said, _ = written(function="softmax", nudged="2")
    assert said["level"] == "error"
    assert said["error"] == "ZeroDivisionError"
    assert said["state"] == {"function": "softmax", "nudged": "2"}
    assert "in failing\n" in said["trace"]
    assert said["time"].endswith("+00:00")


def test_a_value_that_is_refused_or_unknown_is_no_state():
    said, _ = written(function="sofmax", unknown="1", nudged="3")
    assert said["state"] == {"nudged": "3"}


def test_what_somebody_typed_is_not_in_it():
    said, text = written(function="your own", expression="Ada Lovelace's", stranger="Byron")
    assert said["state"] == {"function": "your own"}
    assert said["message"] == "cannot divide …"
    assert "Lovelace" not in text
    assert "Byron" not in text


def test_it_is_written_once_and_streamlits_traceback_is_not(capsys, monkeypatch):
    monkeypatch.setattr(log.controls, "said", lambda: ("bench", {"op1": "∘"}, []))
    with set_up():
        log.on_script_error(ValueError("no"))
        record = logging.makeLogRecord({"msg": "Uncaught app execution"})
        assert not logging.getLogger("streamlit.error_util").filter(record)
    (line,) = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["error"], said["page"], said["state"]) == ("ValueError", "bench", {"op1": "∘"})


def test_a_file_that_cannot_be_made_is_a_line_too(capsys):
    with set_up():
        handler = logging.getLogger("streamlit.runtime.backend_operation_handler")
        try:
            raise MemoryError("too large")
        except MemoryError:
            handler.exception("Error executing deferred callable")
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["error"] == "MemoryError"
