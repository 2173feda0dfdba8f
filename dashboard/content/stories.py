"""The anonymous accompaniments as the brochure tells them: from where, how, with what effects."""

from collections.abc import Sequence
from html import escape

from dashboard.exports.shown import Shown
from dashboard.fiche.section import cited
from dashboard.snapshot import Row, Snapshot

STYLE = """<style>
.tecs-story{display:grid;gap:.6rem 1.4rem;grid-template-columns:repeat(3,1fr);
 margin:.2rem 0 1rem;border-left:4px solid #2f8f76;padding-left:1rem}
.tecs-story h4{font-size:1rem!important;margin:0!important;padding:0 0 .2rem!important}
.tecs-story div+div h4::before{content:"→ "}
.tecs-story ul{margin:0!important;padding-left:1.1rem!important}
.tecs-story li{margin:.2rem 0!important;font-size:.95rem}
@media (max-width:640px){.tecs-story{grid-template-columns:1fr}
 .tecs-story div+div h4::before{content:"↓ "}}
</style>"""
COLUMNS = {"accompaniment_id": "Accompagnement", "section_label": "Moment",
           "content": "Ce qui s'est passé"}  # fmt: skip
ELEMENTS = {"section_label": "Rubrique", "content": "Contenu", "note": "Réserve",
            "source": "Source"}  # fmt: skip


def by_accompaniment(rows: Sequence[Row]) -> list[list[Row]]:
    """The elements of each accompaniment, in the order of the rows."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["accompaniment_id"], []).append(row)
    return list(found.values())


def story(rows: Sequence[Row]) -> str:
    """One accompaniment side by side: its starting point, its modality, its effects."""
    sections = dict.fromkeys(row["section_label"] for row in rows)
    return f'{STYLE}<div class="tecs-story">{"".join(_part(s, rows) for s in sections)}</div>'


def _part(section: str, rows: Sequence[Row]) -> str:
    here = [escape(row["content"]) for row in rows if row["section_label"] == section]
    items = "".join(f"<li>{content}</li>" for content in here)
    return f"<div><h4>{escape(section)}</h4><ul>{items}</ul></div>"


def shown(release: Snapshot, accompaniments: list[Row], elements: list[Row]) -> list[Shown]:
    """Both tables of the page as the input of every export; they have no place."""
    tables = (
        ("Accompagnements, sans nom", COLUMNS, accompaniments),
        ("La démarche", ELEMENTS, elements),
    )
    return [
        Shown(
            title=title, columns=columns, rows=rows, release_id=release.release_id,
            created_at=release.manifest["created_at"], sources=cited(release, "practices"),
            filters="Aucun", simulated=False,
        )
        for title, columns, rows in tables
    ]  # fmt: skip
