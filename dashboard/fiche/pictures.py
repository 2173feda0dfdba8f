"""The fiche's sections as HTML: compared bars, drawings, tables. No Streamlit; all escaped."""

import base64
from html import escape

from dashboard import charts, french
from dashboard.charts import Html
from dashboard.drawing import on_screen
from dashboard.fiche.section import MASKED, Section, cell
from dashboard.snapshot import Row

# what comes after the maturity, the policies in brief and what to do next: folded beyond so many
# rows; who is there is read at once
FOLDED = dict.fromkeys(("historique", "evolution", "politiques", "changements"), ("ligne", 0))
FOLDED |= {"semblables": ("territoire", 0), "structures": ("structure", 5),
           "accompagner": ("rapprochement", 5), "pratiques": ("pratique", 5)}  # fmt: skip
STYLE = """<style>
.tecs-lane{position:relative;display:block;min-width:clamp(4.5rem,15vw,15rem);height:1.3rem;
 margin:0 .6rem}
.tecs-lane *{position:absolute}
.tecs-lane .track{left:0;right:0;top:.25rem;height:.8rem;background:#8883;border-radius:2px}
.tecs-lane .here{left:0;top:.25rem;height:.8rem;background:#2f8f76;border-radius:2px}
.tecs-lane .range{top:.6rem;height:2px;background:currentColor}
.tecs-lane .drome{top:0;width:3px;height:1.3rem;margin-left:-1px;background:currentColor}
.tecs-lane .near{top:.05rem;width:1.15rem;height:1.15rem;margin-left:-.6rem;border-radius:50%;
 border:1px solid #222;background:#fff;color:#222;font-size:.72rem;line-height:1.1rem;
 text-align:center}
.tecs-drawing{overflow-x:auto}.tecs-drawing img{width:100%}
</style>"""


def table(section: Section) -> str:
    """The rows of a section as an HTML table; the themes with their bars."""
    columns = section.headers
    rows = [{key: cell(row[key]) for key in columns} for row in section.rows]
    if "origin" in columns:
        rows = [row | {"origin": charts.small(row["origin"])} for row in rows]
    if section.key == "maturite":
        first, *others = columns.items()
        columns = dict([first, ("lane", "De 0 à 100"), *others])
        rows = [{**shown, "lane": lane(row)} for shown, row in zip(rows, section.rows, strict=True)]
    return STYLE + charts.table(charts.caption(section.title, section.intro), columns, rows)


def fold(section: Section) -> str:
    """The label under which the table is folded; "" when it is read at once."""
    unit, short = FOLDED.get(section.key, ("", len(section.rows)))
    if not section.has_table or len(section.rows) <= short:
        return ""
    return f"Le détail ({french.count(len(section.rows), unit)})"


def key(section: Section) -> str:
    """How to read the table of the themes: only the signs that are drawn or written in it."""
    if not section.has_table:
        return ""
    written = [cell(row[name]) for row in section.rows for name in section.headers]
    drawn = {sign for row in section.rows for sign in signs(row)}
    said = {
        "Barre : ici.": "here" in drawn,
        "Trait vertical : la Drôme.": "drome" in drawn,
        "Chiffres cerclés : les territoires semblables.": "near" in drawn,
        "Entre parenthèses et trait horizontal : intervalle à 95 %.": "range" in drawn,
        "« Masqué » : trop peu de réponses pour montrer le chiffre.":
            any(text.startswith(MASKED) for text in written),
        "n : nombre de structures.": any("(n\u00a0=" in text for text in written),
    }  # fmt: skip
    return " ".join(text for text, there in said.items() if there)


def signs(row: Row) -> dict[str, float | None]:
    """What is drawn of a theme, by sign: where on the scale from 0 to 100."""
    found = {"here": row["score"]}
    if row["low"] is not None and row["high"] is not None and row["high"] > row["low"]:
        found["range"] = row["high"] - row["low"]
    found["drome"] = row["drome_score"] if row["drome_score"] != row["score"] else None
    near = [row.get(f"near_{n}_score") for n in (1, 2, 3)]
    found["near"] = next((score for score in near if score is not None), None)
    return {sign: value for sign, value in found.items() if value is not None}


def lane(row: Row) -> Html:
    """One theme: the bar is the territory, the stroke the Drôme, the figures those alike."""
    drawn, there = ['<span class="track"></span>'], signs(row)
    if "here" in there:
        drawn.append(f'<span class="here" style="width:{row["score"]:.1f}%"></span>')
    if "range" in there:
        place = f"left:{row['low']:.1f}%;width:{row['high'] - row['low']:.1f}%"
        drawn.append(f'<span class="range" style="{place}"></span>')
    if "drome" in there:
        drawn.append(f'<span class="drome" style="left:{row["drome_score"]:.1f}%"></span>')
    for n in (1, 2, 3):
        score = row.get(f"near_{n}_score")
        if score is not None:
            drawn.append(f'<span class="near" style="left:{score:.1f}%">{n}</span>')
    return Html(f'<span class="tecs-lane" aria-hidden="true">{"".join(drawn)}</span>')


def drawing(svg: str, alt: str, least: str = "0") -> str:
    """A drawing in the theme of the page, with its words, never narrower than `least` (CSS)."""
    data = base64.b64encode(on_screen(svg).encode()).decode()
    return (
        f'{STYLE}<div class="tecs-drawing" tabindex="0"><img style="min-width:{least}"'
        f' alt="{escape(alt)}" src="data:image/svg+xml;base64,{data}"/></div>'
    )
