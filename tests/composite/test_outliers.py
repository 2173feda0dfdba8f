"""Extreme values: points first, then a logarithm, and only where both measures say so."""

from pathlib import Path

import numpy as np
import pytest

from pipelines.composite.command import make_index
from pipelines.composite.method import Outliers
from pipelines.composite.outliers import is_tame, kurtosis, skewness, treat
from tests.composite.writing import one_indicator

RULE = Outliers(max_points=5)
SERIES = [*map(float, range(1, 11)), 30.0, 100.0]  # the example of COINr's manual of `winsorise`


def column(values: list[float], rule: Outliers = RULE) -> list[float]:
    treated, _ = treat(np.array([values]).T, rule)
    return [float(value) for value in treated[:, 0]]


def test_extreme_points_are_brought_to_their_neighbour_until_the_column_is_tame() -> None:
    """100 becomes 30, and skewness 1.7 is let pass; 900 becomes 400, then both become 30."""
    assert column(SERIES) == [*SERIES[:-1], 30]
    assert column([-value for value in SERIES]) == [*(-value for value in SERIES[:-1]), -30]
    spread = [*map(float, range(1, 31)), 400.0, 900.0]
    assert column(spread) == [*map(float, range(1, 31)), 30, 30]


def test_points_that_are_tied_move_together_and_count_each() -> None:
    twins = [*map(float, range(1, 21)), 500.0, 500.0]
    assert column(twins) == [*map(float, range(1, 21)), 20, 20]
    low, high = 1.0, 500.0
    logarithms = [float(np.log(x - low + 0.01 * (high - low))) for x in twins]
    assert column(twins, Outliers(max_points=1)) == pytest.approx(logarithms)


def test_a_tame_or_tiny_or_constant_column_is_left_alone() -> None:
    for values in ([1.0, 2, 3, 4], [1.0, 2, 900], [5.0] * 6):
        table = np.array([values]).T
        treated, changed = treat(table, RULE)
        assert changed == ()
        np.testing.assert_array_equal(treated, table)


def test_a_missing_value_stays_missing_and_does_not_count() -> None:
    values = [*SERIES[:3], float("nan"), *SERIES[3:]]
    treated, changed = treat(np.array([values, [1.0] * 13]).T, RULE)
    assert changed == (0,)
    assert np.isnan(treated[3, 0])
    assert np.nanmax(treated[:, 0]) == 30


def test_treatment_keeps_the_order_of_the_values() -> None:
    generator = np.random.default_rng(3)
    for _ in range(200):
        values = generator.lognormal(0, 2.5, 25)
        for sign in (1, -1):
            found = np.array(column([sign * float(value) for value in values]))
            order = np.argsort(sign * values)
            assert (np.diff(found[order]) >= -1e-12).all()


def test_one_measure_alone_is_no_reason_to_treat() -> None:
    """Skewness 2.1 with kurtosis 2.5; then none, with kurtosis over 9."""
    lopsided = np.array([0.0] * 43 + [1.0] * 7)
    symmetric = np.array([*np.linspace(-1, 1, 40), -9, 9])
    for values in (lopsided, symmetric):
        assert (abs(skewness(values)) > 2) != (kurtosis(values) > 3.5)
        assert is_tame(values, RULE)


def test_the_thresholds_can_be_moved() -> None:
    mild = np.array([1.0, 2, 3, 4, 5, 6, 7, 14])
    assert is_tame(mild, RULE)
    assert not is_tame(mild, Outliers(max_points=1, skewness=1, kurtosis=1))


def test_the_method_file_asks_for_it_and_the_command_says_what_moved(tmp_path: Path) -> None:
    method = 'normalisation = "minmax"\n[outliers]\nmax_points = 5\n'
    scores = one_indicator(tmp_path, method, " ".join(f"{value:g}" for value in SERIES))
    assert scores["n_x"][-2:] == [100, 100]
    said = make_index(tmp_path, tmp_path / "data.csv", tmp_path / "out.csv")
    assert "valeurs extrêmes ramenées : x" in said
    untreated = one_indicator(tmp_path, 'normalisation = "minmax"', "1 2 3 4 30 100")
    assert untreated["n_x"][-2] == pytest.approx(100 * 29 / 99)
