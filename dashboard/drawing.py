"""SVG in small: text in lines, hatching, what both the map and the timeline need. All escaped."""

import textwrap
from html import escape

from dashboard import french
from dashboard.indicators import MASKED, NO_DATA, NOT_CONCERNED, Band

# On screen an image has the fonts of the machine: the sans-serif nearest to the page's own. Typst
# has none of them and takes its embedded Libertinus: the same drawing on paper, anywhere.
FONT = "'Source Sans 3','Source Sans Pro',system-ui,sans-serif,'Libertinus Serif'"
INK, SOFT, SELECTED, WARNING = "#22302b", "#5c6660", "#be1e3c", "#8a4b00"
OUTLINED = "#7a0177"
# what a drawing on white paper becomes on a dark page; paper and downloads keep the first colour
DARK = {INK: "#efece4", SOFT: "#b9c2bd", SELECTED: "#ff8fa3", "#fff": "#171d1b", "#444": "#b4bab4",
        "#d8d2c4": "#414a46", "#b9b3a6": "#4a544f", "#e6e2d8": "#39413d", "#8f897a": "#8d968f",
        "#8a8a8a": "#7f8984", "#f8efe5": "#3b3128", "#555": "#a9b2ad", "#6f6a60": "#a8a296",
        "#2f8f76": "#6cc4a8"}  # fmt: skip
PATTERNS = {
    MASKED.label: "masque",
    NOT_CONCERNED.label: "hors",
}
DEFINITIONS = (
    '<defs><pattern id="masque" width="7" height="7" patternUnits="userSpaceOnUse">'
    '<rect width="7" height="7" fill="#e6e2d8"/>'
    '<path d="M-1 1L1 -1M0 7L7 0M6 8L8 6" stroke="#8f897a" stroke-width="1"/></pattern>'
    '<pattern id="absent" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect width="8" height="8" fill="#fff"/><circle cx="2" cy="2" r="1" fill="#8a8a8a"/>'
    '<circle cx="6" cy="6" r="1" fill="#8a8a8a"/></pattern>'
    '<pattern id="hors" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect width="8" height="8" fill="#f8efe5"/>'
    '<path d="M0 4H8" stroke="#b08a64"/></pattern></defs>'
)


def page(width: float, height: float, title: str, body: str) -> str:
    """A whole SVG, white, with its title for those who do not see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}" role="img" font-family="{FONT}">'
        f"<title>{escape(title)}</title>{DEFINITIONS}"
        f'<rect width="{width:g}" height="{height:g}" fill="#fff"/>{body}</svg>'
    )


def on_screen(svg: str) -> str:
    """A drawing that follows the theme of the page that shows it, not that of the machine."""
    rules = "".join(
        f'[{what}="{light}"]{{{what}:{dark}}}'
        for light, dark in DARK.items()
        for what in ("fill", "stroke")
    )
    style = f"<style>@media (prefers-color-scheme:dark){{{rules}}}</style>"
    return svg.replace("<defs>", f"{style}<defs>", 1)


def paint(band: Band) -> str:
    """The fill of a class: a pattern where there is no figure, so that it is never colour alone."""
    pattern = PATTERNS.get(band.label) or ("absent" if band.color == NO_DATA.color else None)
    return f"url(#{pattern})" if pattern else band.color


def text(
    x: float, y: float, said: str, size: float = 12, *,
    anchor: str = "start", color: str = INK, bold: bool = False, halo: bool = False,
) -> str:  # fmt: skip
    """One line of text; `halo` keeps it readable over a map."""
    weight = ' font-weight="bold"' if bold else ""
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"{weight}'
    shown = escape(french.typeset(said))
    behind = ' fill="#fff" stroke="#fff" stroke-width="3.5" stroke-linejoin="round"'
    under = f"<text {place}{behind}>{shown}</text>" if halo else ""
    return f'{under}<text {place} fill="{color}">{shown}</text>'


def lines(said: str, characters: int) -> list[str]:
    """A text cut into lines of at most so many characters."""
    return textwrap.wrap(said, characters, break_long_words=True) or [""]


def paragraph(
    x: float, y: float, said: str, characters: int, size: float = 12, *,
    color: str = INK, bold: bool = False,
) -> tuple[str, float]:  # fmt: skip
    """A text in several lines from `y` on; returns it and the y of the line that follows."""
    step = 1.3 * size
    cut = lines(said, characters)
    drawn = [
        text(x, y + n * step, line, size, color=color, bold=bold) for n, line in enumerate(cut)
    ]
    return "".join(drawn), y + len(cut) * step
