"""« En bref »: the fiche in a few sentences, each of which says why when it cannot say more."""

from collections.abc import Sequence

from dashboard import french, indicators, queries
from dashboard.fiche import questions, reasons, survey
from dashboard.fiche.section import score
from dashboard.queries import OVERALL
from dashboard.snapshot import Row, Snapshot


def sentences(
    release: Snapshot, siren_epci: str, wave: int, schemes: Sequence[Row], proposals: int
) -> list[str]:
    """Maturity beside that of the Drôme, its change, the policies by state, the proposals."""
    drome = questions.maturity(release, "").get((wave, OVERALL))
    own = questions.maturity(release, siren_epci).get((wave, OVERALL))
    said = f"Maturité, vague {wave} : {_counted(release, own)}"
    beside = f" ; dans l'ensemble de la Drôme, {_counted(release, drome)}" if siren_epci else ""
    moved = survey.moved(release, siren_epci)
    steer = french.count(proposals, "piste") + " d'accompagnement, à discuter."
    return list(
        filter(
            None,
            [
                f"{said}{beside}.",
                survey.level(release, own),
                f"{moved[:1].upper()}{moved[1:]}." if moved else "",
                *_policies(release, siren_epci, schemes),
                steer if proposals else "",
            ],
        )
    )


def _policies(release: Snapshot, siren_epci: str, schemes: Sequence[Row]) -> list[str]:
    """The four policies by state, those of no known state, then the other schemes."""
    core = [row for row in schemes if row["is_core"]]
    known = [row for row in core if row["state_code"] != "unknown"]
    said = []
    for code, band in indicators.STATE_BANDS.items():
        names = [_named(row) for row in known if row["state_code"] == code]
        several = french.count(len(names), "dispositif")
        if names:
            said.append(f"{band.label} : {', '.join(names) if siren_epci else several}.")
    labels = {row["policy_label"] for row in queries.policies(release)}
    traces = {
        row["policy_label"]: f" ({indicators.trace(row)})"
        for row in core
        if siren_epci and row["dispositif_id"] and indicators.trace(row)
    }
    missing = [
        f"{label}{traces.get(label, '')}"
        for label in sorted(labels - {row["policy_label"] for row in known})
    ]
    if missing:
        said.append(f"Sans état connu, parmi les quatre politiques suivies : {', '.join(missing)}.")
    return [*said, *_others(siren_epci, [row for row in schemes if not row["is_core"]])]


def _others(siren_epci: str, schemes: Sequence[Row]) -> list[str]:
    """The schemes beside the four policies: named for a territory, counted for the Drôme."""
    if not schemes:
        return []
    if not siren_epci:
        running = sum(row["state_code"] in ("in_force", "partly") for row in schemes)
        several = french.count(len(schemes), "dispositif")
        return [f"Hors des quatre politiques suivies : {several}, dont {running} en vigueur."]
    told = []
    for row in schemes:
        state = indicators.STATE_BANDS[row["state_code"]].label.lower()
        state = "état à ce jour inconnu" if row["state_code"] == "unknown" else state
        last = indicators.trace(row) if row["state_code"] == "unknown" else ""
        told.append(f"{_named(row)} — {', '.join(filter(None, (last, state)))}")
    return [f"Hors des quatre politiques suivies : {' ; '.join(told)}."]


def _named(row: Row) -> str:
    return str(row["official_name"] or row["policy_label"])


def _counted(release: Snapshot, row: Row | None) -> str:
    structures = row["structures"] if row else 0
    several = french.count(structures, "structure")
    if row and row["is_masked"]:
        few = structures < reasons.threshold(release)
        return f"masquée ({several}{', trop peu pour la montrer' * few})"
    return f"{score(row)} ({several})"
