"""The figures of one family and wave, and which of them must be hidden so that nobody is told."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from pipelines.disclosure.audit import Floats, Reach, System
from pipelines.disclosure.figures import ANSWER, RELATION, SCORE
from pipelines.disclosure.rules import Rules

MOST = {SCORE: 100.0, ANSWER: 1.0}
WHOLE = "drome"

Flags = NDArray[np.bool_]


class Case:
    """Figures that have no unknown in common with those of another family or wave."""

    def __init__(
        self,
        figures: pd.DataFrame,
        terms: pd.DataFrame,
        past: pd.DataFrame,
        consents: set[str],
        rule: Rules,
    ) -> None:
        self.figures, self.rule, self.family = figures, rule, str(figures["family"].iloc[0])
        self.shown: Flags = figures["shown"].to_numpy(bool, copy=True)
        self.is_figure: Flags = (figures["kind"] != RELATION).to_numpy()
        codes, names = pd.factorize(pd.concat([terms["unknown"], past["unknown"]]))
        first = pd.concat([terms, past], ignore_index=True).assign(code=codes)
        people = first.drop_duplicates("code").sort_values("code")
        self.truth = people["value"].to_numpy(float)
        self.about = people["about"].to_numpy(object)
        is_open = people["structure_id"].isin(consents).to_numpy()
        self.is_own: Flags = ~is_open  # those of a former release too: the difference may tell them
        rows = figures.index.get_indexer(pd.Index(terms["figure"]))
        here = codes[: len(terms)]
        self.matrix = _matrix(terms["weight"], rows, here, (len(figures), len(names)))
        self.low, self.high = (figures[side].to_numpy(float) for side in ("low", "high"))
        self._remember(past, codes[len(terms) :], is_open)

    def _remember(self, past: pd.DataFrame, codes: NDArray[np.intp], is_open: Flags) -> None:
        """What is known whatever is shown now: the former releases, and the consents."""
        groups = past.groupby(["release", "figure"], sort=False)
        former = groups[["low", "high"]].first()
        shape = (len(former), len(self.truth))
        then = _matrix(past["weight"], groups.ngroup(), codes, shape)
        low, n = former["low"].to_numpy(float), (then != 0).sum(axis=1)
        alike = (low == former["high"].to_numpy(float)) & ((low == 0) | (low == n))
        self.told_before: Flags = abs(then[alike]).sum(axis=0) > 0
        own = sparse.csr_array(np.eye(len(self.truth))[is_open])
        self.known = sparse.vstack([then, own], format="csr")
        self.known_low = np.concatenate([former["low"], self.truth[is_open]]).astype(float)
        self.known_high = np.concatenate([former["high"], self.truth[is_open]]).astype(float)

    def settle(self) -> tuple[float, int]:
        """Hide until nobody is bounded too narrowly: the narrowest width left, and how many lost.

        Targets are the unknowns, then the sums of the figures.
        """
        several = (self.matrix != 0).astype(float)
        reach = Reach(sparse.vstack([sparse.eye_array(len(self.truth)), several], format="csr"),
                      self.truth)  # fmt: skip
        needed = self._needed()
        while True:
            at_stake = np.flatnonzero(self._at_stake())
            narrow = reach.settle(self._system(), at_stake, needed)
            victims = self._victims(narrow)
            if not victims:
                wide = np.setdiff1d(at_stake, narrow)
                return min(reach.width[wide], default=np.inf), len(narrow)
            self.shown[victims] = False

    def _needed(self) -> Floats:
        """The width asked for each target: that of one structure, of each in a masked sum."""
        n = self.figures["n"].to_numpy(int)
        return self.rule.protection * np.concatenate([np.ones(len(self.truth)), n])

    def _at_stake(self) -> Flags:
        """Each structure's value, and the masked sums of too few structures."""
        few = (self.figures["n"] < self.rule.threshold).to_numpy() & self.is_figure & ~self.shown
        if self.family == SCORE:
            return np.concatenate([self.is_own, few])
        return np.concatenate([self.is_own & ~self._told(), np.zeros(len(few), bool)])

    def _told(self) -> Flags:
        """The answers that a shown figure gives because all its structures say the same.

        With them whoever takes part in a policy, and so in at least one.
        """
        total, n = self.figures["sum"].to_numpy(float), self.figures["n"].to_numpy(int)
        alike = self.shown & self.is_figure & ((total == 0) | (total == n))
        told = self.told_before | (abs(self.matrix[alike]).sum(axis=0) > 0)
        relations = self.matrix[~self.is_figure]
        implied = relations[(relations < 0) @ (told & (self.truth == 1)) > 0] > 0
        both: Flags = told | (implied.sum(axis=0) > 0)
        return both

    def _system(self) -> System:
        """All that is known: what is still shown, what was published before, what is consented."""
        matrix = sparse.vstack([self.matrix[self.shown], self.known], format="csr")
        low = np.concatenate([self.low[self.shown], self.known_low])
        high = np.concatenate([self.high[self.shown], self.known_high])
        return System(matrix, low, high, MOST[self.family], self.truth, self.family == ANSWER)

    def _victims(self, narrow: NDArray[np.intp]) -> list[int]:
        """One figure a subject: a territory's before the whole's, one of theirs, the smallest."""
        left = self.figures[self.shown & self.is_figure]
        places = np.flatnonzero(self.shown & self.is_figure)
        chosen: dict[str, int] = {}
        for target in narrow:
            person = target < len(self.truth)
            subject = str(self.about[target] if person else
                          self.figures["subject"].iloc[target - len(self.truth)])  # fmt: skip
            if subject in chosen or not len(left):
                continue
            own = (
                self.matrix[:, [target]].toarray()[places, 0] != 0
                if person
                else np.zeros(len(left))
            )
            order = left.assign(
                row=places, other=own == 0, elsewhere=left["subject"] != subject,
                wide=left["place"].str.startswith(WHOLE) | left["kind"].str.startswith("mean"),
            )  # fmt: skip
            by = ["elsewhere", "wide", "other", "n", "kind", "place"]
            chosen[subject] = int(order.sort_values(by)["row"].iloc[0])
        return sorted(set(chosen.values()))


def _matrix(
    weights: "pd.Series[float]", rows: object, columns: object, shape: tuple[int, int]
) -> sparse.csr_array:
    content = (weights.to_numpy(float), (np.asarray(rows, int), np.asarray(columns, int)))
    return sparse.csr_array(content, shape=shape)
