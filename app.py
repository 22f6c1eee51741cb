"""The door: page config, sidebar, navigation, run. `streamlit run app.py`."""

import streamlit as st

from explainer import controls

st.set_page_config(page_title="The chain-rule explainer", layout="wide")
# Streamlit's own margins would push the chain of the default network out of a 1280-pixel window.
st.html("<style>.stMainBlockContainer {padding: 2.5rem min(3rem, 4vw) 6rem}</style>")
controls.remember_link()
controls.sidebar()
page = st.navigation([st.Page("explainer/pages/walkthrough.py", title="Walkthrough", default=True)])
page.run()
