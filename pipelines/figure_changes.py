"""The figures that differ between two releases, attached as `old` and `new`, each with its why."""

import duckdb

from pipelines import reasons
from pipelines.evidence import Evidence, Row, rows
from pipelines.reasons import Reason

DROME = ""  # the code of the whole Drôme
SAME = 1e-9  # sums of floating-point numbers, of the same answers in another file


def by_structure(con: duckdb.DuckDBPyConnection, evidence: Evidence) -> list[Row]:
    """One row per structure, wave and theme whose score, EPCI or presence changed."""
    found = rows(con, STRUCTURES)
    return [{**row, "reasons": reasons.settled(_of_structure(evidence, row), evidence)}
            for row in found]  # fmt: skip


def maturity(
    con: duckdb.DuckDBPyConnection, evidence: Evidence, structures: list[Row] | None
) -> list[Row]:
    """One row per EPCI, wave and theme whose maturity, or number of structures, changed.

    The whole Drôme first, `siren_epci` empty. The reasons are those of its structures, and whether
    it crossed the disclosure threshold. With None, the structures' scores are not to be read: the
    reasons are what may have moved it.
    """
    found = rows(con, MATURITY)
    if structures is None:
        return [
            _figure("maturity_by_epci", row, evidence, _possible(evidence, row)) for row in found
        ]
    behind: dict[tuple[str, int, str], list[Reason]] = {}
    for row in structures:
        known = [Reason(**reason) for reason in row["reasons"] if reason["code"] != "unknown"]
        for siren in {row["epci_before"], row["epci_after"]} - {None}:
            behind.setdefault((siren, row["wave"], row["subject"]), []).extend(known)
        stays = [reason for reason in known if reason.code != "territory"]  # in the Drôme
        behind.setdefault((DROME, row["wave"], row["subject"]), []).extend(stays)
    return [_figure("maturity_by_epci", row, evidence, behind.get(_key(row), [])) for row in found]


def participation(con: duckdb.DuckDBPyConnection, evidence: Evidence) -> list[Row]:
    """One row per EPCI, wave and policy whose participation, or respondents, changed.

    The whole Drôme too, as in maturity().
    """
    return [
        _figure(
            "participation_by_epci",
            row,
            evidence,
            _possible(evidence, {**row, "subject": None}),
        )
        for row in rows(con, PARTICIPATION)
    ]


def policies(con: duckdb.DuckDBPyConnection, evidence: Evidence) -> list[Row]:
    """One row per EPCI and scheme whose state or coverage changed."""
    changed = []
    for row in rows(con, POLICIES):
        found = [Reason("facts", f"faits modifiés ({text})") for text in evidence.policies]
        first, second = row.pop("as_of_before"), row.pop("as_of_after")
        if None not in (first, second) and first != second:
            found.append(Reason("date", f"état établi au {second}, et non plus au {first}"))
        changed.append({**row, "reasons": reasons.settled(found, evidence)})
    return changed


def _key(row: Row) -> tuple[str, int, str]:
    return row["siren_epci"], row["wave"], row["subject"]


def _of_structure(evidence: Evidence, row: Row) -> list[Reason]:
    before, after = row["epci_before"], row["epci_after"]
    found = [*reasons.registry(evidence, row["structure_id"])]
    if before and after and before != after:
        found.append(reasons.territory(evidence, before, after))
    if row.pop("is_scored_otherwise"):
        found += reasons.score(evidence, row["wave"], row["subject"])
    return found


def _possible(evidence: Evidence, row: Row) -> list[Reason]:
    """What may have moved a figure of a territory, whichever of its structures it was."""
    return [
        *reasons.score(evidence, row["wave"], row["subject"]),
        *_arrivals(evidence, row),
    ]


def _arrivals(evidence: Evidence, row: Row) -> list[Reason]:
    """The structures that came from, or went to, another EPCI; for the Drôme, other policies."""
    every = row["siren_epci"] == DROME and row["subject"] is None
    moves = (move for move in evidence.moved.values() if every or row["siren_epci"] in move)
    return [reasons.territory(evidence, before, after) for before, after in moves]


def _figure(figure: str, row: Row, evidence: Evidence, found: list[Reason]) -> Row:
    sides = [
        {"masked": row[f"masked_{side}"], "n": row[f"structures_{side}"]}
        for side in ("before", "after")
    ]
    found = [*found, *reasons.disclosure(*sides)]
    return {"figure": figure, **row, "reasons": reasons.settled(found, evidence)}


def _sides(by_epci: str, subject: str) -> str:
    """Both releases side by side, the whole Drôme among the territories, and their names."""
    drome = by_epci.replace("_by_epci", "_drome")
    old, new = (
        f"(from {side}.marts.{by_epci} union all by name"
        f" select *, '{DROME}' as siren_epci from {side}.marts.{drome})"
        for side in ("old", "new")
    )
    # no `using`: the key of each side tells whether the line was there
    key = f"(o.siren_epci, o.wave, o.{subject}) = (n.siren_epci, n.wave, n.{subject})"
    return f"""from {old} as o full join {new} as n on {key}
left join (
    select siren_epci, short_name from new.marts.territories
    union all select '{DROME}', 'Toute la Drôme'
) as names on names.siren_epci = coalesce(n.siren_epci, o.siren_epci)
left join old.marts.territories as former on former.siren_epci = o.siren_epci"""


STRUCTURES = f"""select
    coalesce(n.structure_id, o.structure_id) as structure_id,
    coalesce(n.structure_name, o.structure_name) as name,
    coalesce(n.wave, o.wave) as wave,
    coalesce(n.theme, o.theme) as subject,
    coalesce(labels.label, 'Ensemble') as subject_label,
    o.siren_epci as epci_before, n.siren_epci as epci_after,
    o.score as before, n.score as after,
    coalesce(abs(o.score - n.score) > {SAME}, o.score is distinct from n.score)
    or o.structure_id is null or n.structure_id is null as is_scored_otherwise,
    coalesce(n.is_simulated, o.is_simulated) as is_simulated
from old.marts.maturity_by_structure as o
full join new.marts.maturity_by_structure as n
    on (o.structure_id, o.wave, o.theme) = (n.structure_id, n.wave, n.theme)
left join new.marts.themes as labels on labels.theme = coalesce(n.theme, o.theme)
where is_scored_otherwise or o.siren_epci is distinct from n.siren_epci
order by wave desc, structure_id, labels.position nulls first, subject"""
# a territory without an answer before and after has no figure to change
MATURITY = f"""select
    coalesce(n.siren_epci, o.siren_epci) as siren_epci,
    coalesce(names.short_name, former.short_name) as name,
    coalesce(n.wave, o.wave) as wave,
    coalesce(n.theme, o.theme) as subject,
    coalesce(labels.label, 'Ensemble') as subject_label,
    o.score as before, n.score as after,
    o.structures as structures_before, n.structures as structures_after,
    coalesce(o.is_masked, false) as masked_before, coalesce(n.is_masked, false) as masked_after,
    coalesce(n.is_simulated, o.is_simulated) as is_simulated
{_sides("maturity_by_epci", "theme")}
left join new.marts.themes as labels on labels.theme = coalesce(n.theme, o.theme)
where coalesce(o.respondents, 0) + coalesce(n.respondents, 0) > 0
    and (
        coalesce(abs(o.score - n.score) > {SAME}, o.score is distinct from n.score)
        or o.structures is distinct from n.structures
        or masked_before <> masked_after
    )
order by wave desc, labels.position nulls first, subject,
    names.siren_epci <> '', strip_accents(coalesce(names.short_name, former.short_name))"""
PARTICIPATION = f"""select
    coalesce(n.siren_epci, o.siren_epci) as siren_epci,
    coalesce(names.short_name, former.short_name) as name,
    coalesce(n.wave, o.wave) as wave,
    coalesce(n.policy, o.policy) as subject,
    coalesce(n.policy, o.policy) as subject_label,
    100 * o.participation_rate as before, 100 * n.participation_rate as after,
    o.respondents as structures_before, n.respondents as structures_after,
    coalesce(o.is_masked, false) as masked_before, coalesce(n.is_masked, false) as masked_after,
    coalesce(n.is_simulated, o.is_simulated) as is_simulated
{_sides("participation_by_epci", "policy")}
where coalesce(o.respondents, 0) + coalesce(n.respondents, 0) > 0
    and (
        coalesce(abs(before - after) > {SAME}, before is distinct from after)
        or structures_before is distinct from structures_after
        or masked_before <> masked_after
    )
order by wave desc, subject,
    names.siren_epci <> '', strip_accents(coalesce(names.short_name, former.short_name))"""
# « Inconnu » stands where no fact was found: a line without a scheme is the absence of one
POLICIES = """select
    coalesce(n.siren_epci, o.siren_epci) as siren_epci,
    coalesce(names.short_name, former.short_name) as name,
    coalesce(n.policy_label, o.policy_label) as policy,
    coalesce(n.official_name, o.official_name) as scheme,
    coalesce(o.state_label, 'Inconnu') as before, coalesce(n.state_label, 'Inconnu') as after,
    o.coverage_share as coverage_before, n.coverage_share as coverage_after,
    o.as_of as as_of_before, n.as_of as as_of_after
from (from old.marts.policies_by_epci where dispositif_id is not null) as o
full join (from new.marts.policies_by_epci where dispositif_id is not null) as n
    on (o.siren_epci, o.policy, o.dispositif_id) = (n.siren_epci, n.policy, n.dispositif_id)
left join new.marts.territories as names on names.siren_epci = n.siren_epci
left join old.marts.territories as former on former.siren_epci = o.siren_epci
where o.state is distinct from n.state or o.coverage_share is distinct from n.coverage_share
order by strip_accents(coalesce(names.short_name, former.short_name)), policy, scheme"""
