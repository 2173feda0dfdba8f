"""How narrowly can a reader of the published figures bound one structure? Linear programmes.

Unknowns lie in [0, most]; a figure says that a sum of them lies in [low, high]. Any point that
agrees with all the figures could be the truth: the range of an unknown over such points is what a
reader knows of it. A few random programmes already reach far for most unknowns at once; whatever
stays narrow gets two programmes of its own, so that none is called narrow, or wide, by chance.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]

DRAWS = 6  # random programmes, over what is still narrow, before those of single targets
SLACK = 1e-6  # of a solver


@dataclass
class System:
    """Figures over unknowns: low ≤ matrix · x ≤ high, 0 ≤ x ≤ most, and the true x."""

    matrix: sparse.csr_array  # figures × unknowns
    low: Floats
    high: Floats
    most: float
    truth: Floats
    is_whole: bool = False  # whether unknowns are 0 or 1, nothing between

    def solve(self, direction: Floats) -> Floats:
        """Return the point that goes furthest along `direction`; the truth if the solver fails."""
        from scipy.optimize import Bounds, LinearConstraint, milp  # late: takes a while to import

        found = milp(
            -direction,
            constraints=LinearConstraint(self.matrix, self.low - SLACK, self.high + SLACK),
            bounds=Bounds(0, self.most),
            integrality=np.full(len(direction), int(self.is_whole)),
        )
        return self.truth if found.x is None else np.clip(found.x, 0, self.most)


class Reach:
    """How far each target (a row of weights over the unknowns) is known to be able to go.

    Dropping figures only widens what is possible: what was reached once stays reached.
    """

    def __init__(self, targets: sparse.csr_array, truth: Floats) -> None:
        self.targets = targets
        self.low = targets @ truth
        self.high = self.low.copy()

    @property
    def width(self) -> Floats:
        """The width reached by each target so far."""
        width: Floats = self.high - self.low
        return width

    def settle(self, system: System, places: NDArray[np.intp], needed: Floats) -> NDArray[np.intp]:
        """Widen the targets at `places`; return those that cannot have their needed width."""
        random = np.random.default_rng(26)
        for _ in range(DRAWS):
            narrow = self._narrow(places, needed)
            signs = random.choice([-1.0, 1.0], len(narrow))
            for sign in (1, -1) if len(narrow) > 1 else ():
                self._go(system, sign * (signs @ self.targets[narrow]))
        for place in self._narrow(places, needed):
            for sign in (1, -1):
                if self.high[place] - self.low[place] < needed[place] - SLACK:
                    self._go(system, sign * self.targets[[place]].toarray()[0])
        return self._narrow(places, needed)

    def _narrow(self, places: NDArray[np.intp], needed: Floats) -> NDArray[np.intp]:
        return places[self.width[places] < needed[places] - SLACK]

    def _go(self, system: System, direction: Floats) -> None:
        reached = self.targets @ system.solve(direction)
        np.minimum(self.low, reached, out=self.low)
        np.maximum(self.high, reached, out=self.high)
