"""The app without a server: a static site in which Python runs in the visitor's browser."""
