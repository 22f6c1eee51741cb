"""A server whose only page fails, wired like `app.py`."""

import streamlit as st

from explainer.server import log

log.set_up()
app = st.App("failing_page.py", on_script_error=log.on_script_error)
