"""The script of each visit: page config, sidebar, navigation, page."""

from functools import partial

import streamlit as st

from explainer import browser, controls
from explainer.derivation.labels import TITLE
from explainer.expressions.own import DERIVER
from explainer.pages import frame
from explainer.pages.frame import Entry

CONVENTIONS = "Which convention does my book use?"
GALLERY = "Which Jacobians are diagonal"
# The pages by their folders, which are also their URLs. The first page is the default.
PAGES = {
    "walkthrough": Entry("Walkthrough", TITLE),
    "doubts": Entry("Common doubts", "Sometimes @, sometimes ∘: which doubt is yours?"),
    "conventions": Entry("My book's convention", CONVENTIONS, heading=CONVENTIONS),
    "exercises": Entry("Exercises", "Could I do it alone?"),
    "bench": Entry("Formula bench", "Is it enough that the shapes fit?", "The formula bench"),
    "batches": Entry("Weights, biases and batches", "And for weights, biases and a whole batch?"),
    "gallery": Entry(GALLERY, "May I write ∘ for my own layer?", heading=f"{GALLERY}?"),
    "teach": Entry("For teachers", "How do I show it to a class?"),
}

st.set_page_config(page_title="The chain-rule explainer", layout="wide")
st.html(browser.STYLE)
st.html(browser.PAGE_SCRIPT, unsafe_allow_javascript=True)
controls.note_link()
controls.ask_when_back()
pages = {
    folder: st.Page(
        partial(frame.draw, folder, entry),
        title=entry.title,
        url_path=folder,
        default=folder == next(iter(PAGES)),
    )
    for folder, entry in PAGES.items()
}
embedded = st.context.is_embedded  # in another site's page: no sidebar, no navigation
# Must come first: an earlier rerun would reset to the default page.
shown = st.navigation(list(pages.values()), position="hidden" if embedded else "sidebar")
try:
    if not embedded:
        controls.sidebar()
    shown.run()
    controls.note_end()
finally:  # the next run may end this one, and its callbacks run first
    controls.read_again()
# The process for typed functions starts late: the browser, perhaps on this machine, draws first.
DERIVER.start(after=3)
with st.container(key="onwards", horizontal=True, vertical_alignment="center"):
    if embedded:
        controls.whole_page_link()
    else:
        st.markdown("**Go on with:**")
        for folder, page in pages.items():
            if page is not shown:
                st.page_link(page, label=PAGES[folder].question)
