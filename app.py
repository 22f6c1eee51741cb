"""The server: `streamlit run app.py`. It runs `door.py` for each visitor."""

import sys

import streamlit as st
from starlette.middleware import Middleware

from explainer.server import headers, log, serving

log.set_up()
# Threads switch every millisecond instead of Python's 5, because many answers are short.
sys.setswitchinterval(0.001)
app = st.App(
    "door.py",
    routes=serving.routes(),
    middleware=[Middleware(headers.Guarded), Middleware(serving.Compressed)],
    on_script_error=log.on_script_error,
)
