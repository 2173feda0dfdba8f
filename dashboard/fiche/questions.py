"""What the fiche asks of the marts, one function per question; "" stands for the whole Drôme."""

from dashboard.queries import CORE, OVERALL
from dashboard.snapshot import Row, Snapshot

OPPORTUNITIES, SIMILAR = "opportunities", "similar_territories"


def similar(release: Snapshot, siren_epci: str) -> list[Row]:
    """The territories that resemble one most, the nearest first; none in an older release."""
    if not release.has(SIMILAR):
        return []
    return release.rows(
        f"from marts.{SIMILAR} where siren_epci = ? order by position", (siren_epci,)
    )


def maturity(release: Snapshot, siren_epci: str) -> dict[tuple[int, str], Row]:
    """Every maturity of one EPCI, or of the Drôme: (wave, theme) → row."""
    if siren_epci:
        found = release.rows("from marts.maturity_by_epci where siren_epci = ?", (siren_epci,))
    else:
        found = release.rows("from marts.maturity_drome")
    return {(row["wave"], row["theme"]): row for row in found}


def overall_by_territory(release: Snapshot, wave: int) -> list[Row]:
    """One row per EPCI: name, its maturity of the wave, its structures in the registry."""
    return release.rows(
        "select territories.siren_epci, territories.name, territories.population,"
        " territories.geometry, found.score, found.is_masked, found.structures, found.is_simulated,"
        " (select count(*) from marts.structures as s where s.siren_epci = territories.siren_epci"
        " and not s.is_simulated) as registered"
        " from marts.territories as territories left join marts.maturity_by_epci as found"
        " on territories.siren_epci = found.siren_epci and found.wave = ? and found.theme = ?"
        " order by strip_accents(territories.short_name)",
        (wave, OVERALL),
    )


def participation(release: Snapshot, siren_epci: str, wave: int) -> list[Row]:
    """Who takes part in the four policies, in one EPCI or in each, with the EPCI's name."""
    return release.rows(
        "select found.*, territories.name as territory, territories.geometry"
        " from marts.participation_by_epci as found join marts.territories as territories"
        " on found.siren_epci = territories.siren_epci"
        " where wave = ? and found.siren_epci = coalesce(?, found.siren_epci)"
        f" order by list_position({list(CORE)}, policy), strip_accents(short_name)",
        (wave, siren_epci or None),
    )


def participation_drome(release: Snapshot, wave: int) -> list[Row]:
    """Who takes part in the four policies in the whole Drôme; none in an older release."""
    if not release.has("participation_drome"):
        return []
    return release.rows(
        "select found.*, department.geometry, 'Ensemble de la Drôme' as territory"
        " from marts.participation_drome as found cross join marts.department as department"
        f" where wave = ? order by list_position({list(CORE)}, policy)",
        (wave,),
    )


def all_schemes(release: Snapshot) -> list[Row]:
    """Every scheme known in the département, once, with the number of EPCI that it covers."""
    return release.rows(
        "select any_value(columns(* exclude (policy, dispositif_id))), policy, dispositif_id,"
        " count(*) as territories from marts.policies_by_epci where dispositif_id is not null"
        " group by policy, dispositif_id order by any_value(is_core) desc,"
        f" list_position({list(CORE)}, policy), any_value(official_name)"
    )


def opportunities(release: Snapshot, siren_epci: str) -> list[Row]:
    """Where to go next: kind_label, title, why, by rank; none in a release without them."""
    if not release.has(OPPORTUNITIES):
        return []
    return release.rows(
        "select found.*, territories.name as territory"
        f" from marts.{OPPORTUNITIES} as found join marts.territories as territories"
        " on found.siren_epci = territories.siren_epci"
        " where found.siren_epci = coalesce(?, found.siren_epci) order by rank",
        (siren_epci or None,),
    )
