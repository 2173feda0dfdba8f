"""Would an EPCI stand elsewhere, had the index been made otherwise? Rank and score intervals."""

from itertools import product

import duckdb
import numpy as np
import pandas as pd

from pipelines.scores import parameters
from pipelines.scores.computed_table import ComputedTable
from pipelines.scores.intervals import Floats
from pipelines.scores.levels import Levels
from pipelines.scores.simulation import (
    AGGREGATIONS,
    NORMALISATIONS,
    Wave,
    draw_weights,
    evaluate,
    prepare,
    rank,
)

THEMES = """
select scores.*, themes.weight
from scores.structures as scores
join staging.survey_themes as themes on scores.theme = themes.theme
"""
PARAMETERS = "select name, value from reference.parameters"
LEVELS = "select level, low::double from reference.maturity_levels"
BOUNDS = (0.05, 0.5, 0.95)


def _compute(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    levels = Levels.of(con.execute(LEVELS).fetchall())
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
            weights = draw_weights(wave, int(draws), concentration, random)
            scores = _drawn_scores(wave, weights, random)
            told = _intervals(wave, scores, levels)
            found.append(told.assign(wave=year, is_simulated=bool(rows["is_simulated"].any())))
    return pd.concat(found)


def _drawn_scores(wave: Wave, weights: Floats, random: np.random.Generator) -> Floats:
    """One normalisation and one aggregation by chance for each draw: draws × EPCI."""
    ways = list(product(NORMALISATIONS, AGGREGATIONS))
    drawn = random.integers(len(ways), size=len(weights))
    scores = np.empty((len(weights), len(wave.epci)))
    for number, way in enumerate(ways):
        scores[drawn == number] = evaluate(wave, weights[drawn == number], *way)
    return scores


def _intervals(wave: Wave, scores: Floats, levels: Levels) -> pd.DataFrame:
    ranks = np.quantile(rank(scores), BOUNDS, axis=0, method="inverted_cdf")
    low, _, high = np.quantile(scores, BOUNDS, axis=0)
    shares = {f"share_{code}": share for code, share in levels.shares(scores).items()}
    return pd.DataFrame(
        {
            "siren_epci": wave.epci,
            "structures": (wave.members > 0).sum(axis=0),
            "draws": len(scores),
            "rank_low": ranks[0],
            "rank_median": ranks[1],
            "rank_high": ranks[2],
            "ranked": len(wave.epci),
            "score_low": low,
            "score_high": high,
            **shares,
        }
    )


TYPES = {
    "siren_epci": "varchar",
    "wave": "integer",
    "structures": "integer",
    "draws": "integer",
    "rank_low": "integer",
    "rank_median": "integer",
    "rank_high": "integer",
    "ranked": "integer",
    "score_low": "double",
    "score_high": "double",
    "share_emergent": "double",
    "share_engage": "double",
    "share_ancre": "double",
    "share_ressource": "double",
    "is_simulated": "boolean",
}
TABLE = ComputedTable(
    name="robustness",
    grain="Solidité du classement, une ligne par EPCI montré et vague.",
    recipe="Tirages de Monte-Carlo des poids, de la normalisation et de l'agrégation : bornes à "
    "5 et 95 % des rangs et des scores, part des tirages dans chaque niveau.",
    reads=(
        "reference.maturity_levels",
        "reference.parameters",
        "scores.structures",
        "staging.survey_themes",
    ),
    types=TYPES,
    compute=_compute,
)
