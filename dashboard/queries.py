"""One function per question asked of the marts; a page never writes SQL and never joins."""

from datetime import date

from dashboard.snapshot import Row, Snapshot

OVERALL = "ensemble"
# best first: what a territory has is the best of its schemes
ROLES = ("porteur", "membre", "couvert")
CORE = ("PAT", "CTE", "CRTE", "PCAET")
STATES = ("in_force", "in_preparation", "to_renew", "superseded", "ended", "unknown")


def territories(release: Snapshot) -> list[Row]:
    """One row per EPCI, by short name, geometries included."""
    return release.rows("from marts.territories order by strip_accents(short_name)")


def communes(release: Snapshot) -> list[Row]:
    """One row per commune that has an outline, with its EPCI; its part in the Drôme likewise."""
    return release.rows(
        "select communes.*, case when department.code_departement is not null"
        " then communes.geometry end as geometry_drome from marts.communes as communes"
        " left join marts.department as department"
        " on communes.code_departement = department.code_departement order by code_insee"
    )


def department(release: Snapshot) -> Row:
    """The department's name and outline."""
    return release.rows("from marts.department")[0]


def waves(release: Snapshot) -> list[int]:
    """The waves of the survey, latest first."""
    found = release.rows("select distinct wave from marts.maturity_drome order by wave desc")
    return [row["wave"] for row in found]


def themes(release: Snapshot) -> list[Row]:
    """The themes of the survey in their order: theme, label, family."""
    return release.rows("from marts.themes order by position")


def policies(release: Snapshot) -> list[Row]:
    """The four core policies: policy, policy_label."""
    return release.rows(
        "select distinct policy, policy_label from marts.policies_by_epci where is_core"
        f" order by list_position({list(CORE)}, policy)"
    )


def maturity(release: Snapshot, wave: int, theme: str) -> dict[str, Row]:
    """Maturity by EPCI for one wave and theme, keyed by siren_epci; absent = no answer."""
    found = release.rows("from marts.maturity_by_epci where wave = ? and theme = ?", (wave, theme))
    return {row["siren_epci"]: row for row in found}


def every_maturity(release: Snapshot) -> list[Row]:
    """Maturity by EPCI, for all waves and themes."""
    return release.rows(
        "from marts.maturity_by_epci order by siren_epci, wave, theme <> 'ensemble', theme"
    )


def every_participation(release: Snapshot) -> list[Row]:
    """Participation by EPCI, for all waves and policies."""
    return release.rows("from marts.participation_by_epci order by siren_epci, policy, wave")


def theme_scores(release: Snapshot, wave: int) -> list[Row]:
    """The scores of the themes by structure, for one wave, and whether each concerns it."""
    return release.rows(
        "select structure_id, siren_epci, found.theme, score, status <> 'non concerné' as"
        " is_concerned from marts.maturity_by_structure as found"
        " join marts.themes as themes on found.theme = themes.theme where wave = ?"
        " order by structure_id, themes.position",
        (wave,),
    )


def theme_means(release: Snapshot, wave: int) -> list[Row]:
    """The means of the themes by EPCI, for one wave."""
    return release.rows(
        "select found.* from marts.maturity_by_epci as found semi join marts.themes as themes"
        " on found.theme = themes.theme where wave = ? order by siren_epci, found.theme",
        (wave,),
    )


def maturity_drome(release: Snapshot, wave: int, theme: str = OVERALL) -> Row | None:
    """Maturity of all respondents for one wave and theme, or None."""
    found = release.rows("from marts.maturity_drome where wave = ? and theme = ?", (wave, theme))
    return found[0] if found else None


def maturity_profile(release: Snapshot, siren_epci: str | None, wave: int) -> list[Row]:
    """Every theme in order, for one EPCI or for all respondents: label, score, structures."""
    table, where = ("marts.maturity_drome", "true")
    if siren_epci:
        table, where = ("marts.maturity_by_epci", "siren_epci = $epci")
    return release.rows(
        f"select themes.label, score, structures, is_masked from marts.themes as themes"
        f" left join {table} as found on found.theme = themes.theme and wave = {int(wave)}"
        f" and {where.replace('$epci', '?')} order by themes.position",
        (siren_epci,) if siren_epci else (),
    )


def participation(release: Snapshot, wave: int, policy: str) -> dict[str, Row]:
    """Participation by EPCI for one wave and policy, keyed by siren_epci; absent = no answer."""
    found = release.rows(
        "from marts.participation_by_epci where wave = ? and policy = ?", (wave, policy)
    )
    return {row["siren_epci"]: row for row in found}


def schemes(release: Snapshot) -> list[Row]:
    """Every core policy fact, best state first within an EPCI and policy."""
    return release.rows(
        "from marts.policies_by_epci where is_core"
        f" order by siren_epci, list_position({list(CORE)}, policy),"
        f" list_position({list(STATES)}, state),"
        f" list_position({list(ROLES)}, epci_role) nulls last,"
        " coverage_share desc nulls last, official_name"
    )


def schemes_on(release: Snapshot, day: date) -> list[Row]:
    """The core policy facts with their state on a day, best state first within EPCI and policy.

    What no period says on that day is unknown; `valid_from` and `valid_to` bound the state.
    """
    return release.rows(
        "select facts.* exclude (state, state_label), coalesce(periods.state, 'unknown') as state,"
        " coalesce(periods.state_label, 'Inconnu') as state_label, valid_from, valid_to"
        " from marts.policies_by_epci as facts left join marts.policy_periods as periods"
        " on facts.siren_epci = periods.siren_epci and facts.policy = periods.policy"
        " and facts.dispositif_id is not distinct from periods.dispositif_id"
        " and coalesce(?::date >= valid_from, true) and coalesce(?::date < valid_to, true)"
        f" where is_core order by facts.siren_epci, list_position({list(CORE)}, facts.policy),"
        f" list_position({list(STATES)}, coalesce(periods.state, 'unknown')),"
        f" list_position({list(ROLES)}, epci_role) nulls last,"
        " coverage_share desc nulls last, valid_to nulls last, facts.official_name",
        (day, day),
    )


def policy_days(release: Snapshot) -> tuple[date, date, date]:
    """The first year's first day, the day of the sources, the last year's last day."""
    (row,) = release.rows(
        "select date_trunc('year', least(min(valid_from), max(as_of)))::date as first,"
        " max(as_of)::date as as_of,"
        " (date_trunc('year', greatest(max(valid_to), max(as_of))) + interval 1 year"
        " - interval 1 day)::date as last from marts.policy_periods"
    )
    return row["first"], row["as_of"], row["last"]


def coverage_on(release: Snapshot, day: date) -> list[Row]:
    """By core policy, what is covered on a day by schemes then in force, in the Drôme at least.

    `territories` of `all_territories` have one; `communes` and `people` are the least that their
    known coverage gives, `unsaid` the territories whose coverage no source tells.
    """
    return release.rows(
        "with held as (select facts.policy, facts.siren_epci,"
        " coalesce(max(facts.coverage_share_drome), 0) as part,"
        " bool_and(facts.coverage_share is null) as is_unsaid,"
        " coalesce(bool_or(facts.population_covered_share = 1), false) as is_whole"
        " from marts.policies_by_epci as facts join marts.policy_periods as periods"
        " on facts.siren_epci = periods.siren_epci and facts.policy = periods.policy"
        " and facts.dispositif_id is not distinct from periods.dispositif_id"
        " where periods.state = 'in_force' and coalesce(?::date >= valid_from, true)"
        " and coalesce(?::date < valid_to, true) group by all)"
        " select named.policy, policy_label, count(held.policy)::integer as territories,"
        " count(*)::integer as all_territories,"
        " sum(round(coalesce(part, 0) * communes_drome))::integer as communes,"
        " sum(communes_drome)::integer as all_communes,"
        " sum(if(is_whole, population_drome, 0))::integer as people,"
        " sum(population_drome)::integer as all_people,"
        " count(*) filter (where is_unsaid)::integer as unsaid"
        " from (select distinct policy, policy_label from marts.policies_by_epci where is_core)"
        " as named cross join marts.territories as territories left join held"
        " on named.policy = held.policy and territories.siren_epci = held.siren_epci"
        f" group by named.policy, policy_label order by list_position({list(CORE)}, named.policy)",
        (day, day),
    )


def other_schemes(release: Snapshot, siren_epci: str) -> list[Row]:
    """The other ecological schemes known for one EPCI."""
    return release.rows(
        "from marts.policies_by_epci where not is_core and siren_epci = ? order by policy_label",
        (siren_epci,),
    )


def places(release: Snapshot) -> list[Row]:
    """One row per commune and nature (real, simulated) of its structures, with their names."""
    return release.rows(
        "select code_insee, commune, siren_epci, longitude, latitude, is_simulated,"
        " count(*) as structures, string_agg(name, ', ' order by name) as names"
        " from marts.structures group by all"
        " order by structures desc, code_insee, is_simulated desc"  # the real ones are drawn above
    )


def structures(release: Snapshot, siren_epci: str | None) -> list[Row]:
    """The real structures of the registry, of one EPCI or all, by commune."""
    return release.rows(
        "from marts.structures where not is_simulated and siren_epci = coalesce(?, siren_epci)"
        " order by strip_accents(commune), name",
        (siren_epci,),
    )


def practices(release: Snapshot, siren_epci: str | None = None) -> list[Row]:
    """The practices to share, of one EPCI or all, by theme, with the short name of their EPCI."""
    return release.rows(
        "select found.*, territories.short_name from marts.practices as found"
        " join marts.territories as territories on found.siren_epci = territories.siren_epci"
        " where found.siren_epci = coalesce(?, found.siren_epci)"
        " order by main_theme_label, structure_name, practice_id",
        (siren_epci,),
    )


def accompaniments(release: Snapshot) -> list[Row]:
    """The elements of the two anonymous accompaniments, in order."""
    return release.rows(
        "from marts.accompaniments order by accompaniment_id,"
        " list_position(['depart', 'modalite', 'effet'], section), position"
    )


def demarche(release: Snapshot) -> list[Row]:
    """The elements of the démarche, in the order of its sections."""
    return release.rows("from marts.demarche")


def sources(release: Snapshot) -> list[Row]:
    """One row per file of the release."""
    return release.rows("from marts.sources order by source_label, vintage, source_file")


def outcomes(release: Snapshot) -> list[Row]:
    """The rejected lines by file and reason, the most frequent first."""
    return release.rows(
        "from marts.data_quality where outcome = 'rejected' order by rows desc, source_file, reason"
    )


def out_of_scope(release: Snapshot) -> int:
    """How many lines of the official files are about other territories of France."""
    counted = "select coalesce(sum(rows), 0)::integer as rows from marts.data_quality"
    return int(release.rows(f"{counted} where outcome = 'out_of_scope'")[0]["rows"])


def disagreements(release: Snapshot) -> list[Row]:
    """The points on which an official file and the hand-kept facts disagree, by territory."""
    return release.rows(
        "select found.*, territories.short_name from marts.policy_disagreements as found"
        " join marts.territories as territories on found.siren_epci = territories.siren_epci"
        " order by strip_accents(short_name), policy, dispositif_id, field"
    )


def signals(release: Snapshot) -> list[Row]:
    """Where structures take part in a policy not known there, by territory, latest wave first."""
    return release.rows(
        "select found.*, territories.short_name from marts.policy_signals as found"
        " join marts.territories as territories on found.siren_epci = territories.siren_epci"
        " order by strip_accents(short_name), policy, wave desc"
    )


def questions(release: Snapshot) -> list[Row]:
    """The statements that the maturity counts, by theme."""
    return release.rows(
        "select questions.*, themes.label as theme_label from marts.questions as questions"
        " join marts.themes as themes on questions.theme = themes.theme"
        " where kind = 'scale' order by themes.position, question_code"
    )


def scale(release: Snapshot, name: str) -> list[Row]:
    """The answers of one scale, in order."""
    return release.rows("from marts.scales where scale = ? order by position", (name,))


def figure_sources(
    release: Snapshot, figure: str, siren_epci: str, wave: int, subject: str
) -> list[Row]:
    """The files behind a survey figure of one EPCI: what each gives, its title and date."""
    return release.rows(
        "select found.*, sources.title, sources.received_on, sources.producer"
        " from marts.figure_sources as found"
        " join marts.sources as sources on found.source_file = sources.source_file"
        " where figure = ? and siren_epci = ? and found.wave = ? and subject = ?"
        " order by found.source_file",
        (figure, siren_epci, wave, subject),
    )


def policy_sources(release: Snapshot, siren_epci: str, policy: str) -> list[Row]:
    """The lines behind the state of a policy on one EPCI."""
    return release.rows(
        "from marts.policy_sources where siren_epci = ? and policy = ?"
        " order by dispositif_id, part, source_file, source_row",
        (siren_epci, policy),
    )


def dimensions(release: Snapshot) -> list[Row]:
    """The dimensions of the maturity and their method, in order; the first one is the index."""
    return release.rows("from marts.index_dimensions order by position")


def ingredients(release: Snapshot) -> list[Row]:
    """The enabling ingredients, in order."""
    return release.rows("from marts.ingredients order by position")


def levels(release: Snapshot) -> list[Row]:
    """The levels of maturity, from the lowest."""
    return release.rows("from marts.maturity_levels order by position")


def parameters(release: Snapshot) -> list[Row]:
    """Every setting of the method."""
    return release.rows("from marts.parameters order by name")


def robustness_choices(release: Snapshot) -> list[Row]:
    """What each choice of the method moves, for the latest wave, the most first."""
    return release.rows(
        "from marts.robustness_choices qualify wave = max(wave) over () order by score_share desc"
    )


def spans(release: Snapshot) -> list[tuple[int, int]]:
    """The pairs of waves that are compared, the latest first."""
    found = release.rows(
        "select distinct wave_from, wave_to from marts.maturity_changes"
        " order by wave_to desc, wave_from desc"
    )
    return [(row["wave_from"], row["wave_to"]) for row in found]


def changes(release: Snapshot, territory: str, first: int, last: int) -> list[Row]:
    """What changed on a territory (siren_epci or drome) between two waves, the index first."""
    return release.rows(
        "select found.*, coalesce(themes.label, 'Ensemble') as label"
        " from marts.maturity_changes as found"
        " left join marts.themes as themes on found.theme = themes.theme"
        " where territory = ? and wave_from = ? and wave_to = ?"
        " and (themes.theme is not null or found.theme = ?)"
        " order by themes.position nulls first",
        (territory, first, last, OVERALL),
    )


def changes_by_territory(release: Snapshot, theme: str, first: int, last: int) -> list[Row]:
    """What changed for a theme between two waves: the whole Drôme first, then each EPCI."""
    return release.rows(
        "select found.*, coalesce(short_name, 'Toute la Drôme') as label, siren_epci,"
        " coalesce(territories.geometry, department.geometry) as geometry"
        " from marts.maturity_changes as found cross join marts.department as department"
        " left join marts.territories as territories on found.territory = siren_epci"
        " where theme = ? and wave_from = ? and wave_to = ?"
        " order by siren_epci is not null, strip_accents(short_name)",
        (theme, first, last),
    )


def history(release: Snapshot, siren_epci: str) -> list[Row]:
    """The index of an EPCI ("": of all respondents) wave by wave."""
    table, where = ("maturity_drome", "? = ''")
    if siren_epci:
        table, where = ("maturity_by_epci", "siren_epci = ?")
    return release.rows(
        f"select *, 'Ensemble' as label from marts.{table} where theme = ? and {where}"
        " order by wave",
        (OVERALL, siren_epci),
    )


def ingredient_effects(release: Snapshot, wave: int) -> list[Row]:
    """What goes with each ingredient in one wave."""
    return release.rows(
        "from marts.ingredient_effects where wave = ? order by ingredient_label", (wave,)
    )


def opportunities(release: Snapshot, siren_epci: str) -> list[Row]:
    """The proposals of an EPCI ("": of all), in their order."""
    return _proposals(release, "opportunities", siren_epci)


def mentoring(release: Snapshot, siren_epci: str) -> list[Row]:
    """Who can accompany whom in an EPCI ("": everywhere), in their order."""
    return _proposals(release, "mentoring", siren_epci)


def _proposals(release: Snapshot, mart: str, siren_epci: str) -> list[Row]:
    return release.rows(
        "select found.*, territories.short_name, territories.geometry"
        f" from marts.{mart} as found join marts.territories as territories"
        " on found.siren_epci = territories.siren_epci"
        " where ? in ('', found.siren_epci) order by rank",
        (siren_epci,),
    )


def dictionary(release: Snapshot) -> list[Row]:
    """Every published column: table, column, type, meaning."""
    return release.rows(
        "select table_name, column_name, data_type, comment from duckdb_columns()"
        " where schema_name = 'marts' and database_name <> current_database()"
        " order by table_name, column_index"
    )
