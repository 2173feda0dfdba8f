"""Children into their parent, for all the units and all the draws of weights at once.

Children are arrays (draws or 1) × units, in the order of the columns of `weights` (draws ×
children); `present` says which children count, children × units. Every result is draws × units.
Sums run child by child, so that a unit's score never depends on its place among the others.
"""

from collections.abc import Callable, Sequence

import numpy as np

from pipelines.composite.normalisation import ranks
from pipelines.composite.spec import Flags, Floats

DIGITS = 12  # two sums that differ beyond these significant digits are a tie
BLOCK = 10_000_000  # pairs of units compared at a time


def arithmetic(children: Sequence[Floats], weights: Floats, present: Flags) -> Floats:
    """Weighted mean of the present children: Σ w x / Σ w."""
    return _within(_mean(children, weights, present), children, present)


def geometric(children: Sequence[Floats], weights: Floats, present: Flags) -> Floats:
    """Weighted geometric mean, exp(Σ w ln x / Σ w); 0 as soon as a present child is 0."""
    nil, logarithms = _without_zeros(children, present, np.log)
    mean = np.where(nil, 0.0, np.exp(_mean(logarithms, weights, present)))
    return _within(mean, children, present)


def harmonic(children: Sequence[Floats], weights: Floats, present: Flags) -> Floats:
    """Weighted harmonic mean, Σ w / Σ (w / x); 0 as soon as a present child is 0."""
    nil, inverses = _without_zeros(children, present, np.reciprocal)
    mean = np.where(nil, 0.0, 1.0 / _mean(inverses, weights, present))
    return _within(mean, children, present)


def borda(children: Sequence[Floats], weights: Floats, present: Flags) -> Floats:
    """Weighted mean of the children's Borda points: rank - 1 among the units that have the child.

    Borda (1784); the classical total is this mean times the sum of the weights.
    """
    points = [ranks(_comparable(child, here)) - 1.0 for child, here in _pairs(children, present)]
    return _mean(points, weights, present)


def copeland(children: Sequence[Floats], weights: Floats, present: Flags) -> Floats:
    """Copeland's score (1951): the units that this one outranks, minus those that outrank it.

    A unit outranks another when the weight of the children on which it is higher exceeds the
    weight of those on which it is lower; a child that either lacks is not compared.
    """
    known = [_comparable(child, here) for child, here in _pairs(children, present)]
    units = present.shape[1]
    size = max(1, BLOCK // (len(weights) * units))
    blocks = [slice(first, first + size) for first in range(0, units, size)]
    return np.hstack([_net_wins(known, weights, block) for block in blocks])


AGGREGATIONS: dict[str, Callable[[Sequence[Floats], Floats, Flags], Floats]] = {
    "arithmetic": arithmetic,
    "geometric": geometric,
    "harmonic": harmonic,
    "borda": borda,
    "copeland": copeland,
}
POSITIVE = {"geometric", "harmonic"}  # not defined on a negative value


def _mean(children: Sequence[Floats], weights: Floats, present: Flags) -> Floats:
    points = np.zeros((1, 1))
    total = np.zeros((1, 1))
    for child, weight, here in zip(children, weights.T, present, strict=True):
        points = points + weight[:, None] * np.where(here, child, 0.0)
        total = total + weight[:, None] * here
    mean: Floats = np.divide(points, total, out=np.full(points.shape, np.nan), where=total > 0)
    return mean


def _net_wins(children: Sequence[Floats], weights: Floats, block: slice) -> Floats:
    """Copeland's score of a block of units against all."""
    majority = np.zeros((1, 1, 1))
    for child, weight in zip(children, weights.T, strict=True):
        apart = np.nan_to_num(np.sign(child[:, block, None] - child[:, None, :]))
        majority = majority + weight[:, None, None] * apart
    tie = 10.0**-DIGITS * weights.sum(axis=1)[:, None, None]
    score: Floats = np.where(abs(majority) > tie, np.sign(majority), 0.0).sum(axis=2)
    return score


def _within(mean: Floats, children: Sequence[Floats], present: Flags) -> Floats:
    """A mean lies between the least and the greatest: the last digit of a sum must not say else."""
    least = np.full((1, 1), np.inf)
    greatest = -least
    for child, here in _pairs(children, present):
        least = np.minimum(least, np.where(here, child, np.inf))
        greatest = np.maximum(greatest, np.where(here, child, -np.inf))
    return np.where(np.isnan(mean), np.nan, np.clip(mean, least, greatest))


def _pairs(children: Sequence[Floats], present: Flags) -> list[tuple[Floats, Flags]]:
    return list(zip(children, present, strict=True))


def _without_zeros(
    children: Sequence[Floats], present: Flags, forward: Callable[[Floats], Floats]
) -> tuple[Flags, list[Floats]]:
    """Whether a present child is 0, and the children through `forward`: of 1 where not usable."""
    zeros = [(child == 0) & here for child, here in _pairs(children, present)]
    usable = [
        forward(np.where(here & (child != 0), child, 1.0))
        for child, here in _pairs(children, present)
    ]
    nil = np.logical_or.reduce(np.broadcast_arrays(*zeros))
    return nil, usable


def _comparable(child: Floats, here: Flags) -> Floats:
    """The values to rank: NaN where they do not count, the noise of sums rounded away."""
    known = np.where(here, child, np.nan)
    largest = np.abs(known).max(axis=-1, keepdims=True, where=~np.isnan(known), initial=0.0)
    unit = np.where(largest > 0, largest, 1.0)
    return np.round(known / unit, DIGITS)
