"""Make the two fonts from their sources, with only the letters and signs that we may write.

Usage: python -m explainer.fonts.subset SOURCE_SANS LATIN_MODERN_MATH

SOURCE_SANS is Streamlit's `SourceSansVF-Upright*.woff2`, LATIN_MODERN_MATH is
`latinmodern-math.otf` from Debian's fonts-lmodern. This needs `pip install -e '.[fonts]'`.
"""

from __future__ import annotations

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

from explainer.fonts import FAMILIES, HERE

LETTERS = "20-7E A0-FF 127 176 177 2B0-2FF 302 391-3C9"
SIGNS = "2010-2027 2030-205F 2070-209F 1D40 1D62-1D6A 2190-2194 21D2 2200-22FF 23DE 23DF 2610 2713"
ITALICS = "210E 1D434-1D467 1D6E2-1D71B"
OPERATORS = (
    "2016 2026 2032 2061-2064 2190-2194 21A6 21D2 21D4 2200 2202 2203 2207 2208 2211-2213 "
    "2217-221A 221D 221E 2223 2225 2248 2260 2261 2264 2265 2295 2297 2299 22A4 22C5 22EE 22EF "
    "22F1 23DE 23DF 2308-230B 27E8 27E9 25A1"
)
WANTED = {
    "text": (f"{LETTERS} {SIGNS}", ["kern", "liga", "mark", "mkmk", "ccmp", "tnum"]),
    "math": (f"20-7E A0 AC B1 B7 D7 302 304 391-3C9 1D40 {OPERATORS} {ITALICS}", []),
}
NAMES = (1, 3, 4, 6, 16, 25)


def main(*paths: str) -> None:
    """Write `text.woff2` and `math.woff2` to the folder of this file."""
    for (name, (ranges, features)), path in zip(WANTED.items(), paths, strict=True):
        options = subset.Options(flavor="woff2", layout_features=features, drop_tables=["FFTM"])
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=subset.parse_unicodes(ranges.replace(" ", ",")))
        font = TTFont(path)
        subsetter.subset(font)
        for record in font["name"].names:  # both licences require another name
            if record.nameID in NAMES:
                family = FAMILIES[name]
                record.string = family.replace(" ", "") if record.nameID in (6, 25) else family
        subset.save_font(font, str(HERE / f"{name}.woff2"), options)


if __name__ == "__main__":
    main(*sys.argv[1:])
