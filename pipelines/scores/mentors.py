"""Who can accompany whom: near a structure that begins on a theme, those well advanced on it."""

import duckdb
import pandas as pd

from pipelines.scores.computed_table import ComputedTable

# Pairs are looked for between communes, not between structures: their number does not grow with
# the answers. Of a commune, only as many mentors as are proposed: others would never be.
QUERY = """
with scored as (
    select scores.*, structures.code_insee,
        scores.score < engaged.low as is_learner,
        scores.score >= anchored.low as is_mentor,
        try_cast(named.value as integer) as proposed
    from scores.structures as scores
    join staging.survey_themes as themes on scores.theme = themes.theme
    join staging.structures as structures on scores.structure_id = structures.structure_id
    join staging.maturity_levels as engaged on engaged.level = 'engage'
    join staging.maturity_levels as anchored on anchored.level = 'ancre'
    join reference.parameters as named on named.name = 'proposals_per_need'
    where scores.is_simulated and structures.is_simulated
        and scores.wave = (select max(wave) from scores.structures)
),
advanced as (
    select * from scored where is_mentor
    qualify row_number() over (
        partition by theme, code_insee order by score desc, structure_id
    ) <= proposed
),
near as (
    select needs.theme, needs.code_insee, advanced.structure_id as mentor_id,
        roads.is_same_epci, roads.km,
        row_number() over (
            partition by needs.theme, needs.code_insee
            -- the most advanced is the widest gap
            order by roads.is_same_epci desc, roads.km, advanced.score desc, advanced.structure_id
        ) as choice
    from (select distinct theme, code_insee from scored where is_learner) as needs
    join advanced on needs.theme = advanced.theme
    join staging.distances as roads
        on needs.code_insee = roads.place and advanced.code_insee = roads.code_insee
    qualify choice <= advanced.proposed
)
select learners.wave, learners.theme, learners.structure_id, near.mentor_id, near.choice,
    near.is_same_epci, near.km, learners.is_simulated
from scored as learners
join near on learners.theme = near.theme and learners.code_insee = near.code_insee
where learners.is_learner
"""


def compute_mentors(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per structure at the first level of a theme and near structure « ancrée » or more.

    The latest wave. Simulated answers and structures only: to tell of real ones takes their
    consent, which is not asked yet.
    """
    return con.execute(QUERY).df()


TABLE = ComputedTable(
    name="mentors",
    grain="Qui peut accompagner qui, une ligne par structure, thème et structure avancée proche.",
    recipe="De commune à commune : le même EPCI d'abord, puis la plus proche, puis la plus "
    "avancée ; autant que `proposals_per_need` (parameters.csv).",
    reads=(
        "reference.parameters",
        "scores.structures",
        "staging.distances",
        "staging.maturity_levels",
        "staging.structures",
        "staging.survey_themes",
    ),
    types={
        "wave": "integer",
        "theme": "varchar",
        "structure_id": "varchar",
        "mentor_id": "varchar",
        "choice": "integer",
        "is_same_epci": "boolean",
        "km": "double",
        "is_simulated": "boolean",
    },
    compute=compute_mentors,
)
