"""Which figures the public does not see: too few, one that dominates, then whatever would tell.

The rule for scores: from all that was ever published and is kept, nobody may bound the score of a
structure within less than `protection` points, nor the sum of a masked figure within that of one
structure (of all its structures, when they are fewer than the threshold). For answers (taking part
or not, having an ingredient or not): both must stay possible, except where all the structures of a
shown figure say the same; that is a fact of a territory with enough structures.
"""

from dataclasses import dataclass, field
from typing import cast

import numpy as np
import pandas as pd

from pipelines.disclosure.cases import Case
from pipelines.disclosure.figures import ANSWER, KEY, RELATION, SCORE, Figures
from pipelines.disclosure.rules import Rules

SOURCE = {SCORE: "maturity", ANSWER: "participation"}
WHOLE = "drome"
HIGHEST = 100.0  # score


@dataclass
class Verdict:
    """What is hidden, and how well the rest is protected."""

    hidden: pd.DataFrame  # kind, place, wave, subject of the figures that the comité alone sees
    said: Figures  # the equations that are published
    narrowest: dict[str, float] = field(default_factory=dict)  # by source, at most what is asked
    unprotected: int = 0  # bounded by what is already out, whatever is masked now


def protect(
    found: Figures, past: pd.DataFrame, consents: set[str], rules: dict[str, Rules]
) -> Verdict:
    """Decide which figures to hide; `past` are the terms that earlier releases published.

    `past` has the columns release, figure, low, high, family, wave, unknown, value, weight.
    """
    figures = found.figures.copy()
    is_figure = figures["kind"] != RELATION
    before = figures["shown"].copy()
    _hide_primary(figures, rules)
    _hide_small_rests(figures, rules)
    verdict = Verdict(figures, found)
    groups = figures.groupby(["family", "wave"]).groups
    for key, places in groups.items():
        family, wave = cast("tuple[str, int]", key)
        here = past[(past["family"] == family) & (past["wave"] == wave)]
        terms = found.terms[found.terms["figure"].isin(places)]
        case = Case(figures.loc[places], terms, here, consents, rules[SOURCE[family]])
        narrowest, lost = case.settle()
        figures.loc[places, "shown"] = case.shown
        source = SOURCE[family]
        verdict.narrowest[source] = min(narrowest, verdict.narrowest.get(source, np.inf))
        verdict.unprotected += lost
    _hide_pairs(figures)
    verdict.hidden = figures.loc[is_figure & before & ~figures["shown"], KEY]
    shown = figures[figures["shown"]]
    verdict.said = Figures(shown, found.terms[found.terms["figure"].isin(shown.index)])
    return verdict


def _hide_primary(figures: pd.DataFrame, rules: dict[str, Rules]) -> None:
    """Too few structures; one that makes up too much of the sum; a sum that says enough of each."""
    for family, source in SOURCE.items():
        rule, n = rules[source], figures["n"]
        mine = (figures["family"] == family) & (figures["kind"] != RELATION)
        hide = n < rule.threshold
        if family == SCORE:
            hide |= figures["largest"] > rule.dominance * figures["sum"]
            most = figures["high"].clip(upper=HIGHEST)
            least = (figures["low"] - HIGHEST * (n - 1)).clip(lower=0)
            hide |= most - least < rule.protection
        figures.loc[mine & hide, "shown"] = False


def _hide_small_rests(figures: pd.DataFrame, rules: dict[str, Rules]) -> None:
    """What the whole leaves once the shown territories are taken off: enough, of two EPCI."""
    cells = figures[figures["kind"].isin(["maturity", "participation"])]
    for (kind, _, _), group in cells.groupby(["kind", "wave", "subject"]):
        least = rules[str(kind)].threshold
        parts = group[group["place"] != WHOLE].sort_values(["n", "place"])
        whole = group[group["place"] == WHOLE]
        if not figures.loc[whole.index, "shown"].any():
            continue
        while True:
            shown = figures.loc[parts.index, "shown"]
            rest = parts[~shown]
            if not len(rest) or (rest["n"].sum() >= least and len(rest) > 1):
                break
            if not shown.any():
                figures.loc[whole.index, "shown"] = False
                break
            figures.loc[parts.index[shown][0], "shown"] = False


def _hide_pairs(figures: pd.DataFrame) -> None:
    """The two ends of an evolution, and the two groups of an ingredient, go together."""
    for kinds, by in (
        (["panel_before", "panel_after"], [figures["place"], figures["subject"]]),
        (["mean_with", "mean_without"], [figures["place"], figures["wave"]]),
    ):
        mine = figures["kind"].isin(kinds)
        both = figures[mine].groupby([column[mine] for column in by])["shown"].transform("all")
        figures.loc[mine, "shown"] = both
