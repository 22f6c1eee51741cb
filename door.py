"""The door: page config, sidebar, navigation, run. What runs for each visitor."""

from pathlib import Path

import streamlit as st

from explainer import controls
from explainer.expressions.own import DERIVER

# The folder of each page, which is its address too, its name, and the question that it answers.
# The first one opens.
PAGES = {
    "walkthrough": ("Walkthrough", "Which product goes in the chain rule?"),
    "doubts": ("Common doubts", "Sometimes @, sometimes ∘: which doubt is yours?"),
    "conventions": ("My book's convention", "Which convention does my book use?"),
    "exercises": ("Exercises", "Could I do it alone?"),
    "bench": ("Formula bench", "Is it enough that the shapes fit?"),
    "batches": ("Weights, biases and batches", "And for weights, biases and a whole batch?"),
    "gallery": ("Which Jacobians are diagonal", "May I write ∘ for my own layer?"),
    "teach": ("For teachers", "How do I show it to a class?"),
}
PACKAGE = Path(__file__).parent / "explainer"

st.set_page_config(page_title="The chain-rule explainer", layout="wide")
st.html(PACKAGE / "style.css")
st.html(PACKAGE / "browser.html", unsafe_allow_javascript=True)
controls.note_link()
controls.ask_when_back()
pages = {
    folder: st.Page(
        f"explainer/pages/{folder}/page.py",
        title=title,
        url_path=folder,
        default=folder == next(iter(PAGES)),
    )
    for folder, (title, _) in PAGES.items()
}
embedded = st.context.is_embedded  # in another site's page: without the frame of the app
# First: a rerun before it in the first run would open the first page.
shown = st.navigation(list(pages.values()), position="hidden" if embedded else "sidebar")
try:
    if not embedded:
        controls.sidebar()
    shown.run()
    controls.note_end()
finally:  # a run may be ended by the next one, whose callbacks come first
    controls.read_again()
# A typed function may come. The browser draws the first page meanwhile, perhaps on this machine.
DERIVER.start(after=3)
with st.container(key="onwards", horizontal=True, vertical_alignment="center"):
    if embedded:
        controls.whole_page_link()
    else:
        st.markdown("**Go on with:**")
        for folder, page in pages.items():
            if page is not shown:
                st.page_link(page, label=PAGES[folder][1])
