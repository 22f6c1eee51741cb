"""The server. `streamlit run app.py`; for each visitor it runs `door.py`."""

import streamlit as st
from starlette.middleware import Middleware

from explainer import headers, log, serving

log.set_up()
app = st.App(
    "door.py",
    routes=serving.routes(),
    middleware=[Middleware(headers.Guarded), Middleware(serving.Compressed)],
    on_script_error=log.on_script_error,
)
