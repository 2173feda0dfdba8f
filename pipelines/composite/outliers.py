"""Extreme values brought back, before normalisation: points first, then a logarithm.

Rule of the JRC as COINr applies it (check_SkewKurt, winsorise, log_CT): an indicator is treated
when |skewness| > 2 and kurtosis > 3.5, both with the sample corrections of spreadsheets.
"""

import numpy as np

from pipelines.composite.method import Outliers
from pipelines.composite.spec import Floats

FEWEST = 4  # values below which kurtosis is not defined


def treat(values: Floats, rule: Outliers) -> tuple[Floats, tuple[int, ...]]:
    """Treat units × indicators; returns the values and the places of the columns that changed."""
    treated = values.copy()
    changed = []
    for place in range(values.shape[1]):
        known = ~np.isnan(values[:, place])
        column = values[known, place]
        if not is_tame(column, rule):
            treated[known, place] = _treat_column(column, rule)
            changed.append(place)
    return treated, tuple(changed)


def is_tame(column: Floats, rule: Outliers) -> bool:
    """Whether a column without missing value needs no treatment."""
    if len(column) < FEWEST or column.min() == column.max():
        return True
    return abs(skewness(column)) <= rule.skewness or kurtosis(column) <= rule.kurtosis


def skewness(column: Floats) -> float:
    """Adjusted Fisher-Pearson skewness, G1 (Joanes and Gill, 1998; type 2 of e1071)."""
    n = len(column)
    apart = column - column.mean()
    raw = (apart**3).mean() / (apart**2).mean() ** 1.5
    return float(raw * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(column: Floats) -> float:
    """Adjusted excess kurtosis, G2 (Joanes and Gill, 1998; type 2 of e1071)."""
    n = len(column)
    apart = column - column.mean()
    raw = (apart**4).mean() / (apart**2).mean() ** 2 - 3
    return float(((n + 1) * raw + 6) * (n - 1) / ((n - 2) * (n - 3)))


def _treat_column(column: Floats, rule: Outliers) -> Floats:
    """Bring the extreme point to its neighbour, again and again; else a logarithm of it all."""
    points = column
    for _ in range(rule.max_points):
        rising = skewness(points) >= 0
        extreme = points.max() if rising else points.min()
        others = points[points != extreme]
        points = np.where(points == extreme, others.max() if rising else others.min(), points)
        moved = int((points != column).sum())
        if moved > rule.max_points:
            break
        if is_tame(points, rule):
            return points
    low, high = column.min(), column.max()
    logarithm: Floats = np.log(column - low + 0.01 * (high - low))
    return logarithm
