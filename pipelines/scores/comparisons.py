"""Two groups of structures compared: how far apart, how sure, and all else known being equal."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from pipelines.scores.intervals import CONFIDENCE, Floats

BATCH = 1_000_000  # numbers drawn at a time: the memory does not grow with the structures
SPARE = 10  # structures needed beyond the parameters of an adjustment
ROUNDING = 1e-9


def difference_interval(
    one: Floats, other: Floats, draws: int, random: Generator
) -> tuple[float, float]:
    """Return the 95 % bounds of mean(one) - mean(other): percentile bootstrap, group by group.

    The groups are sorted first: the result depends on the values and the generator alone.
    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapters 8 and 13.
    """
    means = _resampled_means(np.sort(one), draws, random)
    differences = means - _resampled_means(np.sort(other), draws, random)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(differences, [tail, 1 - tail])
    return float(low), float(high)


def _resampled_means(values: Floats, draws: int, random: Generator) -> Floats:
    return np.concatenate(
        [
            values[random.integers(len(values), size=(size, len(values)))].mean(axis=1)
            for size in _batches(draws, len(values))
        ]
    )


def permutation_p(one: Floats, other: Floats, draws: int, random: Generator) -> float:
    """Return the two-sided p of the difference of the means, labels shuffled `draws` times.

    (1 + shuffles at least as far apart) / (1 + draws): never 0.
    Source: Phipson and Smyth, Permutation P-values Should Never Be Zero (2010).
    """
    pooled = np.sort(np.concatenate([one, other]))
    observed = abs(one.mean() - other.mean())
    as_far = 0
    for size in _batches(draws, len(pooled)):
        shuffled = random.permuted(np.tile(pooled, (size, 1)), axis=1)
        apart = shuffled[:, : len(one)].mean(axis=1) - shuffled[:, len(one) :].mean(axis=1)
        as_far += int((np.abs(apart) >= observed - ROUNDING).sum())
    return (1 + as_far) / (1 + draws)


def _batches(draws: int, width: int) -> Iterator[int]:
    size = max(1, BATCH // width)
    for start in range(0, draws, size):
        yield min(size, draws - start)


def holm(values: Sequence[float]) -> list[float]:
    """Return the p-values corrected for being several, in their order.

    Source: Holm, A Simple Sequentially Rejective Multiple Test Procedure (1979).
    """
    given = np.asarray(values, float)
    rising = np.argsort(given, kind="stable")
    scaled = given[rising] * np.arange(len(given), 0, -1)
    corrected = np.empty_like(given)
    corrected[rising] = np.minimum(np.maximum.accumulate(scaled), 1)
    return [float(value) for value in corrected]


def adjusted_difference(
    scores: Floats, has: NDArray[np.bool_], factors: Sequence[Sequence[str]]
) -> tuple[float, float, float] | None:
    """Return the difference of those who have to the others, factors held equal, and its bounds.

    Least squares on the presence and one indicator per category of each factor, with the
    Student interval at 95 %. None when there are fewer than 10 structures beyond the parameters,
    or when the factors say already who has and who has not.
    """
    from scipy.special import stdtrit

    columns = [np.ones(len(scores)), *(c for factor in factors for c in _indicators(factor))]
    others = np.column_stack(columns)
    design = np.column_stack([has.astype(float), others])
    rank = int(np.linalg.matrix_rank(design))
    if len(scores) < SPARE + design.shape[1] or rank == np.linalg.matrix_rank(others):
        return None
    effects, *_ = np.linalg.lstsq(design, scores, rcond=None)
    free = len(scores) - rank
    variance = ((scores - design @ effects) ** 2).sum() / free
    error = np.sqrt(variance * np.linalg.pinv(design.T @ design)[0, 0])
    half = stdtrit(free, (1 + CONFIDENCE) / 2) * error
    return float(effects[0]), float(effects[0] - half), float(effects[0] + half)


def _indicators(factor: Sequence[str]) -> list[Floats]:
    """One column per category but the first."""
    words = np.asarray(factor)
    return [(words == word).astype(float) for word in np.unique(words)[1:]]
