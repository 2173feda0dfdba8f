"""Data to HTML pictures: tables, bars, legend. No Streamlit here; every value is escaped."""

import html
from collections.abc import Mapping, Sequence

from dashboard import french
from dashboard.french import FIXED
from dashboard.indicators import HIDDEN, MASKED, Band, Reading
from dashboard.snapshot import Row

# once a page (frame.open_page): the blocks below are written in it
STYLE = """<style>
.stMainBlockContainer{padding-top:4.2rem!important}
.stMain h1{padding:.2rem 0!important;font-size:clamp(1.6rem,1.1rem + 2vw,2.75rem)!important}
@media (max-width:640px){.stMain h1{min-height:2.4em}}
.stMain :is(h2,h3){padding:.6rem 0 .3rem!important}
.stMain :is(h1,h2,h3){text-wrap:balance}
@media (min-width:1200px){.st-key-partager{margin:-2.5rem 0 0 auto;width:auto;
 position:relative;z-index:1}}
[data-testid="stDeckGlJsonChart"] *{touch-action:pan-y!important}
.deck-tooltip{max-width:16rem;margin:1rem 0 0 -8rem;white-space:normal!important}
@media (max-width:640px){.deck-tooltip{transform:none!important;top:auto!important;bottom:0;
 left:0!important;right:0;margin:0;max-width:none;font-size:.85rem;line-height:1.3}}
[data-testid="stExpandSidebarButton"]::after{content:"Menu";padding-left:.3rem}
.tecs{width:100%;border-collapse:collapse;font-size:.94rem;line-height:1.35}
.tecs caption{text-align:left;padding:.2rem 0 .5rem;opacity:.85}
.tecs th,.tecs td{text-align:left;vertical-align:top;padding:.4rem .6rem;
 border-bottom:1px solid #8884;overflow-wrap:break-word;min-width:5.2rem}
@media (max-width:640px){.tecs :is(th,td){padding:.4rem .4rem .4rem 0}
 .tecs :is(th,td):nth-child(3):last-child{width:54%}
 .tecs:has(thead th:nth-child(4)){width:max-content;min-width:100%}
 .tecs:has(thead th:nth-child(4)) :is(th,td){max-width:11rem}
 .tecs:has(thead th:nth-child(4)) th:first-child{max-width:8.8rem}}
@media (max-width:640px){.tecs-scroll:has(thead th:nth-child(4))::before{
 content:"Le tableau glisse de côté →";font-size:.8rem;opacity:.85}}
.tecs-heard{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.tecs thead th{border-bottom:2px solid #8888}
.tecs tbody th{font-weight:600}
.tecs tr[aria-current] th{text-decoration:underline}
.tecs-scroll{overflow-x:auto;container-type:inline-size}
.tecs caption>span{display:inline-block;position:sticky;left:0;max-width:100cqw}
.tecs caption:has(>span>.tecs-heard:only-child){padding:0;line-height:0}
.tecs-swatch{display:inline-block;width:1.05em;height:1.05em;border:1px solid #888;
 vertical-align:-.15em;margin-right:.5em;border-radius:2px}
.tecs-legend li{padding:0 0 0 1.55em!important}
.tecs td:has(>.tecs-swatch){padding-left:calc(.6rem + 1.55em)}
:is(.tecs-legend li,.tecs td):has(>.tecs-swatch){text-indent:-1.55em}
.tecs br:has(+small){display:none}
.tecs small{display:block;line-height:1.3;text-indent:0}
.tecs-round{border-radius:50%}
.tecs-outline{border:3px solid #7a0177}
.tecs-bar{display:flex;align-items:center;gap:.6rem}
.tecs-track{flex:1;max-width:22rem;min-width:3rem;height:.85em;background:#8883;border-radius:2px}
.tecs-fill{display:block;height:100%;background:#2f8f76;border-radius:2px}
.tecs-figures{display:flex;flex-wrap:wrap;gap:.6rem 1.9rem;margin:0 0 .7rem!important;
 padding:0!important}
.tecs-figures div{min-width:9rem;max-width:22rem}
.tecs-figures dt{font-size:.9rem;opacity:.85}
.tecs-figures dt,.tecs-figures dd{margin:0!important;padding:0}
.tecs-figures dd{font-size:1.5rem;font-weight:650;line-height:1.2}
.tecs-figures small{font-size:.85rem;font-weight:400;display:block;opacity:.85}
.tecs-simulated{border-left:6px solid #c26a00;background:#c26a0018;padding:.6rem .9rem;margin:0}
.tecs-sentences{margin:0!important;padding-left:1.2rem!important;max-width:56rem}
.tecs-sentences li{margin:.3rem 0!important;overflow-wrap:anywhere}
.tecs-range{position:relative;display:block;width:11rem;max-width:100%;height:1em;
 background:linear-gradient(#8883,#8883) center/100% 1px no-repeat,
 linear-gradient(#8888,#8888) center/1px 100% no-repeat}
.tecs-range i{position:absolute;top:.3em;height:.4em;background:#2f8f7699;border-radius:2px}
.tecs-range b{position:absolute;top:0;width:3px;height:100%;background:currentColor}
.tecs-note{font-size:.9rem;opacity:.85;margin:.2rem 0}
.tecs-path{overflow-wrap:anywhere}
.tecs-legend{list-style:none!important;margin:0!important;padding:0!important}
.tecs-legend li{margin:.35rem 0!important}
.tecs a,.tecs-note a,.tecs-said a{color:inherit}
.stMain [data-testid="stPageLink-NavLink"]{padding-left:0;color:inherit;
 text-decoration:underline}
.stMain [data-testid="stBaseButton-primary"]{color:light-dark(#fff,#171d1b)!important}
.tecs-welcome{margin:0;display:flex;align-items:center;gap:.7rem}
.tecs-welcome::before{content:"↓";font-size:1.8rem;line-height:1}
.stMain :is(a,button,[tabindex="0"]):not(main,input):focus-visible,header :focus-visible,
.stMain div:has(>input:focus-visible),
[data-testid="stSkipToContent"]:focus-visible{
 outline:3px solid currentColor!important;outline-offset:2px}
@media (max-width:640px){
 .tecs-figures{display:grid;grid-template-columns:1fr 1fr;gap:.6rem 1rem}
 .tecs-figures div{min-width:0}
 .tecs-figures div:first-child{grid-column:1/-1}}
@media (min-width:641px){
 .st-key-bienvenue{flex-wrap:nowrap}
 [data-testid="stColumn"]:has(.stDeckGlJsonChart,.tecs-legend):not(:has(h2)){
 position:sticky;top:4rem;align-self:flex-start}
 .tecs-figures{display:grid;gap:.6rem 1.5rem;
 grid-template-columns:repeat(auto-fit,minmax(8.5rem,max-content))}
 .tecs-figures div{min-width:0}}
.st-key-chiffres small{min-height:2lh}
@media (min-width:641px){.st-key-chiffres .tecs-figures{grid-template-columns:repeat(4,1fr)}}
@media (min-width:641px) and (max-width:1199px){.st-key-chiffres dt{min-height:2lh}
 .st-key-chiffres small{min-height:4lh}}
@media (prefers-reduced-motion:reduce){*,::before,::after{animation-duration:.01ms!important;
 animation-iteration-count:1!important;transition-duration:.01ms!important;
 scroll-behavior:auto!important}}
</style>"""
# in a frame: Streamlit hides its own bar, and keeps the navigation
BARE = """<style>[data-testid="stHeader"],[data-testid="stSidebar"],
[data-testid="stExpandSidebarButton"]{display:none!important}</style>"""


def escape(text: str) -> str:
    """A text as HTML, with the no-break spaces of French."""
    return html.escape(french.typeset(text))


class Html(str):
    """Text that is HTML already: not escaped again."""

    __slots__ = ()


def table(
    caption: str, columns: Mapping[str, str], rows: Sequence[Row], current: str | None = None
) -> str:
    """A real HTML table: `columns` maps keys of the rows to headers; the first one heads its row.

    `current` is the value of `siren_epci` of the row to be marked as the chosen one.
    """
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in columns.values())
    body = "".join(_line(columns, row, current) for row in rows)
    return (
        f'<div class="tecs-scroll" tabindex="0"><table class="tecs">'
        f"<caption><span>{_cell(caption)}</span></caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def caption(title: str, intro: str) -> Html:
    """The caption of a table under a heading of the same words: these are heard, not seen twice."""
    heard = f'<span class="tecs-heard">{escape(title)}. </span>'
    return Html(f"{heard}<span>{escape(intro)}</span>" if intro else heard)


def _line(columns: Mapping[str, str], row: Row, current: str | None) -> str:
    chosen = current is not None and row.get("siren_epci") == current
    first, *others = columns
    cells = "".join(f"<td>{_cell(row[key])}</td>" for key in others)
    mark = ' aria-current="true"' if chosen else ""
    return f'<tr{mark}><th scope="row">{_cell(row[first])}</th>{cells}</tr>'


def _cell(value: object) -> str:
    if isinstance(value, Html):
        return french.typeset(value)
    return escape("" if value is None else str(value))


def interval(low: float | None, middle: float | None, high: float | None, widest: float) -> Html:
    """An interval around zero as a picture and in words; nothing when it is not known.

    `widest`: the value at either end of the picture, in the same unit.
    """
    if low is None or middle is None or high is None:
        return Html("–")
    inside = (max(-widest, min(widest, value)) for value in (low, middle, high))
    left, tick, right = (50 + 50 * value / widest for value in inside)
    words = f"de {_signed(low)} à {_signed(high)}"
    return Html(
        f'<span class="tecs-range" aria-hidden="true"><i style="left:{left:.1f}%;'
        f'width:{right - left:.1f}%"></i><b style="left:calc({tick:.1f}% - 1px)"></b></span>{words}'
    )


def _signed(value: float) -> str:
    return f"{'−' if value < 0 else '+'}{french.number(abs(value), 1)}"


def path(text: str) -> Html:
    """The name of a file or table: may be cut anywhere, so that a narrow screen shows the rest."""
    return Html(f'<span class="tecs-path">{escape(text)}</span>')


def small(text: str) -> Html:
    """A long aside, written small: where a fact was read."""
    return Html(f"<small>{escape(text)}</small>")


def swatch(band: Band) -> Html:
    """A class: its colour, then its words."""
    color = f'<span class="tecs-swatch" style="background:{band.color}" aria-hidden="true"></span>'
    return Html(f"{color}{escape(band.label)}")


def legend(
    title: str,
    bands: Sequence[Band],
    readings: Sequence[Reading],
    *,
    points: bool = True,
    extent: str = "",
    overlay: str = "",
) -> str:
    """The classes in order, each with its number of territories; then outline and points.

    `title` names it to those who do not see it; `extent`: from where to where the figures go;
    `overlay`: what the outline means.
    """
    lines = [
        f"<li>{swatch(band)}{FIXED}—{FIXED}{sum(reading.band == band for reading in readings)}</li>"
        for band in bands
    ]
    kinds = [
        ("#22302b", "Structure du registre (taille selon le nombre)"),
        ("#ffffff", "Structure fictive de démonstration"),
    ]
    lines += [
        f'<li><span class="tecs-swatch tecs-round" style="background:{color}" aria-hidden="true">'
        f"</span>{text}</li>"
        for color, text in (kinds if points else ())
    ]
    if overlay:
        mark = '<span class="tecs-swatch tecs-outline" aria-hidden="true"></span>'
        lines.append(f"<li>{mark}{escape(overlay)}</li>")
    notes = ["Atténué : partie d'un territoire hors de la Drôme. Trait épais : la Drôme."]
    notes += [f"{HIDDEN} : {MASKED.label.lower()}."] if MASKED in bands else []
    note = escape(" ".join(notes))
    told = ". ".join(filter(None, (extent, "Nombre de territoires par classe :")))
    named = escape(f"Légende : {title}")
    return (
        f"<p><small>{escape(told)}</small></p>"
        f'<ul class="tecs-legend" aria-label="{named}">{"".join(lines)}</ul>'
        f"<p><small>{note}</small></p>"
    )


def bars(caption: str, rows: Sequence[Row]) -> str:
    """Scores out of 100 as bars in a table: `label`, `score` or None, `is_masked`, `structures`."""
    lines = [{"label": row["label"], "bar": _bar(row), "n": row["structures"] or 0} for row in rows]
    return table(caption, {"label": "Thème", "bar": "Maturité sur 100", "n": "Structures"}, lines)


def _bar(row: Row) -> Html:
    if row["score"] is None:
        return Html("trop peu de réponses" if row["is_masked"] else "pas de donnée")
    return Html(
        '<span class="tecs-bar"><span class="tecs-track" aria-hidden="true">'
        f'<span class="tecs-fill" style="width:{row["score"]:.0f}%"></span></span>'
        f"<span>{french.number(row['score'])}</span></span>"
    )


def figures(items: Sequence[tuple[str, str, str]]) -> str:
    """Key figures: (what, value, from what), each shown with its basis."""
    shown = "".join(
        f"<div><dt>{escape(what)}</dt><dd>{escape(value)}<small>{escape(basis)}</small></dd></div>"
        for what, value, basis in items
    )
    return f'<dl class="tecs-figures">{shown}</dl>'


def sentences(lines: Sequence[str]) -> str:
    """Sentences as a list, escaped: they hold names of files."""
    shown = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<ul class="tecs-sentences">{shown}</ul>'


def note(*lines: str) -> str:
    """Small print, one paragraph; unlike Streamlit's captions it keeps a contrast of 4.5 to 1."""
    return f'<p class="tecs-note">{"<br/>".join(map(escape, lines))}</p>'


def simulated() -> str:
    """The banner over every figure that comes from simulated answers."""
    return (
        f'<p class="tecs-simulated" role="note"><b>{french.SIMULATED}.</b> '
        f"{escape(french.SIMULATED_TEXT)}</p>"
    )
