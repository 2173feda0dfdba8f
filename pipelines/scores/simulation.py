"""The index of the territories, computed again under other weights, normalisations, aggregations.

On theme scores, structures × themes: a theme without a score is left out and the other weights
make the whole. Everything is drawn from one seed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.random import Generator

from pipelines.scores.intervals import Floats
from pipelines.scores.levels import DIGITS

FLOOR = 1.0  # a point out of 100: under it one theme at nought would make the whole nought
BATCH = 1_000_000  # scores of structures held at a time


@dataclass(frozen=True)
class Wave:
    """What the draws of a wave rest on."""

    scores: Floats  # structures × themes, 0 to 100, NaN without a score
    shares: Floats  # the declared weights of the themes, of sum 1
    members: Floats  # structures × EPCI: 1 / n for the n structures of the EPCI, else 0
    epci: tuple[str, ...]  # those with enough structures to be shown


def prepare(rows: pd.DataFrame, threshold: float, coverage: float) -> Wave:
    """Make a Wave of the lines (structure_id, siren_epci, theme, score, weight) of one wave.

    A structure counts when its themes that have a score bear `coverage` of the declared weight
    (0 to 1); an EPCI when it has `threshold` such structures. The order of the lines is of no
    consequence.
    """
    weights = rows.groupby("theme")["weight"].first().sort_index()
    shares = (weights / weights.sum()).to_numpy(float)
    wide = rows.pivot_table(
        index=["siren_epci", "structure_id"], columns="theme", values="score"
    ).reindex(columns=weights.index)
    wide = wide[wide.notna().to_numpy() @ shares >= coverage - 1e-9].sort_index()
    sirens = wide.index.get_level_values("siren_epci")
    counts = sirens.value_counts().sort_index()
    epci = tuple(str(siren) for siren in counts[counts >= threshold].index)
    members = np.array(sirens)[:, None] == np.array(epci, dtype=object)[None, :]
    return Wave(wide.to_numpy(float), shares, members / np.maximum(members.sum(axis=0), 1), epci)


def draw_weights(wave: Wave, draws: int, concentration: float, random: Generator) -> Floats:
    """Draw weights of the themes around the declared ones: draws × themes, each of sum 1.

    Dirichlet of parameters concentration × declared share: their mean is the declared share.
    """
    return random.dirichlet(concentration * wave.shares, size=draws)


def declared(scores: Floats) -> Floats:
    """The scores as they are: 0 and 100 are the ends of the scale of the answers."""
    return scores


def min_max(scores: Floats) -> Floats:
    """0 for the lowest of the wave, 100 for the highest, theme by theme; one value alone stays."""
    frame = pd.DataFrame(scores)
    low, high = frame.min(), frame.max()
    scaled = 100 * (frame - low) / (high - low).where(high > low)
    return scaled.where(high > low, frame).to_numpy()


def rank_percent(scores: Floats) -> Floats:
    """The part of the wave below, theme by theme, from 0 to 100: 100 · (rank - 1/2) / n."""
    ranks = pd.DataFrame(scores).rank(method="average")
    return (100 * (ranks - 0.5) / ranks.notna().sum()).to_numpy()


NORMALISATIONS: dict[str, Callable[[Floats], Floats]] = {
    "declared": declared,
    "min_max": min_max,
    "rank_percent": rank_percent,
}


def _same(values: Floats) -> Floats:
    return values


def _log(values: Floats) -> Floats:
    return np.log(np.maximum(values, FLOOR))


def _inverse(values: Floats) -> Floats:
    return np.reciprocal(np.maximum(values, FLOOR))


# a mean is: there, weighted mean, back
AGGREGATIONS: dict[str, tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]] = {
    "arithmetic": (_same, _same),
    "geometric": (_log, np.exp),
    "harmonic": (_inverse, np.reciprocal),
}


def evaluate(wave: Wave, weights: Floats, normalisation: str, aggregation: str) -> Floats:
    """Return the score of each EPCI under each row of weights, draws × EPCI, from 0 to 100.

    The mean of its structures, each the aggregate of its normalised themes. In batches of draws:
    the memory does not grow with their number.
    """
    there, back = AGGREGATIONS[aggregation]
    values = NORMALISATIONS[normalisation](wave.scores)
    known = ~np.isnan(values)
    moved = np.where(known, there(np.where(known, values, FLOOR)), 0.0)
    size = max(1, BATCH // max(1, len(values)))
    batches = [weights[start : start + size] for start in range(0, len(weights), size)]
    means = [back((w @ moved.T) / (w @ known.T)) @ wave.members for w in batches]
    scores: Floats = np.concatenate([np.empty((0, len(wave.epci))), *means])
    return np.clip(scores, 0.0, 100.0)


def rank(scores: Floats) -> Floats:
    """Rank along the last axis, 1 for the highest; equals share the better rank."""
    rounded = np.round(scores, DIGITS)
    above: Floats = (rounded[..., None, :] > rounded[..., :, None]).sum(axis=-1, dtype=float)
    return 1 + above


def first_order_shares(values: Floats) -> Floats:
    """Return the share of the variance due to each choice alone, choices × cases.

    `values`: one axis per choice, every combination computed, then the cases. The share is the
    variance of the means given the choice over the whole variance; NaN for a case without any.
    What remains to 1 is due to combinations of choices.
    Source: Saltelli et al., Global Sensitivity Analysis, The Primer (2008), section 1.2.
    """
    choices = range(values.ndim - 1)
    total = values.var(axis=tuple(choices))
    with_some = np.where(total > 10.0 ** (-2 * DIGITS), total, np.nan)
    return np.array(
        [
            values.mean(axis=tuple(other for other in choices if other != choice)).var(axis=0)
            / with_some
            for choice in choices
        ]
    )
