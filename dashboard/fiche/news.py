"""What the release changed on one territory, in plain text."""

from dashboard import french
from dashboard.content import changes
from dashboard.fiche.section import GEOMETRY, Section
from dashboard.queries import OVERALL
from dashboard.snapshot import Row, Snapshot

SAME = (
    "Rien de ce qui est montré ici n'a changé depuis la version précédente. Un chiffre masqué peut "
    "avoir changé sans être dit."
)


def section(release: Snapshot, siren_epci: str, geometry: str) -> Section:
    """The changed figures and policies of an EPCI; for the whole Drôme, the release in short."""
    found = release.changes
    compared = found is not None and found["from"] is not None
    rows: list[Row] = []
    if found is not None and compared:
        rows = _of_one(found, siren_epci) if siren_epci else _in_short(found)
    since = (
        f"Depuis la version du {french.moment(found['from']['created_at'])}."
        if found is not None and compared
        else ""
    )
    told = _told(found, siren_epci, len(rows)) if found and siren_epci and rows else ""
    return Section(
        "changements", "Ce qui a changé",
        {"what": "Quoi", "change": "Avant → après", "why": "Cause"},
        ["what", "change", "why"] if siren_epci else ["what"],
        [{**row, GEOMETRY: geometry} for row in rows],
        [f"Comparaison de la version {release.release_id} avec celle d'avant"] if compared else [],
        intro=since, empty=SAME if compared else changes.FIRST if found else changes.SILENT,
        simulated=bool(release.manifest["has_simulated"]), aside=told,
    )  # fmt: skip


def _told(found: Row, siren_epci: str, several: int) -> str:
    """How many changed here, and the maturity of all themes first."""
    overall = [
        row
        for row in found["figures"]
        if (row["siren_epci"], row["figure"], row["subject"])
        == (siren_epci, changes.MATURITY, OVERALL)
    ]
    said = [" : ".join(_figure(row)) for row in overall]
    return f"{french.count(several, 'changement')} ici. {' ; '.join(said)}".strip() + (
        "." if said else ""
    )


def _in_short(found: Row) -> list[Row]:
    return [{"what": line, "change": None, "why": None} for line in found["sentences"]]


def _of_one(found: Row, siren_epci: str) -> list[Row]:
    return [
        {
            "what": what,
            "change": change,
            "why": " ".join(reason["text"] for reason in row["reasons"]),
        }
        for kind, describe in (("figures", _figure), ("policies", _policy))
        for row in found[kind]
        if row["siren_epci"] == siren_epci
        for what, change in (describe(row),)
    ]


def _figure(row: Row) -> tuple[str, str]:
    maturity = row["figure"] == changes.MATURITY
    what = "Maturité" if maturity else "Participation"
    before, after = (changes.value(row, side, maturity) for side in ("before", "after"))
    return f"{what}, {row['subject_label']}, {row['wave']}", f"{before} → {after}"


def _policy(row: Row) -> tuple[str, str]:
    what = " — ".join(filter(None, (row["policy"], row["scheme"])))
    return what, f"{row['before']} → {row['after']}"
