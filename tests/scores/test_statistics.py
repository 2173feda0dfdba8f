"""Every statistical function says what scipy or statsmodels says, on data drawn at random."""

import itertools

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from scipy import stats
from statsmodels.stats.multitest import multipletests

from pipelines.scores import comparisons, simulation
from pipelines.scores.comparisons import (
    adjusted_difference,
    difference_interval,
    holm,
    permutation_p,
)
from pipelines.scores.intervals import CHANGES, Floats, mean_interval, student_interval
from pipelines.scores.simulation import (
    AGGREGATIONS,
    NORMALISATIONS,
    Wave,
    evaluate,
    first_order_shares,
    rank,
    rank_percent,
)

SEEDS = range(5)


def scores(random: np.random.Generator, n: int) -> Floats:
    return random.uniform(20, 80, n)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("n", [2, 3, 7, 40])
def test_the_interval_of_a_mean_is_that_of_student(seed: int, n: int) -> None:
    values = scores(np.random.default_rng(seed), n)
    low, high = stats.t.interval(0.95, n - 1, values.mean(), stats.sem(values))
    found = mean_interval(values)
    assert found == pytest.approx((values.mean(), max(low, 0), min(high, 100)), rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_interval_closes_as_the_registry_answers(seed: int) -> None:
    values = scores(np.random.default_rng(seed), 12)
    half = stats.t.ppf(0.975, 11) * stats.sem(values)
    for population in (12, 13, 20, 1000):
        found = mean_interval(values, population)
        assert found is not None
        assert found[2] - found[1] == pytest.approx(2 * half * (1 - 12 / population) ** 0.5)


def test_an_interval_takes_two_values_and_stays_on_the_scale() -> None:
    assert mean_interval([50.0]) is None
    assert mean_interval([0.0, 100.0]) == (50, 0, 100)
    low, high = student_interval([0.0, 1.0], [90.0, 0.0], [2, 1], bounds=CHANGES)
    assert (low[0], high[0]) == CHANGES
    assert np.isnan([low[1], high[1]]).all()


def test_the_interval_holds_the_truth_nineteen_times_in_twenty() -> None:
    """Samples of 12 out of the same 30 structures, drawn without putting back."""
    random = np.random.default_rng(1)
    registry = random.normal(50, 12, 30)
    samples = random.permuted(np.tile(registry, (4000, 1)), axis=1)[:, :12]
    low, high = student_interval(samples.mean(axis=1), samples.std(axis=1, ddof=1), 12, 30)
    held = ((low <= registry.mean()) & (registry.mean() <= high)).mean()
    assert held == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bootstrap_interval_is_that_of_scipy(seed: int) -> None:
    random = np.random.default_rng(seed)
    one, other = scores(random, 14), scores(random, 9)

    def difference(a: Floats, b: Floats, axis: int = -1) -> Floats:
        return np.asarray(a.mean(axis=axis) - b.mean(axis=axis))

    judge = stats.bootstrap(
        (one, other), difference, n_resamples=40_000, method="percentile", rng=seed, batch=4000
    ).confidence_interval
    found = difference_interval(one, other, 40_000, np.random.default_rng(seed))
    assert found == pytest.approx((judge.low, judge.high), abs=0.4)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_permutation_test_is_the_exact_one_of_scipy(seed: int) -> None:
    random = np.random.default_rng(seed)
    one, other = scores(random, 5) + 12, scores(random, 6)
    exact = stats.permutation_test(
        (one, other), lambda a, b: a.mean() - b.mean(), vectorized=False, n_resamples=np.inf
    ).pvalue
    found = permutation_p(one, other, 20_000, random)
    assert found == pytest.approx(exact, abs=5 * (exact * (1 - exact) / 20_000) ** 0.5 + 1e-4)


def test_a_permutation_p_is_never_nought_and_one_without_a_difference() -> None:
    random = np.random.default_rng(0)
    assert permutation_p(np.full(9, 90.0), np.full(9, 10.0), 99, random) >= 0.01
    assert permutation_p(np.full(9, 50.0), np.full(9, 50.0), 99, random) == 1


def test_what_is_resampled_depends_on_the_values_not_on_their_order_nor_the_batches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, other = scores(np.random.default_rng(3), 11), scores(np.random.default_rng(4), 8)
    for method in (difference_interval, permutation_p):
        told = method(one, other, 500, np.random.default_rng(5))
        assert method(one[::-1], other[::-1], 500, np.random.default_rng(5)) == told
        with monkeypatch.context() as small:
            small.setattr(comparisons, "BATCH", 50)
            assert method(one, other, 500, np.random.default_rng(5)) == told


@pytest.mark.parametrize("seed", SEEDS)
def test_holm_is_that_of_statsmodels(seed: int) -> None:
    given = np.random.default_rng(seed).uniform(0, 0.2, 6)
    assert holm(given.tolist()) == pytest.approx(multipletests(given, method="holm")[1])
    assert holm([]) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_the_adjusted_difference_is_the_least_squares_of_statsmodels(seed: int) -> None:
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "score": scores(random, 30),
            "has": random.random(30) < 0.4,
            "kind": random.choice(["centre_social", "evs", "aucun"], 30),
            "size": random.choice(["moins_10", "10_a_19", "20_et_plus"], 30),
        }
    )
    frame.loc[:2, "has"] = [True, False, True]
    judge = smf.ols("score ~ has + kind + size", frame).fit()
    low, high = judge.conf_int().loc["has[T.True]"]
    found = adjusted_difference(
        frame["score"].to_numpy(),
        frame["has"].to_numpy(),
        [frame["kind"].tolist(), frame["size"].tolist()],
    )
    assert found == pytest.approx((judge.params["has[T.True]"], low, high))


def test_no_adjustment_without_enough_structures_nor_when_a_factor_tells_who_has() -> None:
    random = np.random.default_rng(0)
    kinds = ["evs", "centre_social"] * 10
    has = random.random(20) < 0.5
    assert adjusted_difference(scores(random, 20), has, [kinds]) is not None
    assert adjusted_difference(scores(random, 12), has[:12], [kinds[:12]]) is None  # 10 + 3
    told = np.array([kind == "evs" for kind in kinds])
    assert adjusted_difference(scores(random, 20), told, [kinds]) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_first_order_shares_are_the_sums_of_squares_of_statsmodels(seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=(6, 3, 3, 2)).cumsum(axis=1)
    frame = pd.DataFrame(
        [
            (f"w{i}", f"n{j}", f"a{k}", *values[i, j, k])
            for i, j, k in itertools.product(range(6), range(3), range(3))
        ],
        columns=["weights", "normalisation", "aggregation", "first", "second"],
    )
    for case, name in enumerate(("first", "second")):
        model = smf.ols(f"{name} ~ C(weights) + C(normalisation) + C(aggregation)", frame).fit()
        table = sm.stats.anova_lm(model, typ=1)["sum_sq"]
        assert first_order_shares(values)[:, case] == pytest.approx(
            (table / table.sum()).to_numpy()[:3]
        )


def test_a_case_that_never_moves_has_no_share() -> None:
    assert np.isnan(first_order_shares(np.full((4, 3, 3, 1), 0.1))).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_ranks_are_those_of_scipy(seed: int) -> None:
    random = np.random.default_rng(seed)
    values = random.integers(0, 6, (20, 8)).astype(float)
    np.testing.assert_array_equal(rank(values), stats.rankdata(-values, "min", axis=1))
    values[random.random(values.shape) < 0.2] = np.nan
    ranks = stats.rankdata(values, axis=0, nan_policy="omit")
    known = (~np.isnan(values)).sum(axis=0)
    np.testing.assert_allclose(rank_percent(values), 100 * (ranks - 0.5) / known)


@pytest.mark.parametrize(
    ("aggregation", "judge"),
    [("arithmetic", np.average), ("geometric", stats.gmean), ("harmonic", stats.hmean)],
)
def test_a_draw_is_the_weighted_mean_of_scipy(aggregation: str, judge: object) -> None:
    """Six structures, two EPCI, a theme missing here and there, three sets of weights."""
    random = np.random.default_rng(8)
    values = random.uniform(5, 95, (6, 4))
    values[[0, 2, 5], [1, 3, 0]] = np.nan
    members = np.repeat(np.eye(2), [2, 4], axis=0) / [2, 4]
    wave = Wave(values, np.full(4, 0.25), members, ("a", "b"))
    weights = random.dirichlet(np.ones(4), 3)
    found = evaluate(wave, weights, "declared", aggregation)
    for draw, given in enumerate(weights):
        each = [
            judge(row[~np.isnan(row)], weights=given[~np.isnan(row)])  # type: ignore[operator]
            for row in values
        ]
        assert found[draw] == pytest.approx([np.mean(each[:2]), np.mean(each[2:])])


def test_the_draws_are_the_same_in_small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(6)
    wave = Wave(random.uniform(0, 100, (30, 5)), np.full(5, 0.2), np.eye(30)[:, :9], ("a",) * 9)
    weights = random.dirichlet(np.ones(5), 70)
    whole = evaluate(wave, weights, "rank_percent", "geometric")
    monkeypatch.setattr(simulation, "BATCH", 100)
    again = evaluate(wave, weights, "rank_percent", "geometric")
    np.testing.assert_allclose(again, whole, rtol=1e-13)


@pytest.mark.parametrize("normalisation", NORMALISATIONS)
@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_every_way_stays_between_0_and_100(normalisation: str, aggregation: str) -> None:
    random = np.random.default_rng(2)
    values = random.choice([0.0, 25, 50, 100, np.nan], (30, 5))
    values[:, 0] = 50  # a theme on which all agree has no range
    wave = Wave(values, np.full(5, 0.2), np.full((30, 1), 1 / 30), ("a",))
    found = evaluate(wave, random.dirichlet(np.ones(5), 50), normalisation, aggregation)
    assert ((found >= 0) & (found <= 100)).all()
