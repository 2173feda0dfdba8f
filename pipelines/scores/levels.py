"""The levels of maturity, from sql/reference/maturity_levels.csv: from which score each begins."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.scores.intervals import Floats

DIGITS = 9  # the last digits of a sum must not decide of a level, nor of a rank


@dataclass(frozen=True)
class Levels:
    """The levels by their lower bound, rising; the first begins at 0."""

    codes: tuple[str, ...]
    lows: tuple[float, ...]

    @classmethod
    def of(cls, rows: Sequence[tuple[str, float]]) -> "Levels":
        """Take the (level, low) rows of the reference table."""
        known = sorted(rows, key=lambda row: row[1])
        return cls(tuple(code for code, _ in known), tuple(low for _, low in known))

    def named(self, scores: ArrayLike) -> NDArray[np.object_]:
        """Return the level of each score; None for an unknown one."""
        values = np.asarray(scores, float)
        codes = np.array([*self.codes, None], dtype=object)
        return codes[np.where(np.isnan(values), len(self.codes), self._places(values))]

    def shares(self, scores: Floats) -> dict[str, Floats]:
        """Return, by level, the part of the rows (draws) in which each column stands there."""
        places = self._places(scores)
        return {code: (places == place).mean(axis=0) for place, code in enumerate(self.codes)}

    def _places(self, scores: Floats) -> NDArray[np.intp]:
        return np.searchsorted(self.lows, np.round(scores, DIGITS), side="right") - 1
