"""A release's own account of what it changed, as rows for the tables. No Streamlit here."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from dashboard import charts, french
from dashboard.charts import Html
from dashboard.queries import OVERALL
from dashboard.snapshot import Row

FIGURE_COLUMNS = {
    "name": "Territoire",
    "change": "Avant → après",
    "what": "Quoi, et pourquoi",
}
SOURCE_COLUMNS = {"file": "Fichier", "change": "Changement", "rows": "Lignes retenues"}
STRUCTURE_COLUMNS = {**FIGURE_COLUMNS, "name": "Structure"}
TABLE_COLUMNS = {"file": "Table", "change": "Changement", "rows": "Lignes"}
CHANGES = {
    "added": "ajouté",
    "removed": "retiré",
    "modified": "modifié",
    "decided": "inchangé, lignes écartées ou reprises",
}
FIRST = "C'est la première version publiée : il n'y a rien à quoi la comparer."
SILENT = "Cette version a été publiée avant que les versions ne disent ce qu'elles changent."
NONE_SHOWN = (
    "Aucun chiffre montré n'a changé pour ce choix. "
    "Un chiffre masqué peut avoir changé sans être dit."
)
DROME = ""  # the code of the whole Drôme
MATURITY, MASKED = "maturity_by_epci", "masqué"


def key_figures(found: Row) -> str:
    """How much changed, at a glance; "" when nothing did: the sentences say it."""
    if not any(found[kind] for kind in ("sources", "figures", "policies")):
        return ""
    places = {row["siren_epci"] for row in (*found["figures"], *found["policies"])}
    overall = sum(row["subject"] == OVERALL for row in found["figures"])
    others = len(found["figures"]) - overall
    return charts.figures(
        [
            ("Fichiers reçus", french.number(len(found["sources"])), "ajoutés, retirés, modifiés"),
            (
                "Territoires",
                french.number(len(places - {DROME})),
                "et toute la Drôme, chiffres masqués à part"
                if DROME in places
                else "dont un chiffre montré ou un état change",
            ),
            (
                "Chiffres",
                french.number(len(found["figures"])),
                f"{overall} d'ensemble, {others} par thème ou politique",
            ),
            (
                "Dispositifs",
                french.number(len(found["policies"])),
                "dont l'état ou la couverture change",
            ),
        ]
    )


def map_before(found: Row, siren_epci: str) -> str:
    """The address of the map as readers saw it before, on the chosen territory."""
    kept = {"epci": siren_epci} if siren_epci else {}
    return escape("./?" + urlencode({"release": found["from"]["release_id"], **kept}))


def themes(found: Row) -> dict[str, str]:
    """The themes with a changed figure: code → label."""
    return {
        row["subject"]: row["subject_label"]
        for row in found["figures"]
        if row["figure"] == MATURITY and row["subject"] != OVERALL
    }


def figure_rows(found: Row, siren_epci: str, subject: str) -> list[Row]:
    """The changed figures of one EPCI and theme ("": all); policies stand with the overall ones."""
    return [
        _figure(row)
        for row in found["figures"]
        if siren_epci in ("", row["siren_epci"])
        and (subject in ("", row["subject"]) or (subject == OVERALL and row["figure"] != MATURITY))
    ]


def of_maturity(found: Row | None, siren_epci: str, wave: int, subject: str) -> Row | None:
    """The change of one maturity, of an EPCI or the whole Drôme (""); None when it is the same."""
    wanted = (MATURITY, siren_epci, wave, subject)
    rows: list[Row] = found["figures"] if found else []
    for row in rows:
        if (row["figure"], row["siren_epci"], row["wave"], row["subject"]) == wanted:
            return row
    return None


def in_short(row: Row) -> str:
    """A change of maturity in a few words: « 59,0 → 60,2 depuis la version d'avant »."""
    before, after = (value(row, side, maturity=True) for side in ("before", "after"))
    was, now = (row[f"structures_{side}"] or 0 for side in ("before", "after"))
    counted = f"{was} → {french.count(now, 'structure')}"
    moved = counted if before == after else f"{before} → {after}"
    return f"{moved.replace(' ', french.FIXED)} depuis la version d'avant"


def structure_rows(found: Row, siren_epci: str, subject: str) -> list[Row]:
    """The structures whose own score changed, as the comité may know; else none.

    Those of one EPCI ("": all) and of one theme; "": every theme of the EPCI, and for the whole
    Drôme their score of all themes together.
    """
    return [
        {
            "name": row["name"],
            "change": " → ".join(_score(row[side]) for side in ("before", "after")),
            "what": _explained(f"{row['subject_label']}, {row['wave']}", row["reasons"]),
        }
        for row in found["structures"]
        if siren_epci in ("", row["epci_before"], row["epci_after"])
        and (row["subject"] == (subject or OVERALL) or (siren_epci and not subject))
    ]


def _score(score: float | None) -> str:
    return "aucun" if score is None else french.number(score, 1)


def policy_rows(found: Row, siren_epci: str) -> list[Row]:
    """The schemes of one EPCI ("": all) whose state, or share of communes, changed."""
    return [
        {
            "name": row["name"],
            "change": f"{_covered(row, 'before')} → {_covered(row, 'after')}",
            "what": _explained(
                " — ".join(filter(None, (row["policy"], row["scheme"]))), row["reasons"]
            ),
        }
        for row in found["policies"]
        if siren_epci in ("", row["siren_epci"])
    ]


def source_row(row: Row) -> Row:
    """A file that came, left or was replaced."""
    return {"file": charts.path(row["source_file"]), **_counted(row)}


def table_row(row: Row) -> Row:
    """A published table whose content differs."""
    return {"file": charts.path(row["table"]), **_counted(row)}


def _counted(row: Row) -> Row:
    known = (row[side] for side in ("rows_before", "rows_after") if row[side] is not None)
    numbers = " → ".join(map(french.number, dict.fromkeys(known)))
    return {"change": CHANGES[row["change"]], "rows": numbers}


def _covered(row: Row, side: str) -> str:
    share = row[f"coverage_{side}"]
    partly = "" if share in (None, 1) else f", {french.percent(share)} des communes"
    return f"{row[side]}{partly}"


def _figure(row: Row) -> Row:
    maturity = row["figure"] == MATURITY
    subject = row["subject_label"].lower() if row["subject"] == OVERALL else row["subject_label"]
    what = f"{'Maturité' if maturity else 'Participation'}, {subject}, {row['wave']}"
    before, after = (value(row, side, maturity) for side in ("before", "after"))
    values = f"toujours {after}" if before == after == MASKED else f"{before} → {after}"
    was, now = (row[f"structures_{side}"] or 0 for side in ("before", "after"))
    many = french.count(now, "structure")
    many = many if was == now else f"{was} → {many}"
    return {
        "name": row["name"],
        "change": Html(f"{escape(values)}<br/><small>{escape(many)}</small>"),
        "what": _explained(what, row["reasons"]),
    }


def value(row: Row, side: str, maturity: bool) -> str:
    """A changed figure before or after, in words."""
    if row[f"masked_{side}"]:
        return MASKED
    if row[side] is None:
        return "aucun"
    return french.number(row[side], 1) if maturity else french.percent(row[side] / 100)


def _explained(what: str, reasons: Sequence[Row]) -> Html:
    told = [escape(reason["text"]).replace("/", "/<wbr>") for reason in reasons]
    why = "<br/>".join(told)  # the name of a file is cut at its folders
    return Html(f"{escape(what)}<br/><small>{why}</small>")
