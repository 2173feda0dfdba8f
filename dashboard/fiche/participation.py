"""Who takes part in the policies: the part of the fiche that crosses the survey with the facts."""

from collections.abc import Mapping, Sequence

from dashboard import french
from dashboard.fiche import questions, reasons
from dashboard.fiche.section import (
    ABSENT,
    GEOMETRY,
    MASKED,
    POINTLESS,
    Section,
    cited,
    says_nothing,
)
from dashboard.snapshot import Row, Snapshot

ROLES = {
    "informed": "Informées",
    "consulted": "Consultées",
    "contributing": "Contributrices",
    "co_leading": "Co-porteuses",
    "not_participating": "Sans participation",
    "unknown": "Ne savent pas",
    "not_concerned": "Non concernées",
}
RATES = {
    "participation_rate": "Taux (0 à 1)",
    "low": "Borne basse (0 à 1)",
    "high": "Borne haute (0 à 1)",
}
UNKNOWN = "politique non connue à la date de la vague"
OUTSIDE = {"ended": "politique terminée avant la vague", "superseded": "politique remplacée"}


def section(release: Snapshot, siren_epci: str, wave: int) -> Section:
    """Which part of the structures takes part in each policy, and how; beside it the Drôme."""
    found = questions.participation(release, siren_epci, wave)
    drome = questions.participation_drome(release, wave)
    kept = [row for row in found if siren_epci or row["participation_rate"] is not None]
    hidden = french.count(len(found) - len(kept), "chiffre masqué", "chiffres masqués")
    left_out = "" if siren_epci else f" {hidden}, sans réponse ou sans objet, non repris."
    whole = {row["policy"]: row for row in drome}
    rows = [_roles(row, whole) for row in (kept if siren_epci else [*drome, *kept])]
    place = {} if siren_epci else {"territory": "Territoire"}
    beside = {"drome": "Drôme"} if siren_epci and drome else {}
    columns = place | {"policy": "Politique", "reading": "Participent", "n": "Réponses"}
    columns |= {"detail": "Comment", **beside, **ROLES, **RATES}
    return Section(
        "participation", f"Qui participe aux politiques, vague {wave}", columns,
        [*place, "policy", "reading", "n", "detail", *beside], rows,
        cited(release, "surveys", wave=wave),
        intro="Participent : les structures consultées, contributrices ou co-porteuses, sur celles "
        f"qui donnent leur rôle là où la politique est connue.{left_out}",
        empty="Cette vague ne dit rien de la participation.",
        simulated=any(row["is_simulated"] for row in found),
        figures={"reading": ("n", "detail"), **dict.fromkeys(beside, ())},
        aside=_aside(release, rows, beside),
    )  # fmt: skip


def reading(row: Row) -> str:
    """Who takes part, of how many, in which interval; or why it is not shown."""
    if not row.get("policy_known", True):
        return f"{POINTLESS} ({OUTSIDE.get(row.get('state_at_wave', ''), UNKNOWN)})"
    if not row["respondents"]:
        return ABSENT
    if row["participation_rate"] is None:
        return MASKED
    share = french.percent(row["participation_rate"])
    low, high = (french.percent(row.get(bound)) for bound in ("low", "high"))
    between = "" if row.get("low") is None or low == high else f" ; de {low} à {high}"
    return f"{share} ({row['participants']} sur {row['respondents']}{between})"


def _roles(row: Row, whole: Mapping[str, Row]) -> Row:
    """A participation in words; without an answer, its numbers are unknown, not zero."""
    counts = {role: row.get(role) if row["respondents"] else None for role in ROLES}
    rates = {rate: row.get(rate) for rate in RATES}  # older releases have no interval
    said = [f"{label} : {counts[role]}" for role, label in ROLES.items() if counts[role]]
    shown = {"reading": reading(row), "n": row["respondents"], "detail": ", ".join(said) or "–"}
    drome = reading(whole[row["policy"]]) if row["policy"] in whole else ABSENT
    return {**row, **counts, **rates, **shown, "drome": drome, GEOMETRY: row.get(GEOMETRY)}


def _aside(release: Snapshot, rows: Sequence[Row], beside: Mapping[str, str]) -> str:
    """What stands in place of the figures of the territory, when it has none to show."""
    if not rows or not says_nothing(rows, "reading"):
        return ""
    same: dict[str, list[str]] = {}
    for row in rows:
        counted = f" ({french.count(row['n'], 'réponse')})" if row["reading"] == MASKED else ""
        same.setdefault(f"{row['reading']}{counted}", []).append(row["policy"])
    told = " ; ".join(f"{', '.join(names)} : {why}" for why, names in same.items())
    masked = any(row["reading"] == MASKED for row in rows)
    least = f" {reasons.rule(release, 'réponse')}" if masked else ""
    table = bool(beside) and not says_nothing(rows, "drome")
    return f"Aucun taux à montrer ici. {told}.{least}{reasons.BESIDE * table}"
