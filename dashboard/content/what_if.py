"""« Et si… ? »: the maturity under other weights, by the declared method. No Streamlit here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard import queries
from dashboard.snapshot import COMITE, Row, Snapshot

Floats = NDArray[np.float64]
Weights = Mapping[str, float]

LEAST, MOST, STEP = 0.0, 5.0, 0.5
CONFIDENCE = 0.95
TOLERANCE = 1e-9  # 3 / 5 of the weight is 60 % of it
FROM_STRUCTURES = "Calculé à partir du score de chaque structure."
FROM_MEANS = (
    "Calculé à partir des moyennes publiées des thèmes, arrondies, des seuls territoires montrés : "
    "la référence l'est aussi, et peut différer un peu de celle de la carte. Aucun poids n'en dit "
    "plus que ce qui est publié."
)


@dataclass(frozen=True)
class Answers:
    """The scores of the themes, structures × themes, and the territory of each structure."""

    themes: tuple[str, ...]
    scores: Floats  # NaN without a score
    concerned: NDArray[np.bool_]  # False: « non concerné », or not asked in this wave
    epci: tuple[str, ...]  # the territories that have an answer
    places: NDArray[np.intp]  # the place in `epci` of each structure


@dataclass(frozen=True)
class Rules:
    """What the method declares besides the weights."""

    min_coverage: float  # share of the weight of the themes that must have a score
    threshold: int  # structures under which a territory is not shown


def view(
    release: Snapshot, wave: int, weights: Weights, declared: Weights
) -> tuple[dict[str, Row], dict[str, Row], str]:
    """Return the figures by siren_epci under `weights`, those to compare with, and the basis.

    The comité's are made from each structure; anybody else's from the published means of the
    themes, so that no weights tell more than what is shown already.
    """
    settings = {row["name"]: row["value"] for row in queries.parameters(release)}
    least = queries.dimensions(release)[0]["min_coverage"]
    rules = Rules(least, int(settings["disclosure_threshold"]))
    if release.audience == COMITE:
        reference = queries.maturity(release, wave, queries.OVERALL)
        answers = gather(queries.theme_scores(release, wave), list(declared))
        return recompute(answers, weights, rules, reference), reference, FROM_STRUCTURES
    means = queries.theme_means(release, wave)
    return from_means(means, weights, rules), from_means(means, declared, rules), FROM_MEANS


def from_means(rows: Sequence[Row], weights: Weights, rules: Rules) -> dict[str, Row]:
    """Return score, structures, is_masked by siren_epci: the weighted mean of the shown themes.

    `rows`: siren_epci, theme, score, structures, is_masked. Nothing where the shown themes hold too
    little of the weight; no interval, which the means do not give.
    """
    places: dict[str, list[Row]] = {}
    for row in rows:
        if row["structures"]:
            places.setdefault(row["siren_epci"], []).append(row)
    found = {}
    for siren, themes in places.items():
        shown = [row for row in themes if row["score"] is not None and weights[row["theme"]]]
        held = sum(weights[row["theme"]] for row in shown)
        total = sum(weights[row["theme"]] for row in themes)
        enough = held > 0 and held >= (rules.min_coverage - TOLERANCE) * total
        summed = sum(weights[row["theme"]] * row["score"] for row in shown)
        found[siren] = {
            "score": summed / held if enough else None,
            "low": None,
            "high": None,
            "structures": min((row["structures"] for row in shown), default=0),
            "registered": None,
            "is_masked": not enough and any(row["is_masked"] for row in themes),
        }
    return found


def gather(rows: Sequence[Row], themes: Sequence[str]) -> Answers:
    """Turn rows (structure_id, siren_epci, theme, score, is_concerned) of one wave into arrays."""
    places = {row["structure_id"]: row["siren_epci"] for row in rows}
    line = {structure: i for i, structure in enumerate(places)}
    column = {theme: j for j, theme in enumerate(themes)}
    scores = np.full((len(line), len(column)), np.nan)
    concerned = np.zeros(scores.shape, dtype=bool)
    for row in rows:
        here = line[row["structure_id"]], column[row["theme"]]
        scores[here] = np.nan if row["score"] is None else row["score"]
        concerned[here] = row["is_concerned"]
    epci, inverse = np.unique(np.array(list(places.values()), dtype=str), return_inverse=True)
    return Answers(tuple(themes), scores, concerned, tuple(map(str, epci)), inverse)


def recompute(
    answers: Answers, weights: Weights, rules: Rules, reference: Mapping[str, Row]
) -> dict[str, Row]:
    """Return score, low, high, structures, is_masked by siren_epci under these weights.

    A structure has the weighted mean of its scored themes when they hold enough of the weight of
    those that concern it; a territory has the mean of its structures. Masked: under the threshold
    with these weights, or in the reference. The interval is that of marts.maturity_by_epci.
    """
    scores = index(answers, np.array([weights[theme] for theme in answers.themes]), rules)
    known = ~np.isnan(scores)
    size = len(answers.epci)
    n = np.bincount(answers.places[known], minlength=size).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):  # nobody answered: NaN, never 0
        mean = np.bincount(answers.places[known], scores[known], size) / n
        gaps = (scores - mean[answers.places])[known] ** 2
        deviation = np.sqrt(np.bincount(answers.places[known], gaps, size) / (n - 1))
        low, high = interval(mean, deviation, n, _registered(answers, reference))
    found = {}
    for place, siren in enumerate(answers.epci):
        few = bool(0 < n[place] < rules.threshold) or bool(reference[siren]["is_masked"])
        shown = n[place] >= rules.threshold and reference[siren]["score"] is not None
        figures = zip(("score", "low", "high"), (mean, low, high), strict=True)
        found[siren] = {
            **{name: float(figure[place]) if shown else None for name, figure in figures},
            "structures": int(n[place]),
            "is_masked": few,
        }
    return found


def index(answers: Answers, weights: Floats, rules: Rules) -> Floats:
    """Return the index of each structure, 0 to 100; NaN when too little of the weight has a score.

    The formula is that of pipelines/composite: arithmetic mean, « non concerné » left out.
    """
    asked = weights * answers.concerned
    scored = asked * ~np.isnan(answers.scores)
    held, total = scored.sum(axis=1), asked.sum(axis=1)
    enough = (held > 0) & (held >= (rules.min_coverage - TOLERANCE) * total)
    summed = (scored * np.nan_to_num(answers.scores)).sum(axis=1)
    scores: Floats = np.divide(summed, held, out=np.full(held.shape, np.nan), where=enough)
    return scores


def interval(
    mean: Floats, deviation: Floats, n: Floats, population: Floats
) -> tuple[Floats, Floats]:
    """Return the bounds of Student's interval with finite-population correction, cut at 0 and 100.

    mean ± t(0.975, n - 1) · s / √n · √(1 - n/N): the formula of pipelines/scores/intervals.py
    (Cochran, Sampling Techniques, 3rd ed., 1977, sections 2.6 and 2.8).
    """
    from scipy.special import stdtrit  # late: only this page needs it

    left = np.sqrt(1 - n / np.maximum(n, population))
    half = stdtrit(n - 1, (1 + CONFIDENCE) / 2) * deviation / np.sqrt(n) * left
    return np.clip(mean - half, 0, 100), np.clip(mean + half, 0, 100)


def _registered(answers: Answers, reference: Mapping[str, Row]) -> Floats:
    """The structures of the registry by territory; those of masked ones are not published."""
    return np.array([reference[siren]["registered"] or np.nan for siren in answers.epci], float)


def parse(text: str, declared: Weights) -> tuple[dict[str, float], list[str]]:
    """Read « alimentation:2,mobilites:0.5 »; return every weight, and the parts not understood."""
    weights, strange = dict(declared), []
    for part in filter(None, text.split(",")):
        theme, _, said = part.partition(":")
        weight = _weight(said)
        if theme in declared and weight is not None:
            weights[theme] = weight
        else:
            strange.append(part)
    return weights, strange


def written(weights: Weights, declared: Weights) -> str:
    """Write the weights that differ from the declared ones, as `parse` reads them."""
    return ",".join(f"{t}:{w:g}" for t, w in weights.items() if w != declared[t])


def _weight(said: str) -> float | None:
    """A weight of the sliders, or None."""
    try:
        weight = float(said)
    except ValueError:
        return None
    return weight if LEAST <= weight <= MOST and (weight / STEP).is_integer() else None
