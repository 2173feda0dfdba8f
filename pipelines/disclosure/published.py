"""What each audience reads of each mart, once it is decided which figures are hidden.

First masked, then rounded, then differences and levels from the rounded figures: nothing shown is
finer than what the audit counted with.

- Scores: to the `step` of disclosure_rules.csv. Student's bounds, which tell the deviation:
  outwards to BOUND points, from ENOUGH structures, never so narrow that they tell where each one
  is (masks.bounds). The mean share of answers (`coverage`): for the Drôme only.
- Participation: taking part or not; the ladder of roles and who does not know are the comité's.
- Ingredients: the difference of the two rounded means; nothing adjusted for the structures' own
  type and size, p to two decimals.
- A partner gets the lines of his territory that rest on figures which the public sees too.
"""

import duckdb
import pandas as pd

from pipelines.disclosure import comparisons
from pipelines.disclosure.masks import BOUND, ENOUGH, HIDDEN, bounds, least_half, mask
from pipelines.disclosure.rules import Rules

LEVEL = "(select max_by(l.{}, l.low) from staging.maturity_levels as l where l.low <= m.{})"


def public(con: duckdb.DuckDBPyConnection, hidden: pd.DataFrame, rule: Rules) -> dict[str, str]:
    """Return the query of each public mart that is not published as it is.

    `hidden`: kind, place, wave, subject; kept in a temporary table, which the queries read.
    """
    con.register("hidden_figures", hidden)
    con.execute(f"create or replace temp table {HIDDEN} as from hidden_figures")
    con.unregister("hidden_figures")
    epci, drome = _maturity("maturity_by_epci", rule), _maturity("maturity_drome", rule)
    con.execute(f"create or replace temp table public_maturity_by_epci as {epci}")
    con.execute(f"create or replace temp table public_maturity_drome as {drome}")
    comparisons.write_ingredients(con, rule)
    return {
        "maturity_by_epci": "from public_maturity_by_epci",
        "maturity_drome": "from public_maturity_drome",
        "maturity_changes": comparisons.changes(rule),
        "ingredient_effects": "from public_ingredient_effects",
        "participation_by_epci": _participation("participation_by_epci", "siren_epci"),
        "participation_drome": _participation("participation_drome", "'drome'"),
        "figure_sources": _sources(),
        "robustness_choices": "select * replace (round(score_share, 2) as score_share,"
        " round(rank_share, 2) as rank_share) from marts.robustness_choices",
        "maturity_by_structure": "from marts.maturity_by_structure where structure_id in"
        " (select structure_id from reference.structure_consents)",
        "weakest_themes": "select w.* replace (round(score, 1) as score)"
        f" from marts.weakest_themes as w where {_whole('w')}",
        "opportunities": "from marts.opportunities as o"
        f" where if(theme is null, not {mask('participation', 'o.siren_epci', 'o.policy', 'o')},"
        f" {_whole('o')})",
        "policy_signals": "from marts.policy_signals where not is_masked",
    }


def _whole(table: str) -> str:
    """No figure of the territory and wave is hidden: their order tells nothing of one."""
    return (
        f"not exists (from {HIDDEN} as h where h.kind = 'maturity'"
        f" and h.place = {table}.siren_epci and h.wave = {table}.wave)"
    )


def _maturity(mart: str, rule: Rules) -> str:
    place, grid = ("m.siren_epci", BOUND) if mart == "maturity_by_epci" else ("'drome'", 1)
    share = "null" if mart == "maturity_by_epci" else "round(coverage, 2)"
    hidden = mask("maturity", place, "m.theme", "m")
    kept = f"structures >= {ENOUGH} and shown is not null"
    width = f"greatest({rule.protection / 2}, {rule.protection} - least(score, 100 - score))"
    left = "sqrt(1 - structures / greatest(structures, registered))"
    bottom, top = bounds("score", f"{least_half('structures', width)} * {left}", grid)
    return f"""
    with masked as (
        select m.*, if({hidden}, null, round(score / {rule.step}) * {rule.step}) as shown
        from marts.{mart} as m
    ),
    m as (
        select *,
            if({kept}, greatest(0, {bottom}), null) as bottom,
            if({kept}, least(100, {top}), null) as top
        from masked
    )
    select m.* exclude (shown, bottom, top) replace (
        shown as score, bottom as low, top as high,
        if(shown is null, null, {share})::double as coverage,
        is_masked or (score is not null and shown is null) as is_masked,
        if(shown is null, null, registered) as registered,
        if(shown is null, null, response_rate) as response_rate,
        {LEVEL.format("level", "shown")} as level,
        {LEVEL.format("label", "shown")} as level_label,
        {LEVEL.format("level", "bottom")} as level_low,
        {LEVEL.format("level", "top")} as level_high
    )
    from m"""


def _participation(mart: str, place: str) -> str:
    hidden = mask("participation", place, "p.policy", "p")
    figures = ("participants", "participation_rate", "low", "high")
    roles = ("informed", "consulted", "contributing", "co_leading", "not_participating", "unknown")
    return f"""
    select p.* replace (
        {", ".join(f"if({hidden}, null, p.{name}) as {name}" for name in figures)},
        {", ".join(f"null::integer as {name}" for name in roles)},
        if(policy_known, null, not_concerned) as not_concerned,
        coverage_uncertain and not {hidden} as coverage_uncertain,
        is_masked or {hidden} as is_masked
    )
    from marts.{mart} as p"""


def _sources() -> str:
    hidden = " or ".join(
        f"(figure = '{kind}{suffix}' and {mask(kind, 's.siren_epci', 's.subject', 's')})"
        for kind, suffix in (("maturity", "_by_epci"), ("participation", "_by_epci"))
    )
    counts = ("answers", "questions", "weight")
    return f"""
    select s.* replace (
        {", ".join(f"if({hidden}, null, s.{name}) as {name}" for name in counts)},
        is_masked or {hidden} as is_masked
    )
    from marts.figure_sources as s"""
