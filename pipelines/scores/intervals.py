"""How far a mean may be from the one that all the structures of a territory would give."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

CONFIDENCE = 0.95
SCORES = (0.0, 100.0)
CHANGES = (-100.0, 100.0)


def student_interval(
    mean: ArrayLike,
    deviation: ArrayLike,
    n: ArrayLike,
    population: ArrayLike | None = None,
    bounds: tuple[float, float] = SCORES,
) -> tuple[Floats, Floats]:
    """Return the bounds of the 95 % interval of each mean, clipped to `bounds`; NaN when n < 2.

    mean ± t(0.975, n - 1) · s / √n · √(1 - n/N), `deviation` s being that of the sample (n - 1).
    `population` N is the number of structures that could have answered; the interval closes on
    the mean when all of them did. None: without end, no correction.
    Source: Cochran, Sampling Techniques (3rd ed., 1977), sections 2.6 and 2.8.
    """
    from scipy.special import stdtrit  # scipy.stats takes a second to import

    means, size = np.asarray(mean, float), np.asarray(n, float)
    known = np.where(size >= 2, size, np.nan)  # noqa: PLR2004 # a deviation takes two values
    left = 1.0 if population is None else 1 - known / np.maximum(known, population)
    half = stdtrit(known - 1, (1 + CONFIDENCE) / 2) * np.asarray(deviation, float)
    half = half / np.sqrt(known) * np.sqrt(left)
    low, high = np.clip(means - half, *bounds), np.clip(means + half, *bounds)
    return low, high


def mean_interval(
    values: ArrayLike, population: float | None = None
) -> tuple[float, float, float] | None:
    """Return the mean of the values and the bounds of its interval; None under two values."""
    given = np.asarray(values, float)
    if len(given) < 2:  # noqa: PLR2004
        return None
    mean = given.mean()
    low, high = student_interval(mean, given.std(ddof=1), len(given), population)
    return float(mean), float(low), float(high)
