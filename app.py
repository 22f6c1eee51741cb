"""The door: page config, sidebar, navigation, run. `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from explainer import controls

st.set_page_config(page_title="The chain-rule explainer", layout="wide")
PACKAGE = Path(__file__).parent / "explainer"
st.html(PACKAGE / "style.css")
st.html(PACKAGE / "browser.html", unsafe_allow_javascript=True)
controls.read_url()
controls.sidebar()
page = st.navigation(
    [
        st.Page("explainer/pages/walkthrough.py", title="Walkthrough", default=True),
        st.Page("explainer/pages/bench.py", title="Formula bench"),
        st.Page("explainer/pages/batches.py", title="Weights, biases and batches"),
        st.Page("explainer/pages/gallery.py", title="Which Jacobians are diagonal"),
    ]
)
page.run()
controls.settle_url()
