"""Every figure of the public marts as an equation over the structures' own values.

Two frames: figures (one row each) and terms (figure × structure). A figure's key is its kind, its
place (siren_epci, « drome », an ingredient, with the span of an evolution), wave and subject; `low`
and `high` bound the weighted sum of its terms, rounding included. Relations (the index is the mean
of the themes) are known to anybody and cannot be masked.
"""

from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd

from pipelines.disclosure.rules import Rules
from pipelines.scores import ingredients

KEY = ["kind", "place", "wave", "subject"]
TERM = ["family", "structure_id", "siren_epci", "value", "weight"]
SCORE, ANSWER = "score", "answer"  # families of unknowns: 0 to 100; 0 or 1
RELATION = "relation"
FINE = 0.05  # the « 37,5 » of a proposal shown to a partner, finer than the public figure

SCORES = """
with scored as (
    select structure_id, siren_epci, wave, theme, score
    from marts.maturity_by_structure where score is not null
),
spans as (
    select distinct territory, theme, wave_from, wave_to, panel_before is not null as shown
    from marts.maturity_changes
),
panels as (
    select a.structure_id, a.siren_epci as before_epci, b.siren_epci as after_epci, a.theme,
        a.wave as wave_from, b.wave as wave_to, a.score as before, b.score as after
    from scored as a join scored as b on a.structure_id = b.structure_id and a.theme = b.theme
),
sides as (
    select unnest([before_epci, 'drome']) as territory, structure_id, before_epci as siren_epci,
        theme, wave_from, wave_to, wave_from as wave, 'panel_before' as kind, before as value
    from panels
    union all
    select unnest([after_epci, 'drome']), structure_id, after_epci,
        theme, wave_from, wave_to, wave_to, 'panel_after', after
    from panels
)
select 'maturity' as kind, marts.maturity_by_epci.siren_epci as place, wave, theme as subject,
    scored.structure_id, scored.siren_epci, scored.score as value,
    marts.maturity_by_epci.score is not null as shown
from marts.maturity_by_epci join scored using (wave, theme, siren_epci)
union all
select 'maturity', 'drome', wave, theme, structure_id, siren_epci, scored.score,
    marts.maturity_drome.score is not null
from marts.maturity_drome join scored using (wave, theme)
union all
select kind, format('{}/{}-{}', territory, wave_from, wave_to), wave, theme, structure_id,
    siren_epci, value, shown
from sides join spans using (territory, theme, wave_from, wave_to)
order by all
"""
ANSWERS = """
with roles as (from staging.participation_roles where counts)
select 'participation' as kind, roles.siren_epci as place, roles.wave, roles.policy as subject,
    roles.structure_id, roles.siren_epci, roles.participates::double as value,
    figures.participation_rate is not null as shown
from roles join marts.participation_by_epci as figures using (siren_epci, policy, wave)
union all
select 'participation', 'drome', wave, policy, structure_id, roles.siren_epci,
    roles.participates::double, figures.participation_rate is not null
from roles join marts.participation_drome as figures using (policy, wave)
order by all
"""
# the index of a structure is the weighted mean of its scored themes, where that is what it is
INDEX = """
with themes as (
    select found.structure_id, found.siren_epci, found.wave, found.theme, found.score,
        themes.weight
    from marts.maturity_by_structure as found join marts.themes as themes using (theme)
    where found.score is not null
),
means as (
    select structure_id, wave, sum(score * weight) / sum(weight) as mean, sum(weight) as whole
    from themes group by all
),
held as (
    select own.structure_id, own.siren_epci, own.wave, own.score, means.whole
    from marts.maturity_by_structure as own join means using (structure_id, wave)
    where own.theme = 'ensemble' and abs(own.score - means.mean) < 1e-6
)
select structure_id, siren_epci, wave, 'ensemble' as theme, score as value, -1.0 as weight from held
union all
select themes.structure_id, themes.siren_epci, themes.wave, themes.theme, themes.score,
    themes.weight / held.whole
from themes join held using (structure_id, wave)
order by all
"""
NAMED = """select siren_epci, wave, theme from marts.weakest_themes"""


@dataclass(frozen=True)
class Figures:
    """The equations of one release: `figures` by number, `terms` with that number in `figure`."""

    figures: pd.DataFrame  # kind, place, wave, subject, n, low, high, shown
    terms: pd.DataFrame  # figure, family, unknown, structure_id, siren_epci, value, weight, …


def collect(con: duckdb.DuckDBPyConnection, rules: dict[str, Rules]) -> Figures:
    """Return the equations of the marts of `con`, as if all that the comité sees were published."""
    scores = con.execute(SCORES).df().assign(family=SCORE, weight=1.0)
    answers = con.execute(ANSWERS).df().assign(family=ANSWER, weight=1.0)
    groups = _groups(con)
    parts = [scores, answers, groups, _relations(con, groups, answers)]
    terms = pd.concat([part for part in parts if len(part)], ignore_index=True)
    terms["about"] = terms["about"].fillna(terms["subject"]) if "about" in terms else terms.subject
    terms["unknown"] = (
        terms["structure_id"] + "|" + terms["wave"].astype(str) + "|" + terms["about"]
        + "|" + terms["value"].round(6).astype(str)
    )  # fmt: skip
    terms["figure"] = terms.groupby(KEY, sort=False).ngroup()
    by = terms.assign(part=terms["value"] * terms["weight"]).groupby("figure")
    figures = by.agg(
        **{key: (key, "first") for key in [*KEY, "shown", "family"]},
        n=("structure_id", "size"),
        sum=("part", "sum"),
        largest=("part", "max"),
        epci=("siren_epci", "nunique"),
    )
    return Figures(_bound(con, figures, rules["maturity"]), terms)


def _bound(con: duckdb.DuckDBPyConnection, figures: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Add what the published, rounded figure says of the sum: low and high."""
    named = set(con.execute(NAMED).fetchall())
    is_named = [
        kind == "maturity" and (place, wave, subject) in named
        for kind, place, wave, subject in figures[KEY].itertuples(index=False)
    ]
    mean = figures["sum"] / figures["n"]
    rounded = np.floor(mean / rules.step + 0.5) * rules.step  # as DuckDB rounds
    half = np.where(is_named, FINE, rules.step / 2)
    centre = np.where(is_named, mean.round(1), rounded)
    is_exact = (figures["family"] == ANSWER) | (figures["kind"] == RELATION)
    low, high = (centre - half) * figures["n"], (centre + half) * figures["n"]
    exact = figures["sum"]
    loose = figures["place"].str.startswith("at_least")
    return figures.assign(
        low=np.where(is_exact, np.where(loose, 0, exact), np.minimum(low, exact)),
        high=np.where(is_exact, np.where(loose, 1, exact), np.maximum(high, exact)),
    )


def _groups(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Who has each ingredient: the means of the two groups, and how many have it."""
    said = con.execute(ingredients.QUERY).df().dropna(subset=["ingredient", "has"])
    shown = con.execute(
        "select wave, ingredient, mean_with is not null as compared from marts.ingredient_effects"
    ).df()
    said = said.merge(shown, on=["wave", "ingredient"])
    said["siren_epci"] = said["structure_id"].map(
        dict(con.execute("select structure_id, siren_epci from marts.structures").fetchall())
    )
    has = said["has"].astype(bool)
    means = said.assign(
        kind=np.where(has, "mean_with", "mean_without"), place=said["ingredient"],
        subject="ensemble", value=said["score"], shown=said["compared"], family=SCORE,
    )  # fmt: skip
    sizes = said.assign(
        kind="sizes", place="drome", subject=said["ingredient"], value=has.astype(float),
        shown=True, family=ANSWER,
    )  # fmt: skip
    return pd.concat([means, sizes], ignore_index=True).assign(weight=1.0)[[*KEY, *TERM, "shown"]]


def _relations(
    con: duckdb.DuckDBPyConnection, groups: pd.DataFrame, answers: pd.DataFrame
) -> pd.DataFrame:
    """What anybody knows without a figure, one relation a structure and wave."""
    index = con.execute(INDEX).df()
    index = index.assign(
        kind=RELATION, place="index " + index["structure_id"], subject="ensemble",
        about=index["theme"], family=SCORE, shown=True,
    )  # fmt: skip
    # who takes part in a policy takes part in at least one
    some = groups[(groups["kind"] == "sizes") & (groups["subject"] == "politiques")]
    parts = answers[answers["place"] != "drome"].merge(
        some[["structure_id", "wave", "value"]], on=["structure_id", "wave"], suffixes=("", "_any")
    )
    place = "at_least " + parts["structure_id"] + " " + parts["subject"]
    common = parts.assign(kind=RELATION, place=place, family=ANSWER, shown=True)
    upper = common.assign(about="politiques", value=parts["value_any"], weight=1.0)
    lower = common.assign(about=parts["subject"], weight=-1.0)
    linked = pd.concat([upper, lower]).assign(subject="politiques")
    columns = [*KEY, *TERM, "shown", "about"]
    return pd.concat([index[columns], linked[columns]], ignore_index=True)
