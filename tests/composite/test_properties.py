"""What must hold of any index, on any figures."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipelines.composite.engine import compute
from pipelines.composite.spec import Floats
from tests.composite.building import THEMES, build_spec

MEANS = ["arithmetic", "geometric", "harmonic"]
ANY = [*MEANS, "borda", "copeland"]
SCALES = ["goalposts", "minmax", "zscore", "rank", "percentrank", "borda", "none"]
TENTHS = st.integers(0, 1000).map(lambda tenth: tenth / 10)
COLUMNS = len(THEMES)


def tables(missing: bool = True) -> Any:
    """Two to eight units × five indicators, tenths from 0 to 100, some missing."""
    cell = st.one_of(TENTHS, st.just(np.nan)) if missing else TENTHS
    return st.integers(2, 8).flatmap(lambda units: arrays(float, (units, COLUMNS), elements=cell))


def weightings() -> Any:
    """Weights of the five indicators and of the two themes."""
    codes = [*THEMES, "t1", "t2"]
    return st.lists(st.integers(1, 9), min_size=7, max_size=7).map(
        lambda drawn: dict(zip(codes, map(float, drawn), strict=True))
    )


def directions() -> Any:
    return st.lists(st.sampled_from([1, -1]), min_size=COLUMNS, max_size=COLUMNS)


def comparable(values: Floats) -> bool:
    """Whether min-max and z-scores exist: no column with one single value."""
    known = [column[~np.isnan(column)] for column in values.T]
    return all(len(set(column.tolist())) != 1 for column in known)


@settings(deadline=None)
@given(tables(missing=False), weightings(), directions(), st.data(), st.sampled_from(ANY))
def test_a_better_answer_never_lowers_a_score(
    values: Floats, weights: dict[str, float], towards: list[int], data: st.DataObject, kind: str
) -> None:
    spec = build_spec(THEMES, weights, towards, aggregation=kind)
    unit = data.draw(st.integers(0, len(values) - 1))
    place = data.draw(st.integers(0, COLUMNS - 1))
    better = values.copy()
    better[unit, place] = data.draw(TENTHS)
    gain = (better[unit, place] - values[unit, place]) * towards[place]
    assume(gain >= 0)
    before, after = (compute(spec, table).aggregates[unit] for table in (values, better))
    assert (after >= before - 1e-9).all()


@settings(deadline=None)
@given(tables(), weightings(), st.data(), st.sampled_from(SCALES), st.sampled_from(ANY))
def test_the_order_of_the_units_changes_no_digit(
    values: Floats, weights: dict[str, float], data: st.DataObject, scale: str, kind: str
) -> None:
    assume(comparable(values) and (scale != "zscore" or kind not in MEANS[1:]))
    spec = build_spec(THEMES, weights, normalisation=scale, aggregation=kind)
    assume(scale != "percentrank" or ((~np.isnan(values)).sum(axis=0) != 1).all())
    order = data.draw(st.permutations(range(len(values))))
    straight, shuffled = compute(spec, values), compute(spec, values[order])
    exact = scale != "zscore"  # a mean over units is a sum, whose last digit knows their order
    np.testing.assert_allclose(
        shuffled.aggregates, straight.aggregates[order], rtol=0 if exact else 1e-9, atol=1e-9
    )
    if exact:
        np.testing.assert_array_equal(shuffled.normalised, straight.normalised[order])


@settings(deadline=None)
@given(tables(), st.sampled_from(["minmax", "zscore", "rank", "percentrank", "borda"]))
def test_the_unit_of_measure_changes_nothing(values: Floats, scale: str) -> None:
    """Degrees Fahrenheit are 32 + 1.8 degrees Celsius."""
    assume(comparable(values) and ((~np.isnan(values)).sum(axis=0) != 1).all())
    spec = build_spec(THEMES, normalisation=scale)
    one, other = compute(spec, values), compute(spec, 32 + 1.8 * values)
    np.testing.assert_allclose(one.aggregates, other.aggregates, rtol=1e-7, atol=1e-7)


@settings(deadline=None)
@given(tables(missing=False))
def test_equal_weights_are_a_plain_mean(values: Floats) -> None:
    spec = build_spec(dict.fromkeys(THEMES, "t"))
    assert compute(spec, values).aggregates[:, 0] == pytest.approx(values.mean(axis=1))


@settings(deadline=None)
@given(tables(), weightings(), st.sampled_from(MEANS), st.sampled_from(["skip", "zero"]))
def test_a_score_stays_within_the_scale_and_a_mean_within_its_terms(
    values: Floats, weights: dict[str, float], kind: str, missing: str
) -> None:
    scores = compute(build_spec(THEMES, weights, aggregation=kind, missing=missing), values)
    known = scores.aggregates[~np.isnan(scores.aggregates)]
    assert ((known >= 0) & (known <= 100)).all()
    if missing == "skip":
        terms = np.where(np.isnan(values), np.inf, scores.normalised)[:, :3]
        scored = ~np.isnan(scores.aggregates[:, 0])
        assert (scores.aggregates[scored, 0] >= terms.min(axis=1)[scored]).all()


@settings(deadline=None)
@given(tables(), weightings(), st.data(), st.sampled_from(MEANS))
def test_an_answer_that_goes_missing_never_raises_a_score_in_silence(
    values: Floats, weights: dict[str, float], data: st.DataObject, kind: str
) -> None:
    """Coverage and n fall; where missing is zero, the score does not rise either."""
    there = np.argwhere(~np.isnan(values))
    assume(len(there))
    unit, place = data.draw(st.sampled_from(there.tolist()))
    less = values.copy()
    less[unit, place] = np.nan
    for missing in ("skip", "zero"):
        spec = build_spec(THEMES, weights, aggregation=kind, missing=missing)
        before, after = compute(spec, values), compute(spec, less)
        assert after.coverage[unit] < before.coverage[unit]
        index = (after.standing.answered - before.standing.answered)[unit]
        assert index[2] == -1
    assert (after.aggregates[unit] <= before.aggregates[unit] + 1e-9).all()


@settings(deadline=None)
@given(tables(), weightings(), st.sampled_from([0.0, 0.4, 0.6, 1.0]))
def test_no_score_is_made_of_nothing(
    values: Floats, weights: dict[str, float], least: float
) -> None:
    scores = compute(build_spec(THEMES, weights, min_coverage=least), values)
    standing = scores.standing
    np.testing.assert_array_equal(~np.isnan(scores.aggregates), standing.scored)
    assert (standing.answered[standing.scored] > 0).all()
    assert ((standing.coverage >= 0) & (standing.coverage <= 1)).all()
    themes = standing.coverage[:, :2]
    np.testing.assert_array_equal(standing.scored[:, :2], (themes >= least - 1e-9) & (themes > 0))
