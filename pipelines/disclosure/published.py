"""What each audience reads of each mart, once it is decided which figures are hidden.

First masked, then rounded, then differences and levels from the rounded figures: nothing shown is
finer than what the audit counted with.

- Scores: to the `step` of disclosure_rules.csv. Student's bounds, which tell the deviation:
  outwards to BOUND points, from ENOUGH structures. The mean share of answers (`coverage`): for the
  Drôme only.
- Participation: taking part or not; the ladder of roles and who does not know are the comité's.
- Ingredients: the difference of the two rounded means; nothing adjusted for the structures' own
  type and size, p to two decimals.
- A partner gets the lines of his territory that rest on figures which the public sees too.
"""

import duckdb
import pandas as pd

from pipelines.disclosure.rules import Rules
from pipelines.scores.associations import tell

BOUND, ENOUGH = 5, 5  # points; structures

HIDDEN = "disclosure_hidden"  # temporary tables of the connection
MASK = (
    "exists (from disclosure_hidden as h where h.kind = '{kind}' and h.place = {place}"
    " and h.wave = {wave} and h.subject = {subject})"
)
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
    _ingredients(con, rule)
    return {
        "maturity_by_epci": "from public_maturity_by_epci",
        "maturity_drome": "from public_maturity_drome",
        "maturity_changes": _changes(rule),
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
        f" where if(theme is null, not {_mask('participation', 'o.siren_epci', 'o.policy', 'o')},"
        f" {_whole('o')})",
        "policy_signals": "from marts.policy_signals where not is_masked",
    }


def _mask(kind: str, place: str, subject: str, table: str) -> str:
    return MASK.format(kind=kind, place=place, wave=f"{table}.wave", subject=subject)


def _whole(table: str) -> str:
    """No figure of the territory and wave is hidden: their order tells nothing of one."""
    return (
        f"not exists (from {HIDDEN} as h where h.kind = 'maturity'"
        f" and h.place = {table}.siren_epci and h.wave = {table}.wave)"
    )


def _maturity(mart: str, rule: Rules) -> str:
    place = "m.siren_epci" if mart == "maturity_by_epci" else "'drome'"
    grid = BOUND if mart == "maturity_by_epci" else 1
    share = "null" if mart == "maturity_by_epci" else "round(coverage, 2)"
    hidden = _mask("maturity", place, "m.theme", "m")
    kept = f"structures >= {ENOUGH} and shown is not null"
    return f"""
    with masked as (
        select m.*, if({hidden}, null, round(score / {rule.step}) * {rule.step}) as shown
        from marts.{mart} as m
    ),
    m as (
        select *,
            if({kept}, floor(low / {grid}) * {grid}, null) as bottom,
            if({kept}, ceil(high / {grid}) * {grid}, null) as top
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


def _changes(rule: Rules) -> str:
    span = "c.territory || '/' || c.wave_from || '-' || c.wave_to"
    ends = [
        MASK.format(kind=kind, place=span, wave=f"c.{wave}", subject="c.theme")
        for kind, wave in (("panel_before", "wave_from"), ("panel_after", "wave_to"))
    ]
    every = (
        "(select siren_epci as territory, wave, theme, score from public_maturity_by_epci"
        " union all select 'drome', wave, theme, score from public_maturity_drome)"
    )
    rounded = "if(gone, null, round({} / {step}) * {step})"
    kept = f"not gone and panel >= {ENOUGH}"
    return f"""
    with masked as (
        select c.*, {" or ".join(ends)} as gone from marts.maturity_changes as c
    ),
    c as (
        select c.*,
            {rounded.format("panel_before", step=rule.step)} as a,
            {rounded.format("panel_after", step=rule.step)} as b,
            if(b is null, null, t.score - f.score) as everybody
        from masked as c
        left join {every} as f on (f.territory, f.theme, f.wave)
            = (c.territory, c.theme, c.wave_from)
        left join {every} as t on (t.territory, t.theme, t.wave) = (c.territory, c.theme, c.wave_to)
    )
    select c.* exclude (gone, a, b, everybody) replace (
        a as panel_before, b as panel_after, b - a as panel_change,
        if({kept}, floor(low / {BOUND}) * {BOUND}, null) as low,
        if({kept}, ceil(high / {BOUND}) * {BOUND}, null) as high,
        everybody as all_change, everybody - (b - a) as turnover_change,
        if(gone, 'masque', verdict) as verdict,
        if(gone, (select label from reference.change_verdicts where verdict = 'masque'),
            verdict_label) as verdict_label,
        is_masked or gone as is_masked
    )
    from c"""


def _participation(mart: str, place: str) -> str:
    hidden = _mask("participation", place, "p.policy", "p")
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
        f"(figure = '{kind}{suffix}' and {_mask(kind, 's.siren_epci', 's.subject', 's')})"
        for kind, suffix in (("maturity", "_by_epci"), ("participation", "_by_epci"))
    )
    counts = ("answers", "questions", "weight")
    return f"""
    select s.* replace (
        {", ".join(f"if({hidden}, null, s.{name}) as {name}" for name in counts)},
        is_masked or {hidden} as is_masked
    )
    from marts.figure_sources as s"""


def _ingredients(con: duckdb.DuckDBPyConnection, rule: Rules) -> None:
    """The table temp.public_ingredient_effects, whose sentences repeat its rounded figures."""
    gone = " or ".join(
        MASK.format(kind=kind, place="e.ingredient", wave="e.wave", subject="'ensemble'")
        for kind in ("mean_with", "mean_without")
    )
    unsized = _mask("sizes", "'drome'", "e.ingredient", "e")
    rows = con.execute(f"""
    with masked as (
        select e.*, mean_with is null or {gone} as gone, {unsized} as unsized
        from marts.ingredient_effects as e
    ),
    e as (
        select *,
            if(gone, null, round(mean_with / {rule.step}) * {rule.step}) as a,
            if(gone, null, round(mean_without / {rule.step}) * {rule.step}) as b
        from masked
    )
    select e.* exclude (gone, unsized, a, b) replace (
        {", ".join(f"if(unsized, null, {n}) as {n}" for n in ("n_with", "n_without", "unknown"))},
        a as mean_with, b as mean_without, a - b as difference,
        if(gone, null, floor(low / {BOUND}) * {BOUND}) as low,
        if(gone, null, ceil(high / {BOUND}) * {BOUND}) as high,
        if(gone, null, round(p, 2)) as p, if(gone, null, round(p_holm, 2)) as p_holm,
        null::double as adjusted_difference, null::double as adjusted_low,
        null::double as adjusted_high, null::integer as n_adjusted,
        if(gone, 'trop_peu', verdict) as verdict,
        if(gone, (select label from reference.association_verdicts where verdict = 'trop_peu'),
            verdict_label) as verdict_label
    )
    from e order by all""").df()
    rows["sentence"] = [
        f"Vague {row['wave']} : {LITTLE}" if row["verdict"] == "trop_peu" else tell(row, 0)
        for row in rows.to_dict("records")
    ]
    con.register("told_effects", rows)
    shape = "create or replace temp table public_ingredient_effects as"
    con.execute(f"{shape} from marts.ingredient_effects limit 0")
    con.execute("insert into public_ingredient_effects by name from told_effects")
    con.unregister("told_effects")


LITTLE = "trop peu de réponses pour comparer, ou comparaison masquée."
