"""The HTTP server around Streamlit: routes, headers, compression and the log."""
