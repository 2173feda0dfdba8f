"""The catalogue of what can be shared: search, cards, map and tables. No Streamlit here."""

import unicodedata
from collections.abc import Mapping, Sequence
from html import escape

from dashboard import french, queries
from dashboard.cartography import static_map
from dashboard.cartography.static_map import Caption
from dashboard.exports.shown import Shown
from dashboard.fiche.section import GEOMETRY, cited, point
from dashboard.indicators import STEPS, Band, Reading
from dashboard.snapshot import Row, Snapshot

STYLE = """<style>
.tecs-cards{display:grid;gap:.8rem;grid-template-columns:repeat(auto-fill,minmax(min(16rem,100%),1fr));
 list-style:none!important;margin:0!important;padding:0!important}
.tecs-cards li{margin:0!important;padding:.75rem .9rem;border:1px solid #8886;border-radius:8px;
 border-top:4px solid #2f8f76}
.tecs-cards h3{font-size:1.02rem!important;line-height:1.3!important;margin:0!important;
 padding:0 0 .35rem!important}
.tecs-cards p{margin:.25rem 0 0!important;font-size:.92rem;line-height:1.4}
.tecs-cards small{font-size:.85rem;opacity:.85}
</style>"""
NO_INGREDIENT = "non dit par la source"
NONE = Band("Aucune connue (la liste est partielle)", "#ffffff")
SEVERAL = (NONE, Band("1 pratique", STEPS[0]), Band("2 ou 3 pratiques", STEPS[1]),
           Band("4 pratiques et plus", STEPS[2]))  # fmt: skip
FEW, MANY = 1, 4  # where the second class ends, where the fourth begins
COLUMNS = {
    "label": "Pratique", "themes_said": "Thèmes", "ingredients_said": "Ingrédients",
    "scope_label": "Portée", "structure_name": "À qui demander", "commune": "Commune",
    "short_name": "Territoire", "note": "À lire avec", "source": "Source", "source_date": "Date",
}  # fmt: skip
SHOWN = ("label", "themes_said", "ingredients_said", "structure_name", "commune", "short_name")
STRUCTURES = {
    "name": "Structure", "denomination_label": "D'après son nom",
    "approval_label": "Agrément de la CAF", "commune": "Commune", "short_name": "Territoire",
    "location_confidence_label": "Lieu : confiance", "note": "À lire avec", "source": "Source",
}  # fmt: skip
STRUCTURES_SHOWN = ("name", "denomination_label", "approval_label", "commune", "source")


def plain(text: str) -> str:
    """The text without accents nor capitals: « Énergie » is found by « energie »."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def says(row: Row, words: str, *keys: str) -> bool:
    """Whether every one of the words stands somewhere in the columns `keys` of the row."""
    told = plain(" ".join(str(row[key] or "") for key in keys))
    return all(word in told for word in plain(words).split())


def practices(release: Snapshot, epci: str, theme: str, ingredient: str, words: str) -> list[Row]:
    """The practices under the four filters ("": all), as they are shown and downloaded."""
    keys = ("label", "themes_said", "ingredients_said", "structure_name", "commune", "short_name")
    return [
        row
        for row in map(_practice, queries.practices(release, epci or None))
        if theme in ("", *row["themes"])
        and ingredient in ("", *row.get("ingredients", ()))
        and says(row, words, *keys)
    ]


def structures(release: Snapshot, epci: str, words: str, shared: Sequence[Row]) -> list[Row]:
    """The structures of a place that the words name, or that share one of the found practices."""
    sharing = {row["structure_id"] for row in shared}
    names = {row["siren_epci"]: row["short_name"] for row in queries.territories(release)}
    rows = (
        {**row, "short_name": names[row["siren_epci"]], GEOMETRY: point(row)}
        for row in queries.structures(release, epci or None)
    )
    return [
        row
        for row in rows
        if row["structure_id"] in sharing or says(row, words, "name", "commune", "short_name")
    ]


def themes(release: Snapshot) -> dict[str, str]:
    """Every theme that a practice has, the main one or another: code → label."""
    found = {
        theme: label
        for row in queries.practices(release)
        for theme, label in zip(row["themes"], row["theme_labels"], strict=True)
    }
    return dict(sorted(found.items(), key=lambda pair: plain(pair[1])))


def _practice(row: Row) -> Row:
    ingredients = row.get("ingredient_labels") or []  # a release made before has none
    return {
        **row,
        "themes_said": ", ".join(row["theme_labels"]),
        "ingredients_said": ", ".join(ingredients) or NO_INGREDIENT,
        GEOMETRY: point(row),
    }


def cards(rows: Sequence[Row]) -> str:
    """One card a practice: what, themes, whom to ask, what to read with it."""
    return f'{STYLE}<ul class="tecs-cards">{"".join(map(_card, rows))}</ul>'


def _card(row: Row) -> str:
    ingredient = row["ingredients_said"]
    scope = f"\u00a0<small>·\u00a0{escape(row['scope_label'] or '')}</small>"
    lines = [
        escape(row["themes_said"]) + scope,
        f"À qui demander\u00a0: <b>{escape(row['structure_name'])}</b>, {escape(row['commune'])}",
        *([f"Ingrédient\u00a0: {escape(ingredient)}"] if ingredient != NO_INGREDIENT else []),
        *([f"<small>{escape(row['note'])}</small>"] if row["note"] else []),
        f"<small>{escape(row['source'])}</small>",
    ]
    said = "".join(f"<p>{line}</p>" for line in lines)
    return french.typeset(f"<li><h3>{escape(row['label'])}</h3>{said}</li>")


def readings(release: Snapshot, rows: Sequence[Row]) -> list[Reading]:
    """How many of the practices each EPCI has, one reading per EPCI."""
    return [_reading(epci, rows) for epci in queries.territories(release)]


def _reading(epci: Row, rows: Sequence[Row]) -> Reading:
    here = [row for row in rows if row["siren_epci"] == epci["siren_epci"]]
    several = len(here)
    level = 0 if not here else 1 if several <= FEW else 2 if several < MANY else 3
    who = ", ".join(sorted({row["structure_name"] for row in here}))
    said = french.count(several, "pratique") if here else "aucune connue"
    return Reading(epci["siren_epci"], epci["name"], SEVERAL[level], str(several or "–"), said, who)


def places(rows: Sequence[Row]) -> list[Row]:
    """One point per commune, with its structures and how many they are."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["code_insee"], []).append(row)
    return [_place(here) for here in found.values()]


def _place(here: list[Row]) -> Row:
    names = sorted({row["structure_name"] for row in here})
    return {**here[0], "structures": len(names), "names": ", ".join(names), "is_simulated": False}


def drawing(release: Snapshot, rows: Sequence[Row], filters: str, epci: str) -> str:
    """The map of the practices as SVG, with its title, filters, sources and release."""
    caption = Caption(
        title="Les pratiques à partager", filters=filters,
        basis=f"D'après {french.count(len(rows), 'pratique')} ; liste partielle.",
        sources=" ; ".join(cited(release, "practices", "territories")),
        date=french.moment(release.manifest["created_at"]), release_id=release.release_id,
        simulated=False,
    )  # fmt: skip
    return static_map.draw(
        queries.territories(release), readings(release, rows), queries.department(release),
        SEVERAL, caption, selected=epci,
    )  # fmt: skip


def shown(
    release: Snapshot, title: str, columns: Mapping[str, str], rows: Sequence[Row], filters: str
) -> Shown:
    """Rows of the page as the input of every export; those of the registry have its sources."""
    code = "structures" if columns is STRUCTURES else "practices"
    return Shown(
        title=title, columns=columns, rows=rows, release_id=release.release_id,
        created_at=release.manifest["created_at"], sources=cited(release, code),
        filters=filters, simulated=False, geometry=GEOMETRY,
    )  # fmt: skip
