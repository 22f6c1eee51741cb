"""The page's own style sheet and scripts, where Streamlit and Plotly have none.

They are written in several files, and sent as one element each. `PAGE_SCRIPT` runs once a visit,
`PICTURES_SCRIPT` where figures can be saved.
"""

from pathlib import Path

SHEETS = ("page", "figures", "content", "presenting", "phone", "paper")  # later rules win
SCRIPTS = ("following", "printing", "scrolling", "keys", "history", "buttons", "looking")


def _joined(names: tuple[str, ...], suffix: str) -> str:
    folder = Path(__file__).parent
    return "\n".join((folder / f"{name}.{suffix}").read_text(encoding="utf-8") for name in names)


STYLE = f"<style>\n{_joined(SHEETS, 'css')}</style>"
PAGE_SCRIPT = f"<script>\n{_joined(SCRIPTS, 'js')}</script>"  # its parts share their names
PICTURES_SCRIPT = f"<script>\n{_joined(('pictures',), 'js')}</script>"
