"""Maturity by structure and wave, by the composite engine: themes, index, ingredients.

The trees and their method are tables of sql/reference: questions into themes into « ensemble » for
the practices; ingredients into « ingredients », beside it. « Non concerné » gives its weight to its
siblings; « ne sait pas » and no answer are missing; a result with less than the declared share of
its weight answered has no score.
"""

from typing import Any

import duckdb
import numpy as np
import pandas as pd

from pipelines.composite.engine import Scores, compute
from pipelines.composite.method import Method
from pipelines.composite.spec import Aggregate, Flags, Indicator, Spec
from pipelines.scores.computed_table import ComputedTable

UNIT = ["structure_id", "siren_epci", "is_simulated"]
METHOD = ["normalisation", "aggregation", "min_coverage", "missing"]
# of the several questions of an indicator, the most advanced answer counts
ITEMS = """select answers.structure_id, answers.siren_epci, answers.is_simulated, answers.wave,
    indicators.dimension, indicators.code, max(answers.value) as value,
    bool_or(answers.state not in ('not_applicable', 'not_asked')) as is_concerned,
    bool_or(answers.state <> 'not_asked') as is_asked
from staging.survey_answers as answers
join staging.index_indicators as indicators
    on list_contains(indicators.questions, answers.question_code)
group by all order by all"""
DIMENSIONS = """select dimension, normalisation, aggregation, min_coverage, missing
from staging.index_dimensions order by position"""
INDICATORS = """select code, parent, weight, low, high
from staging.index_indicators where dimension = ? order by code"""
AGGREGATES = """select code, coalesce(parent, ''), weight
from staging.index_aggregates where dimension = ? order by code"""


def compute_scores(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per structure, wave and result of a dimension that the wave asked for."""
    items = con.execute(ITEMS).df()
    frames = []
    for dimension, *method in con.execute(DIMENSIONS).fetchall():
        for wave, asked in items[items.dimension == dimension].groupby("wave"):
            spec = _spec(con, dimension, Method(**dict(zip(METHOD, method, strict=True))), asked)
            frames.append(_score(asked, spec).assign(wave=int(str(wave))))
    return pd.concat(frames) if frames else pd.DataFrame(columns=list(TABLE.types))


def _spec(
    con: duckdb.DuckDBPyConnection, dimension: str, method: Method, asked: pd.DataFrame
) -> Spec:
    """The index of one dimension, of what one wave asked."""
    codes = set(asked.code)
    indicators = tuple(
        Indicator(code, parent, weight, low=low, high=high)
        for code, parent, weight, low, high in con.execute(INDICATORS, [dimension]).fetchall()
        if code in codes
    )
    parents = {indicator.parent for indicator in indicators}
    aggregates = tuple(
        Aggregate(*row)
        for row in con.execute(AGGREGATES, [dimension]).fetchall()
        if row[0] in parents or not row[1]
    )
    return Spec(indicators, aggregates, method)


def _score(asked: pd.DataFrame, spec: Spec) -> pd.DataFrame:
    codes = [indicator.code for indicator in spec.indicators]
    values, concerned, shown = (
        asked.pivot(index=UNIT, columns="code", values=column)[codes]
        for column in ("value", "is_concerned", "is_asked")
    )
    scores = compute(spec, values.to_numpy(float), concerned.to_numpy(bool))
    units = values.index.to_frame(index=False)
    return pd.concat(
        [
            pd.concat([units, pd.DataFrame(columns)], axis=1)
            for columns in _results(spec, scores, shown.to_numpy(bool))
        ]
    )


def _results(spec: Spec, scores: Scores, shown: Flags) -> list[dict[str, Any]]:
    """The columns of each aggregate, in the order of the units."""
    standing = scores.standing
    return [
        {
            "theme": aggregate.code,
            "score": scores.aggregates[:, place],
            "coverage": np.where(standing.concerned[:, place], standing.coverage[:, place], np.nan),
            "is_concerned": standing.concerned[:, place],
            "items_answered": standing.answered[:, place],
            "items_asked": shown[:, _below(spec, aggregate.code)].sum(axis=1),
        }
        for place, aggregate in enumerate(spec.aggregates)
    ]


def _below(spec: Spec, code: str) -> list[int]:
    """The places of the indicators under an aggregate."""
    parents = {node.code: node.parent for node in spec.nodes}

    def leads_there(node: str) -> bool:
        return node == code or (bool(parents[node]) and leads_there(parents[node]))

    return [i for i, indicator in enumerate(spec.indicators) if leads_there(indicator.code)]


TABLE = ComputedTable(
    name="structures",
    grain="Maturité par structure, une ligne par structure, vague et thème (ou dimension).",
    recipe="Indicateurs ramenés de 0 à 100, puis moyennes pondérées, par pipelines/composite.",
    reads=(
        "staging.index_aggregates",
        "staging.index_dimensions",
        "staging.index_indicators",
        "staging.survey_answers",
    ),
    types={
        "structure_id": "varchar",
        "siren_epci": "varchar",
        "wave": "integer",
        "theme": "varchar",
        "score": "double",
        "coverage": "double",
        "is_concerned": "boolean",
        "items_answered": "integer",
        "items_asked": "integer",
        "is_simulated": "boolean",
    },
    compute=compute_scores,
)
