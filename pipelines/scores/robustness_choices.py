"""Which choice of the method moves the index of the EPCI most: weights, scale or aggregation?"""

import duckdb
import numpy as np
import pandas as pd

from pipelines.scores import parameters
from pipelines.scores.computed_table import ComputedTable
from pipelines.scores.intervals import Floats
from pipelines.scores.simulation import (
    AGGREGATIONS,
    NORMALISATIONS,
    Wave,
    draw_weights,
    evaluate,
    first_order_shares,
    prepare,
    rank,
)

THEMES = """
select scores.*, themes.weight
from scores.structures as scores
join staging.survey_themes as themes on scores.theme = themes.theme
"""
PARAMETERS = "select name, value from reference.parameters"
CHOICES = ("weights", "normalisation", "aggregation")
TOGETHER = "combinations"


def _compute(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    threshold, coverage, seed, draws, concentration = parameters.read(
        con.execute(PARAMETERS).fetchall(),
        "disclosure_threshold", "robustness_coverage", "seed", "robustness_draws",
        "robustness_concentration",
    )  # fmt: skip
    found = [pd.DataFrame(columns=list(TYPES))]
    for year, rows in con.execute(THEMES).df().groupby("wave"):
        wave = prepare(rows, threshold, coverage)
        if wave.epci:
            random = np.random.default_rng([int(seed), int(str(year))])
            scores = _every_way(wave, draw_weights(wave, int(draws), concentration, random))
            told = pd.DataFrame(
                {
                    "choice": [*CHOICES, TOGETHER],
                    "score_share": _mean_shares(scores),
                    "rank_share": _mean_shares(rank(scores)),
                }
            )
            found.append(told.assign(wave=year, is_simulated=bool(rows["is_simulated"].any())))
    return pd.concat(found)


def _every_way(wave: Wave, weights: Floats) -> Floats:
    """Each normalisation and aggregation under all the weights: weights × 3 × 3 × EPCI."""
    ways = [
        [evaluate(wave, weights, normalisation, aggregation) for aggregation in AGGREGATIONS]
        for normalisation in NORMALISATIONS
    ]
    return np.moveaxis(np.array(ways), 2, 0)


def _mean_shares(values: Floats) -> list[float]:
    """The shares of each choice, then of their combinations; NaN when nothing ever moves."""
    shares = first_order_shares(values)
    moving = shares[:, ~np.isnan(shares[0])]
    if not moving.size:
        return [np.nan] * (len(CHOICES) + 1)
    alone = [min(1.0, float(share)) for share in moving.mean(axis=1)]
    return [*alone, max(0.0, 1 - sum(alone))]


TYPES = {
    "wave": "integer",
    "choice": "varchar",
    "score_share": "double",
    "rank_share": "double",
    "is_simulated": "boolean",
}
TABLE = ComputedTable(
    name="robustness_choices",
    grain="Poids des choix de méthode, une ligne par vague et choix, et une pour leurs "
    "combinaisons.",
    recipe="Parts de premier ordre de la variance (Sobol) des scores et des rangs des EPCI, toutes "
    "les normalisations et agrégations croisées avec les poids tirés ; moyenne des EPCI.",
    reads=("reference.parameters", "scores.structures", "staging.survey_themes"),
    types=TYPES,
    compute=_compute,
)
