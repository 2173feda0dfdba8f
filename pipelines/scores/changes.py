"""What changed between two waves: among those who answered both, and what the others bring."""

import duckdb
import numpy as np
import pandas as pd

from pipelines.scores.computed_table import ComputedTable
from pipelines.scores.intervals import CHANGES, student_interval
from pipelines.scores.levels import DIGITS

QUERY = """
with waves as (
    select wave, lead(wave) over (order by wave) as following
    from (select distinct wave from scores.structures)
),
pairs as (
    select wave as wave_from, following as wave_to from waves where following is not null
    union
    select min(wave) as wave_from, max(wave) as wave_to from waves having min(wave) < max(wave)
),
places as (
    select siren_epci as territory from staging.epci
    union all
    select 'drome'
),
themes as (
    select theme, wave_from, wave_to, bool_or(is_simulated) as is_simulated
    from scores.structures
    join pairs on wave in (wave_from, wave_to)
    group by all
),
scored as (
    select *, unnest([siren_epci, 'drome']) as territory
    from scores.structures
    where score is not null
),
sides as (
    select
        territory, theme, wave_from, wave_to, structure_id,
        any_value(score) filter (wave = wave_from) as before,
        any_value(score) filter (wave = wave_to) as after
    from scored
    join pairs on wave in (wave_from, wave_to)
    group by all
)
select
    places.territory, themes.theme, themes.wave_from, themes.wave_to, themes.is_simulated,
    count(after - before) as panel,
    count(structure_id) filter (before is null) as entries,
    count(structure_id) filter (after is null) as exits,
    avg(before) filter (after is not null) as panel_before,
    avg(after) filter (before is not null) as panel_after,
    avg(after - before) as panel_change,
    stddev_samp(after - before) as deviation,
    avg(before) as all_before,
    avg(after) as all_after
from places
cross join themes
left join sides
    on (places.territory, themes.theme, themes.wave_from, themes.wave_to)
        = (sides.territory, sides.theme, sides.wave_from, sides.wave_to)
group by all
order by all
"""


def _compute(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    rows = con.execute(QUERY).df()
    change = rows["panel_change"].to_numpy(float)
    low, high = student_interval(change, rows["deviation"], rows["panel"], bounds=CHANGES)
    low, high = np.round(low, DIGITS), np.round(high, DIGITS)
    whole = (rows["all_after"] - rows["all_before"]).to_numpy(float)
    same = (rows["entries"] + rows["exits"] == 0).to_numpy()
    return rows.assign(
        low=low,
        high=high,
        all_change=whole,
        turnover_change=np.where(same & ~np.isnan(whole), 0.0, whole - change),
        verdict=np.select(
            [np.isnan(low), low > 0, high < 0], ["inconnu", "hausse", "baisse"], "incertain"
        ),
    )


TABLE = ComputedTable(
    name="changes",
    grain="Évolution de la maturité, une ligne par EPCI ou « drome », thème et paire de vagues.",
    recipe="Écart moyen du panel et son intervalle de Student apparié à 95 % ; écart de l'ensemble "
    "des répondantes ; la différence des deux est due aux entrées et aux sorties.",
    reads=("scores.structures", "staging.epci"),
    types={
        "territory": "varchar",
        "theme": "varchar",
        "wave_from": "integer",
        "wave_to": "integer",
        "panel": "integer",
        "entries": "integer",
        "exits": "integer",
        "panel_before": "double",
        "panel_after": "double",
        "panel_change": "double",
        "low": "double",
        "high": "double",
        "all_before": "double",
        "all_after": "double",
        "all_change": "double",
        "turnover_change": "double",
        "verdict": "varchar",
        "is_simulated": "boolean",
    },
    compute=_compute,
)
