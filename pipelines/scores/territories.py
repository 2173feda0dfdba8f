"""Maturity by territory: mean, interval and level, with how many of the registry answered."""

import duckdb
import pandas as pd

from pipelines.scores.computed_table import ComputedTable
from pipelines.scores.intervals import student_interval
from pipelines.scores.levels import Levels

# The registry counted is that of the structures of the same nature as those that answered:
# fictional answers are set against the fictional structures.
QUERY = """
with natures as (
    select distinct scores.wave, structures.is_simulated
    from scores.structures as scores
    join staging.structures as structures on scores.structure_id = structures.structure_id
),
registry as (
    select natures.wave, unnest([structures.siren_epci, 'drome']) as territory
    from staging.structures as structures
    join natures on structures.is_simulated = natures.is_simulated
),
registered as (
    select wave, territory, count(*) as n from registry group by all
),
places as (
    select siren_epci as territory from staging.epci
    union all
    select 'drome'
),
themes as (
    select wave, theme, bool_or(is_simulated) as is_simulated
    from scores.structures
    group by all
),
scored as (
    select *, unnest([siren_epci, 'drome']) as territory from scores.structures
)
select
    places.territory, themes.wave, themes.theme, themes.is_simulated,
    count(scored.score) as structures,
    count(scored.structure_id) as respondents,
    coalesce(any_value(registered.n), 0) as registered,
    count(scored.structure_id) / nullif(any_value(registered.n), 0) as response_rate,
    avg(scored.score) as mean,
    stddev_samp(scored.score) as deviation,
    avg(scored.coverage) as coverage
from places
cross join themes
left join scored
    on (places.territory, themes.wave, themes.theme)
        = (scored.territory, scored.wave, scored.theme)
left join registered
    on (places.territory, themes.wave) = (registered.territory, registered.wave)
group by all
order by all
"""
LEVELS = "select level, low::double from reference.maturity_levels"


def _compute(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    levels = Levels.of(con.execute(LEVELS).fetchall())
    rows = con.execute(QUERY).df()
    means = rows["mean"].to_numpy(float)
    low, high = student_interval(means, rows["deviation"], rows["structures"], rows["registered"])
    return rows.assign(
        low=low,
        high=high,
        level=levels.named(means),
        level_low=levels.named(low),
        level_high=levels.named(high),
    )


TABLE = ComputedTable(
    name="territories",
    grain="Maturité par territoire, une ligne par EPCI ou « drome », vague et thème.",
    recipe="Moyenne des structures et son intervalle de Student à 95 %, corrigé de la part du "
    "registre qui a répondu ; niveaux du score et des deux bornes.",
    reads=(
        "reference.maturity_levels",
        "scores.structures",
        "staging.epci",
        "staging.structures",
    ),
    types={
        "territory": "varchar",
        "wave": "integer",
        "theme": "varchar",
        "structures": "integer",
        "respondents": "integer",
        "registered": "integer",
        "response_rate": "double",
        "mean": "double",
        "low": "double",
        "high": "double",
        "level": "varchar",
        "level_low": "varchar",
        "level_high": "varchar",
        "coverage": "double",
        "is_simulated": "boolean",
    },
    compute=_compute,
)
