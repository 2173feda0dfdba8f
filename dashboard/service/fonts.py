"""Cut Streamlit's two fonts down to what the pages use: `make fonts`, after an upgrade of it.

The text font keeps the letters of French and its neighbours; the icon font, the icons that
Streamlit's own code names. Both keep their licence in their name table, not their family name,
which the licence of Source Sans reserves (OFL 1.1; Material Symbols: Apache 2.0).
"""

import re
from pathlib import Path

import streamlit
from fontTools import subset
from fontTools.ttLib import TTFont

STATIC = Path(streamlit.__file__).parent / "static" / "static"
ASSETS = Path(__file__).parent / "assets"
LETTERS = [
    *range(0x20, 0x250),  # Latin, to Extended-B
    *range(0x2010, 0x2070),  # dashes, quotes, narrow spaces
    *range(0x2070, 0x20D0),  # superscripts, currencies
    *(*range(0x2190, 0x2200), *range(0x2200, 0x2266), *range(0x25A0, 0x2600)),  # arrows, signs
]
ICON = re.compile(r":?material/([a-z0-9_]+)")
LICENCE = [0, 13, 14]  # entries of the name table: copyright, licence, its address


def cut(name: str, target: Path, keep: subset.Subsetter, options: subset.Options) -> None:
    """Write the part of Streamlit's font that `keep` was told of."""
    font = TTFont(next((STATIC / "media").glob(name)))
    keep.subset(font)
    subset.save_font(font, target, options)


def text() -> None:
    """`assets/text.woff2`: an interval of weights, one of widths, Latin letters."""
    options = subset.Options(flavor="woff2", name_IDs=LICENCE)
    keep = subset.Subsetter(options)
    keep.populate(unicodes=LETTERS)
    cut("SourceSansVF-Upright.*.woff2", ASSETS / "text.woff2", keep, options)


def icons() -> None:
    """`assets/icons.woff2`: an icon is a ligature of the letters of its name."""
    options = subset.Options(
        flavor="woff2", name_IDs=LICENCE, layout_closure=False, glyph_names=True
    )
    options.ignore_missing_glyphs = True  # names of emojis and of nothing
    keep = subset.Subsetter(options)
    keep.populate(glyphs=icon_names(), text="abcdefghijklmnopqrstuvwxyz0123456789_")
    cut("MaterialSymbols-Rounded.*.woff2", ASSETS / "icons.woff2", keep, options)


def icon_names() -> set[str]:
    """The icons that Streamlit's own code names, and words that are none."""
    code = (path.read_text("utf-8") for path in (STATIC / "js").glob("*.js"))
    return {name for text in code for name in ICON.findall(text)}


if __name__ == "__main__":
    text()
    icons()
