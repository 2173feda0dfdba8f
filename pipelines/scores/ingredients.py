"""The ingredients that go with maturity: structures that have one set against those that do not.

An association, never a cause: nothing here tells which leads to which, nor what leads to both.
"""

from typing import Any

import duckdb
import numpy as np
import pandas as pd

from pipelines.scores import parameters
from pipelines.scores.associations import LABELS, tell
from pipelines.scores.comparisons import (
    adjusted_difference,
    difference_interval,
    holm,
    permutation_p,
)
from pipelines.scores.computed_table import ComputedTable

# Who does not say is in neither group. Without any policy: every role that concerns the structure
# is known, and none is a participation.
QUERY = """
with profiles as (
    select
        structure_id, wave,
        max(answer_code) filter (question_code = 'approval') as approval,
        max(answer_code) filter (question_code = 'size_tier') as size_tier
    from staging.survey_answers
    where state = 'answered'
    group by all
),
said as (
    select structure_id, wave, 'axe' as ingredient, answer_code = 'inscrit' as has
    from staging.survey_answers
    where question_code = 'ing_axe' and state = 'answered'
    union all
    select structure_id, wave, 'collectifs', value > 0
    from staging.survey_answers
    where question_code = 'ing_collectifs' and state = 'answered'
    union all
    select structure_id, wave, 'ambassadeur', answer_code = 'oui'
    from staging.survey_answers
    where question_code = 'ing_ambassadeur' and state = 'answered'
    union all
    select
        structure_id, wave, 'politiques',
        case
            when bool_or(participates) then true
            when bool_and(state not in ('dont_know', 'missing'))
                and bool_or(state = 'answered') then false
        end
    from staging.survey_answers
    where kind = 'participation'
    group by structure_id, wave
)
select
    scores.structure_id, scores.wave, said.ingredient, said.has, scores.score,
    profiles.approval, profiles.size_tier, scores.is_simulated
from scores.structures as scores
left join said using (structure_id, wave)
left join profiles using (structure_id, wave)
where scores.theme = 'ensemble' and scores.score is not null
order by scores.wave, scores.structure_id
"""
PARAMETERS = "select name, value from reference.parameters"
SIGNIFICANT = 0.05


def _compute(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    threshold, smallest, seed, draws = parameters.read(
        con.execute(PARAMETERS).fetchall(),
        "disclosure_threshold", "min_group", "seed", "resampling_draws",
    )  # fmt: skip
    needed = int(max(threshold, smallest))
    compared = []
    for wave, rows in con.execute(QUERY).df().groupby("wave"):
        everyone = rows["structure_id"].nunique()
        simulated = bool(rows["is_simulated"].any())
        for number, ingredient in enumerate(LABELS):
            random = np.random.default_rng([int(seed), int(str(wave)), number])
            told = _compare(rows[rows["ingredient"] == ingredient], needed, int(draws), random)
            told |= {"wave": wave, "ingredient": ingredient, "is_simulated": simulated}
            told["unknown"] = everyone - told["n_with"] - told["n_without"]
            compared.append(told)
    found = pd.DataFrame(compared, columns=list(TYPES))
    found["p_holm"] = found.groupby("wave")["p"].transform(_corrected)
    found["verdict"] = _verdicts(found)
    found["ingredient_label"] = found["ingredient"].map(LABELS)
    found["sentence"] = [tell(row, needed) for row in found.to_dict("records")]
    return found


def _compare(
    rows: pd.DataFrame, needed: int, draws: int, random: np.random.Generator
) -> dict[str, Any]:
    """One ingredient in one wave; only the sizes when a group is too small."""
    known = rows[rows["has"].notna()]
    has, scores = known["has"].to_numpy(bool), known["score"].to_numpy(float)
    one, other = scores[has], scores[~has]
    sizes = {"n_with": len(one), "n_without": len(other)}
    if min(sizes.values()) < needed:
        return sizes
    low, high = difference_interval(one, other, draws, random)
    return {
        **sizes,
        "mean_with": one.mean(),
        "mean_without": other.mean(),
        "difference": one.mean() - other.mean(),
        "low": low,
        "high": high,
        "p": permutation_p(one, other, draws, random),
        **_adjusted(known),
    }


def _adjusted(known: pd.DataFrame) -> dict[str, Any]:
    """Type and size held equal, among those that say both."""
    used = known.dropna(subset=["approval", "size_tier"])
    found = adjusted_difference(
        used["score"].to_numpy(float),
        used["has"].to_numpy(bool),
        [used["approval"].tolist(), used["size_tier"].tolist()],
    )
    if found is None:
        return {}
    return {
        "adjusted_difference": found[0],
        "adjusted_low": found[1],
        "adjusted_high": found[2],
        "n_adjusted": len(used),
    }


def _corrected(values: "pd.Series[float]") -> "pd.Series[float]":
    """Holm's correction among the comparisons that were made."""
    made = values.dropna()
    return pd.Series(holm(made.tolist()), index=made.index, dtype=float).reindex(values.index)


def _verdicts(found: pd.DataFrame) -> "np.ndarray[tuple[int, ...], np.dtype[np.str_]]":
    """Established: by the corrected p and by the interval, both."""
    doubtful = (found["p_holm"] >= SIGNIFICANT) | ((found["low"] <= 0) & (found["high"] >= 0))
    cases = [found["p"].isna(), doubtful, found["difference"] > 0]
    return np.select(cases, ["trop_peu", "non_etablie", "positive"], "negative")


TYPES = {
    "wave": "integer",
    "ingredient": "varchar",
    "ingredient_label": "varchar",
    "n_with": "integer",
    "n_without": "integer",
    "unknown": "integer",
    "mean_with": "double",
    "mean_without": "double",
    "difference": "double",
    "low": "double",
    "high": "double",
    "p": "double",
    "p_holm": "double",
    "adjusted_difference": "double",
    "adjusted_low": "double",
    "adjusted_high": "double",
    "n_adjusted": "integer",
    "verdict": "varchar",
    "sentence": "varchar",
    "is_simulated": "boolean",
}
TABLE = ComputedTable(
    name="ingredients",
    grain="Ingrédients et maturité, une ligne par vague et ingrédient.",
    recipe="Écart des moyennes avec et sans : intervalle par rééchantillonnage, test de "
    "permutation corrigé (Holm) par vague, écart à type et taille égaux (moindres carrés).",
    reads=("reference.parameters", "scores.structures", "staging.survey_answers"),
    types=TYPES,
    compute=_compute,
)
