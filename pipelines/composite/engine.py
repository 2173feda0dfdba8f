"""The computation: raw values of units in, scores and what they rest on out. Pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipelines.composite import outliers
from pipelines.composite.aggregation import AGGREGATIONS, POSITIVE
from pipelines.composite.normalisation import normalise, transform
from pipelines.composite.refusals import undefined
from pipelines.composite.spec import Flags, Floats, Spec, Step
from pipelines.errors import UnusableInput

TOLERANCE = 1e-9  # 3 / 5 of the weight is 60 % of it
BATCH = 20_000_000  # numbers held at a time while drawing


@dataclass(frozen=True)
class Standing:
    """What the scores of aggregates rest on, each units × aggregates."""

    coverage: Floats  # share of the weight of the indicators below that was answered, 0 to 1
    answered: NDArray[np.int64]  # number of indicators below that were answered
    concerned: Flags  # False: every indicator below is « non concerné »
    scored: Flags  # enough of the weight of its children has a score


@dataclass(frozen=True)
class Scores:
    """The scores of units, and what they rest on. A missing score is NaN, never 0."""

    normalised: Floats  # units × indicators
    aggregates: Floats  # units × aggregates
    coverage: Floats  # of the index, by unit: share of its weight that was answered, 0 to 1
    standing: Standing
    treated: tuple[str, ...]  # codes of the indicators whose extreme values were brought back


def compute(spec: Spec, values: Floats, concerned: Flags | None = None) -> Scores:
    """Score units from raw values, units × indicators, finite or NaN where missing.

    `concerned` is False where an indicator does not concern a unit (« non concerné »): its weight
    goes to its siblings and coverage is not lowered. Raises UnusableInput where a formula is not
    defined (nothing to compare, logarithm or mean of negative values); the `row` of such a problem
    counts the units from 1.
    """
    known = np.where(_concerned(values, concerned), values, np.nan)
    prepared = transform(known, spec.indicators)
    treated: tuple[int, ...] = ()
    if spec.method.outliers:
        prepared, treated = outliers.treat(prepared, spec.method.outliers)
    normalised = normalise(prepared, spec.indicators, spec.method)
    standing = stand(spec, normalised, concerned)
    return Scores(
        normalised,
        aggregate(spec, normalised, concerned)[0],
        standing.coverage[:, spec.root],
        standing,
        tuple(spec.indicators[place].code for place in treated),
    )


def stand(spec: Spec, normalised: Floats, concerned: Flags | None = None) -> Standing:
    """Say what each aggregate rests on, by the weights of the specification."""
    shape = (len(normalised), len(spec.aggregates))
    concern = np.hstack([_concerned(normalised, concerned), np.zeros(shape, dtype=bool)])
    scored = np.hstack([~np.isnan(normalised) & concern[:, : -shape[1]], np.zeros(shape, bool)])
    count = scored.astype(np.int64)
    cover = scored.astype(float)
    least = spec.method.min_coverage - TOLERANCE
    fills = spec.method.missing == "zero"  # a parent without any answer is then 0, not empty
    for step in spec.steps:
        node, below = len(spec.indicators) + step.aggregate, list(step.children)
        weight = spec.weights[below] * concern[:, below]
        total = weight.sum(axis=1)
        concern[:, node] = total > 0
        count[:, node] = count[:, below].sum(axis=1)
        share = _share(weight * scored[:, below], total)
        scored[:, node] = concern[:, node] & (share >= least) & ((share > 0) | fills)
        cover[:, node] = _share(weight * np.nan_to_num(cover[:, below]), total)
    first = len(spec.indicators)
    return Standing(cover[:, first:], count[:, first:], concern[:, first:], scored[:, first:])


def aggregate(
    spec: Spec,
    normalised: Floats,
    concerned: Flags | None = None,
    weights: Floats | None = None,
    aggregation: str | Mapping[int, str] | None = None,
) -> Floats:
    """Aggregate normalised values, units × indicators, under each draw of weights.

    `weights` is draws × nodes (indicators, then aggregates; relative within a parent, positive),
    by default the one row of the specification; `aggregation` replaces the specification's.
    Whether an aggregate is scored is decided once, by the specification's weights: draws move
    scores, they neither make nor unmake one. Returns draws × units × aggregates.
    Raises UnusableInput on a geometric or harmonic mean of a negative value.
    """
    drawn = np.atleast_2d(spec.weights if weights is None else weights)
    means = _means(spec, aggregation)
    concern = _concerned(normalised, concerned)
    standing = stand(spec, normalised, concerned)
    size = max(1, BATCH // (len(normalised) * len(spec.nodes) or 1))
    batches = np.split(drawn, range(size, len(drawn), size))
    return np.concatenate(
        [
            _climb(spec, normalised, batch, means, concern=concern, standing=standing)
            for batch in batches
        ]
    )


def _climb(
    spec: Spec,
    normalised: Floats,
    weights: Floats,
    means: Mapping[int, str],
    *,
    concern: Flags,
    standing: Standing,
) -> Floats:
    """One batch of draws, from the indicators up to the index."""
    first = len(spec.indicators)
    nodes = dict(enumerate(normalised.T[:, None, :]))
    here = np.hstack([~np.isnan(normalised) & concern, standing.scored]).T
    asked = np.hstack([concern, standing.concerned]).T
    made = np.empty((len(weights), len(normalised), len(spec.aggregates)))
    for step in spec.steps:
        below, scored = list(step.children), standing.scored[:, step.aggregate]
        children, present = [nodes[child] for child in below], here[below]
        if spec.method.missing == "zero":
            pairs = zip(children, present, strict=True)
            children = [np.where(answered, child, 0.0) for child, answered in pairs]
            present = asked[below]
        present &= scored
        kind = means[step.level]
        if kind in POSITIVE:
            _refuse_negative(spec, step, children, present)
        score = AGGREGATIONS[kind](children, weights[:, below], present)
        nodes[first + step.aggregate] = np.where(scored, score, np.nan)
        made[:, :, step.aggregate] = nodes[first + step.aggregate]
    return made


def _refuse_negative(spec: Spec, step: Step, children: Sequence[Floats], present: Flags) -> None:
    parent = spec.aggregates[step.aggregate].code
    problems = [
        undefined(
            f"la moyenne de « {parent} » n'existe pas d'une valeur négative.",
            spec.nodes[place].code,
            child.min(axis=0),
            wrong,
        )
        for place, child, counts in zip(step.children, children, present, strict=True)
        if (wrong := ((child < 0) & counts).any(axis=0)).any()
    ]
    if problems:
        hint = "Normaliser de 0 à une borne positive, ou choisir aggregation = arithmetic."
        raise UnusableInput([replace(problem, hint=hint) for problem in problems])


def _means(spec: Spec, aggregation: str | Mapping[int, str] | None) -> dict[int, str]:
    """The aggregation of every level of the tree."""
    levels = {step.level for step in spec.steps}
    if isinstance(aggregation, str):
        return dict.fromkeys(levels, aggregation)
    if aggregation is not None:
        return {level: aggregation[level] for level in levels}
    return {level: spec.method.aggregation_at(level) or "arithmetic" for level in levels}


def _concerned(values: Floats, concerned: Flags | None) -> Flags:
    return np.ones(values.shape, dtype=bool) if concerned is None else concerned


def _share(part: Floats, total: Floats) -> Floats:
    """Σ part / total by unit; NaN where nothing is concerned."""
    summed = part.sum(axis=1)
    share: Floats = np.divide(summed, total, out=np.full(total.shape, np.nan), where=total > 0)
    return share
