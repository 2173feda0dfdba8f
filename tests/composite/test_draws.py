"""Thousands of weights and other aggregations on values normalised once."""

import time

import numpy as np
import pytest

from pipelines.composite import engine
from pipelines.composite.engine import aggregate, compute
from pipelines.composite.spec import Floats
from tests.composite.building import THEMES, build_spec

GENERATOR = np.random.default_rng(20260)


def answers(units: int) -> Floats:
    """Values of five indicators, a fifth of them missing."""
    values: Floats = GENERATOR.uniform(0, 100, (units, 5))
    values[GENERATOR.random(values.shape) < 0.2] = np.nan
    return values


@pytest.mark.parametrize("kind", ["arithmetic", "geometric", "harmonic", "borda", "copeland"])
@pytest.mark.parametrize("missing", ["skip", "zero"])
def test_draws_give_what_each_weighting_gives_alone(kind: str, missing: str) -> None:
    values = answers(30)
    drawn = GENERATOR.dirichlet(np.ones(8), size=7)
    spec = build_spec(THEMES, aggregation=kind, missing=missing)
    together = aggregate(spec, values, weights=drawn)
    assert together.shape == (7, 30, 3)
    for draw, weights in zip(together, drawn, strict=True):
        codes = [node.code for node in spec.nodes]
        alone = build_spec(
            THEMES, dict(zip(codes, weights, strict=True)), aggregation=kind, missing=missing
        )
        np.testing.assert_allclose(draw, compute(alone, values).aggregates, rtol=1e-12)


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    values, spec = answers(40), build_spec(THEMES, aggregation="copeland")
    drawn = GENERATOR.dirichlet(np.ones(8), size=50)
    whole = aggregate(spec, values, weights=drawn)
    monkeypatch.setattr(engine, "BATCH", 1000)
    monkeypatch.setattr("pipelines.composite.aggregation.BLOCK", 300)
    np.testing.assert_array_equal(aggregate(spec, values, weights=drawn), whole)


def test_the_aggregation_can_be_another_than_the_specifications() -> None:
    values, spec = answers(20), build_spec(THEMES)
    other = build_spec(THEMES, aggregation={"1": "geometric", "2": "harmonic"})
    np.testing.assert_array_equal(
        aggregate(spec, values, aggregation={1: "geometric", 2: "harmonic"})[0],
        compute(other, values).aggregates,
    )
    np.testing.assert_array_equal(
        aggregate(spec, values, aggregation="borda")[0],
        compute(build_spec(THEMES, aggregation="borda"), values).aggregates,
    )


def test_draws_never_decide_whether_a_theme_is_scored() -> None:
    """a alone is 1/3 of its theme; with 98 % of a drawn weight it would pass, and does not."""
    spec = build_spec(THEMES, min_coverage=0.6)
    values = np.array([[50.0, np.nan, np.nan, 50, 50]])
    drawn = np.array([[98.0, 1, 1, 1, 1, 1, 1, 1]])
    assert np.isnan(aggregate(spec, values, weights=drawn)[0, 0, 0])


def test_a_thousand_draws_take_a_moment() -> None:
    """A hundred units, forty indicators: well under the seconds that a loop by unit would take."""
    parents = {f"i{n}": f"t{n % 8}" for n in range(40)}
    spec = build_spec(parents, aggregation="geometric")
    values = GENERATOR.uniform(1, 100, (100, 40))
    drawn = GENERATOR.dirichlet(np.ones(len(spec.nodes)), size=1000)
    before = time.process_time()
    assert aggregate(spec, values, weights=drawn).shape == (1000, 100, 9)
    assert time.process_time() - before < 5
