"""The same figures by another library."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from pipelines.composite.engine import compute
from pipelines.composite.outliers import kurtosis, skewness
from pipelines.composite.spec import Floats
from tests.composite.building import THEMES, build_spec

GENERATOR = np.random.default_rng(7)
VALUES: Floats = GENERATOR.integers(1, 40, (200, 5)).astype(float)  # many ties
WEIGHTS = dict(zip(THEMES, (1.0, 2.0, 3.0, 4.0, 5.0), strict=True))


def test_ranks_are_those_of_rankdata() -> None:
    found = compute(build_spec(THEMES, normalisation="rank"), VALUES).normalised
    np.testing.assert_array_equal(found, stats.rankdata(VALUES, method="min", axis=0))


def test_zscores_are_those_of_scipy() -> None:
    found = compute(build_spec(THEMES, normalisation="zscore"), VALUES).normalised
    np.testing.assert_allclose(found, stats.zscore(VALUES, ddof=1, axis=0), rtol=1e-12)


@pytest.mark.parametrize(
    ("kind", "mean"),
    [("arithmetic", np.average), ("geometric", stats.gmean), ("harmonic", stats.hmean)],
)
def test_means_are_those_of_scipy(kind: str, mean: Callable[..., Any]) -> None:
    spec = build_spec(dict.fromkeys(THEMES, "t"), WEIGHTS, aggregation=kind)
    expected = mean(VALUES, axis=1, weights=list(WEIGHTS.values()))
    np.testing.assert_allclose(compute(spec, VALUES).aggregates[:, 0], expected, rtol=1e-12)


def test_skewness_and_kurtosis_are_the_corrected_ones() -> None:
    for column in (VALUES[:, 0], np.exp(VALUES[:12, 1] / 5), -(VALUES[:5, 2] ** 3)):
        assert skewness(column) == pytest.approx(stats.skew(column, bias=False))
        assert kurtosis(column) == pytest.approx(stats.kurtosis(column, bias=False))
