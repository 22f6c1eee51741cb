"""The server. `streamlit run app.py`; for each visitor it runs `door.py`."""

import sys

import streamlit as st
from starlette.middleware import Middleware

from explainer.server import headers, log, serving

log.set_up()
# Runs and connections take turns sooner than in Python's 5 milliseconds: many answers are short.
sys.setswitchinterval(0.001)
app = st.App(
    "door.py",
    routes=serving.routes(),
    middleware=[Middleware(headers.Guarded), Middleware(serving.Compressed)],
    on_script_error=log.on_script_error,
)
