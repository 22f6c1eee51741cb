"""The door: page config, sidebar, navigation, run. `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from explainer import controls
from explainer.expressions.deriver import DERIVER

# The folder of each page, which is its address too, and its name; the first one opens.
PAGES = {
    "walkthrough": "Walkthrough",
    "bench": "Formula bench",
    "batches": "Weights, biases and batches",
    "gallery": "Which Jacobians are diagonal",
}
PACKAGE = Path(__file__).parent / "explainer"

DERIVER.start()  # in the background: it takes a second, and a typed function may come
st.set_page_config(page_title="The chain-rule explainer", layout="wide")
st.html(PACKAGE / "style.css")
st.html(PACKAGE / "browser.html", unsafe_allow_javascript=True)
controls.note_link()
controls.sidebar()
pages = [
    st.Page(
        f"explainer/pages/{folder}/page.py",
        title=title,
        url_path=folder,
        default=folder == next(iter(PAGES)),
    )
    for folder, title in PAGES.items()
]
st.navigation(pages).run()
