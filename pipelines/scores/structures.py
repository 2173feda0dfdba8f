"""Maturity by structure, theme and wave; « ensemble » is the mean of the themes that have a score.

A theme's score is the mean of the answers given, weighted by question, from 0 to 100. Coverage is
the weight answered over the weight asked, « non concerné » left out. « Ne sait pas » is a missing
answer, never a zero.
"""

import duckdb
import pandas as pd

from pipelines.scores.computed_table import ComputedTable

QUERY = """
with themes as (
    select
        answers.structure_id, answers.siren_epci, answers.wave, answers.theme,
        answers.is_simulated,
        any_value(themes.weight) as theme_weight,
        sum(answers.weight * answers.value) as points,
        sum(answers.weight) filter (answers.value is not null) as answered,
        sum(answers.weight)
            filter (answers.state not in ('not_applicable', 'not_asked')) as expected,
        count(answers.value) as items_answered,
        count(*) filter (answers.state <> 'not_asked') as items_asked
    from staging.survey_answers as answers
    join staging.survey_themes as themes on answers.theme = themes.theme
    where answers.kind = 'scale'
    group by all
)
select
    * exclude (theme_weight, points, answered, expected),
    100 * points / answered as score,
    coalesce(answered, 0) / expected as coverage
from themes
union all by name
select
    structure_id, siren_epci, wave, 'ensemble' as theme, is_simulated,
    100 * sum(theme_weight * points / answered)
        / sum(theme_weight) filter (answered > 0) as score,
    sum(items_answered) as items_answered,
    sum(items_asked) as items_asked,
    coalesce(sum(answered), 0) / sum(expected) as coverage
from themes
group by all
"""


def _compute(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return con.execute(QUERY).df()


TABLE = ComputedTable(
    name="structures",
    grain="Maturité par structure, une ligne par structure, vague et thème ou « ensemble ».",
    recipe="Moyenne des réponses pondérée par question, puis des thèmes pondérée par thème.",
    reads=("staging.survey_answers", "staging.survey_themes"),
    types={
        "structure_id": "varchar",
        "siren_epci": "varchar",
        "wave": "integer",
        "theme": "varchar",
        "score": "double",
        "coverage": "double",
        "items_answered": "integer",
        "items_asked": "integer",
        "is_simulated": "boolean",
    },
    compute=_compute,
)
