"""What the public reads of the evolutions and of the ingredients, as published.py says."""

import duckdb

from pipelines.disclosure.masks import ENOUGH, bounds, least_half, mask
from pipelines.disclosure.rules import Rules
from pipelines.scores.associations import tell

LITTLE = "trop peu de réponses pour comparer, ou comparaison masquée."
EVERY = (
    "(select siren_epci as territory, wave, theme, score from public_maturity_by_epci"
    " union all select 'drome', wave, theme, score from public_maturity_drome)"
)


def changes(rule: Rules) -> str:
    """The query of maturity_changes: differences of the rounded figures."""
    span = "c.territory || '/' || c.wave_from || '-' || c.wave_to"
    waves = {"panel_before": "wave_from", "panel_after": "wave_to"}
    ends = [mask(kind, span, "c.theme", "c", wave) for kind, wave in waves.items()]
    rounded = "if(gone, null, round({} / {step}) * {step})"
    kept = f"not gone and panel >= {ENOUGH}"
    low, high = bounds("panel_change", least_half("panel", f"{rule.protection / 2}"))
    return f"""
    with masked as (select c.*, {" or ".join(ends)} as gone from marts.maturity_changes as c),
    c as (
        select c.*,
            {rounded.format("panel_before", step=rule.step)} as a,
            {rounded.format("panel_after", step=rule.step)} as b,
            if(b is null, null, t.score - f.score) as everybody
        from masked as c
        left join {EVERY} as f on (f.territory, f.theme, f.wave)
            = (c.territory, c.theme, c.wave_from)
        left join {EVERY} as t on (t.territory, t.theme, t.wave) = (c.territory, c.theme, c.wave_to)
    )
    select c.* exclude (gone, a, b, everybody) replace (
        a as panel_before, b as panel_after, b - a as panel_change,
        if({kept}, {low}, null) as low, if({kept}, {high}, null) as high,
        everybody as all_change, everybody - (b - a) as turnover_change,
        if(gone, 'masque', verdict) as verdict,
        if(gone, (select label from reference.change_verdicts where verdict = 'masque'),
            verdict_label) as verdict_label,
        is_masked or gone as is_masked
    )
    from c"""


def write_ingredients(con: duckdb.DuckDBPyConnection, rule: Rules) -> None:
    """Make the temporary table public_ingredient_effects; its sentences say rounded figures."""
    groups = ("mean_with", "mean_without")
    gone = " or ".join(mask(kind, "e.ingredient", "'ensemble'", "e") for kind in groups)
    unsized = mask("sizes", "'drome'", "e.ingredient", "e")
    rows = con.execute(_ingredients(gone, unsized, rule)).df()
    rows["sentence"] = [
        f"Vague {row['wave']} : {LITTLE}" if row["verdict"] == "trop_peu" else tell(row, 0)
        for row in rows.to_dict("records")
    ]
    con.register("told_effects", rows)
    shape = "create or replace temp table public_ingredient_effects as"
    con.execute(f"{shape} from marts.ingredient_effects limit 0")
    con.execute("insert into public_ingredient_effects by name from told_effects")
    con.unregister("told_effects")


def _ingredients(gone: str, unsized: str, rule: Rules) -> str:
    smaller = "least(n_with, n_without)"
    low, high = bounds("difference", least_half(smaller, f"{rule.protection / 2}"))
    return f"""
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
        if(gone, null, {low}) as low, if(gone, null, {high}) as high,
        if(gone, null, round(p, 2)) as p, if(gone, null, round(p_holm, 2)) as p_holm,
        null::double as adjusted_difference, null::double as adjusted_low,
        null::double as adjusted_high, null::integer as n_adjusted,
        if(gone, 'trop_peu', verdict) as verdict,
        if(gone, (select label from reference.association_verdicts where verdict = 'trop_peu'),
            verdict_label) as verdict_label
    )
    from e order by all"""
