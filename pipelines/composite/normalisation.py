"""Raw values to comparable ones, indicator by indicator.

Formulas: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 5; conventions on
ties, direction and goalposts as in COINr (Becker et al., 2022). A missing value (NaN) stays one.
"""

from collections.abc import Callable, Sequence

import numpy as np

from pipelines.composite.method import Method
from pipelines.composite.refusals import undefined
from pipelines.composite.spec import Floats, Indicator
from pipelines.errors import Problem, UnusableInput

LOGARITHMS = {"log": np.log, "log10": np.log10}


def transform(values: Floats, indicators: Sequence[Indicator]) -> Floats:
    """Take the logarithm of the columns that ask for it; raises UnusableInput under or at 0."""
    problems = [
        undefined("le logarithme n'existe que d'un nombre positif.", one.code, column, column <= 0)
        for one, column in zip(indicators, values.T, strict=True)
        if one.transform and (column <= 0).any()
    ]
    if problems:
        raise UnusableInput(problems)
    columns = [
        LOGARITHMS[one.transform](column) if one.transform else column
        for one, column in zip(indicators, values.T, strict=True)
    ]
    return np.column_stack(columns)


def normalise(values: Floats, indicators: Sequence[Indicator], method: Method) -> Floats:
    """Normalise transformed values, units × indicators; direction -1 first changes their sign.

    Raises UnusableInput, naming the indicator, when its values leave nothing to compare.
    """
    kind = method.normalisation
    problems = [
        Problem(
            "les valeurs de cet indicateur ne se comparent pas.",
            column=one.code,
            found=f"une seule valeur, {column[known][0]:g}",
            expected=f"au moins deux valeurs différentes, pour {kind}",
        )
        for one, column in zip(indicators, values.T, strict=True)
        if (known := ~np.isnan(column)).any() and _incomparable(column[known], kind)
    ]
    if problems:
        raise UnusableInput(problems)
    flipped = values * np.array([one.direction for one in indicators], dtype=float)
    if kind == "goalposts":
        return _goalposts(flipped, indicators, method)
    return NORMALISATIONS[kind](flipped, method) + 0.0  # no negative zero


def ranks(values: Floats) -> Floats:
    """Ranks along the last axis, 1 for the lowest; ties share the lowest rank, NaN stays NaN."""
    order = np.argsort(values, axis=-1)  # NaN last
    ascending = np.take_along_axis(values, order, axis=-1)
    places = np.broadcast_to(np.arange(1.0, values.shape[-1] + 1), values.shape)
    first = np.ones(values.shape, dtype=bool)
    first[..., 1:] = ascending[..., 1:] != ascending[..., :-1]
    ranked = np.empty(values.shape)
    lowest = np.maximum.accumulate(np.where(first, places, 0.0), axis=-1)
    np.put_along_axis(ranked, order, lowest, axis=-1)
    return np.where(np.isnan(values), np.nan, ranked)


def _incomparable(known: Floats, kind: str) -> bool:
    if kind in {"minmax", "zscore"}:
        return bool(known.min() == known.max())
    return kind == "percentrank" and len(known) == 1


def _goalposts(flipped: Floats, indicators: Sequence[Indicator], method: Method) -> Floats:
    """(x - low) / (high - low), or (high - x) / (high - low) for direction -1."""
    ends = np.array([[one.low, one.high] for one in indicators], dtype=float).T
    if np.isnan(ends).any():
        raise ValueError("goalposts: every indicator needs a low and a high")
    ends = transform(ends, indicators) * np.array([one.direction for one in indicators])
    low, high = ends.min(axis=0), ends.max(axis=0)
    share = (flipped - low) / (high - low)
    return _scale(np.clip(share, 0.0, 1.0) if method.clamp else share, method)


def _minmax(flipped: Floats, method: Method) -> Floats:
    known = ~np.isnan(flipped)
    low = flipped.min(axis=0, where=known, initial=np.inf)
    high = flipped.max(axis=0, where=known, initial=-np.inf)
    return _scale((flipped - low) / (high - low), method)


def _zscore(flipped: Floats, method: Method) -> Floats:
    """The deviation is the sample's, n - 1."""
    known = ~np.isnan(flipped)
    count = known.sum(axis=0)
    some = np.where(count > 1, count, np.nan)  # a column without a value has no mean, no warning
    mean = flipped.sum(axis=0, where=known) / some
    spread = ((flipped - mean) ** 2).sum(axis=0, where=known) / (some - 1)
    scores: Floats = (flipped - mean) / np.sqrt(spread) * method.sd + method.mean
    return scores


def _rank(flipped: Floats, _: Method) -> Floats:
    return ranks(flipped.T).T


def _percentrank(flipped: Floats, _: Method) -> Floats:
    count = (~np.isnan(flipped)).sum(axis=0)
    return (_rank(flipped, _) - 1.0) / np.where(count > 1, count - 1.0, np.nan)


def _borda(flipped: Floats, _: Method) -> Floats:
    return _rank(flipped, _) - 1.0


def _none(flipped: Floats, _: Method) -> Floats:
    return flipped


NORMALISATIONS: dict[str, Callable[[Floats, Method], Floats]] = {
    "minmax": _minmax,
    "zscore": _zscore,
    "rank": _rank,
    "percentrank": _percentrank,
    "borda": _borda,
    "none": _none,
}


def _scale(share: Floats, method: Method) -> Floats:
    bottom, top = method.scale
    return bottom + (top - bottom) * share
