"""What is not answered, and what does not concern: neither is ever a zero unless told so."""

from pathlib import Path

import numpy as np
import pytest

from pipelines.composite.engine import compute
from tests.composite.building import THEMES, build_spec
from tests.composite.writing import AGGREGATES, INDICATORS, compute_index, write_index

NAN = np.nan
TREE = INDICATORS + "a,t,3,1,0,1\nb,t,2,1,0,1\nc,index,5,1,0,1\n"
ABOVE = AGGREGATES + "t,index,5\nindex,,\n"
DATA = "unit,a,b,c\nall,1,0,1\nno_b,1,,1\nno_a,,1,1\nno_c,1,1,\nnothing,,,\n"


def run(folder: Path, *lines: str) -> dict[str, list[float | None]]:
    method = "\n".join(('normalisation = "goalposts"', *lines))
    write_index(folder, TREE, ABOVE, method, DATA)
    return compute_index(folder)


def test_the_weight_of_a_missing_child_goes_to_its_siblings(tmp_path: Path) -> None:
    scores = run(tmp_path)
    assert scores["t"] == [60, 100, 100, 100, None]
    assert scores["index"] == [80, 100, 100, 100, None]


def test_coverage_multiplies_the_weights_down_to_the_indicators(tmp_path: Path) -> None:
    """The theme is half of the index; a is 3/5 of the theme, b 2/5."""
    assert run(tmp_path)["coverage"] == pytest.approx([1, 0.8, 0.7, 0.5, 0])


def test_three_fifths_of_the_weight_are_60_per_cent_of_it(tmp_path: Path) -> None:
    scores = run(tmp_path, "min_coverage = 0.6")
    assert scores["t"] == [60, 100, None, 100, None]


def test_a_share_that_is_met_on_paper_is_met_in_binary() -> None:
    """0.1 + 0.7 of 0.1 + 0.7 + 0.2 is 0.7999999999999999 for the machine."""
    spec = build_spec(
        {"a": "t", "b": "t", "c": "t"}, {"a": 0.1, "b": 0.7, "c": 0.2}, min_coverage=0.8
    )
    values = np.array([[10.0, 10, NAN], [NAN, 10, 10]])
    assert compute(spec, values).standing.scored[:, 0].tolist() == [True, True]
    values = np.array([[10.0, NAN, 10]])
    assert not compute(spec, values).standing.scored[0, 0]


def test_an_empty_theme_is_a_missing_child_of_the_index(tmp_path: Path) -> None:
    scores = run(tmp_path, "min_coverage = 0.6")
    assert scores["index"] == [80, 100, None, None, None]  # half of the weight is not 60 %
    assert scores["coverage"] == pytest.approx([1, 0.8, 0.7, 0.5, 0])  # what was answered was


def test_missing_can_count_as_zero_in_the_scores_but_never_in_the_coverage(tmp_path: Path) -> None:
    scores = run(tmp_path, 'missing = "zero"')
    assert scores["n_b"] == [0, None, 100, 100, None]
    assert scores["t"] == [60, 60, 40, 100, 0]
    assert scores["index"] == [80, 80, 70, 50, 0]
    assert scores["coverage"] == pytest.approx([1, 0.8, 0.7, 0.5, 0])


def test_zeros_do_not_save_a_parent_under_its_coverage(tmp_path: Path) -> None:
    scores = run(tmp_path, 'missing = "zero"', "min_coverage = 0.5")
    assert scores["t"] == [60, 60, None, 100, None]
    assert scores["index"] == [80, 80, 50, 50, None]  # no_a: the empty theme counts as 0


def test_full_coverage_can_be_asked(tmp_path: Path) -> None:
    assert run(tmp_path, "min_coverage = 1")["index"] == [80, None, None, None, None]


def test_the_weight_of_what_does_not_concern_goes_to_its_siblings_and_coverage_stays() -> None:
    spec = build_spec({"a": "t", "b": "t", "c": "u"}, {"a": 1, "b": 3})
    values = np.array([[100.0, 0.0, 50.0], [100.0, NAN, 50.0]])
    concerned = np.array([[True, True, True], [True, False, True]])
    scores = compute(spec, values, concerned)
    assert scores.aggregates.tolist() == [[25, 50, 37.5], [100, 50, 75]]
    assert scores.coverage.tolist() == [1, 1]
    assert scores.standing.answered.tolist() == [[2, 1, 3], [1, 1, 2]]
    missing = compute(spec, values)
    assert missing.aggregates[1].tolist() == [100, 50, 75]
    assert missing.coverage[1] == 0.625  # b is 3/4 of a half


def test_a_theme_without_anything_that_concerns_does_not_concern_either() -> None:
    spec = build_spec({"a": "t", "b": "t", "c": "u"}, {"t": 9}, min_coverage=0.6)
    values = np.array([[NAN, NAN, 40.0], [NAN, NAN, 40.0], [NAN, NAN, NAN]])
    concerned = np.array([[False, False, True], [True, True, True], [False] * 3])
    scores = compute(spec, values, concerned)
    assert scores.standing.concerned.tolist() == [
        [False, True, True],
        [True, True, True],
        [False] * 3,
    ]
    assert scores.aggregates[0, 2] == 40
    assert scores.coverage[0] == 1
    assert np.isnan(scores.aggregates[1, 2])  # non évalué: 90 % of the weight did not answer
    assert scores.coverage[1] == pytest.approx(0.1)
    assert np.isnan(scores.coverage[2])
    assert np.isnan(scores.aggregates[2]).all()


def test_what_does_not_concern_is_no_zero_even_where_missing_is_one() -> None:
    spec = build_spec({"a": "t", "b": "t"}, missing="zero")
    values = np.array([[80.0, NAN], [80.0, NAN]])
    concerned = np.array([[True, True], [True, False]])
    assert compute(spec, values, concerned).aggregates[:, 0].tolist() == [40, 80]


def test_a_value_that_does_not_concern_weighs_on_no_one() -> None:
    """A 1 000 left in the cell would else stretch the others' min-max."""
    spec = build_spec({"a": "t"}, normalisation="minmax")
    values = np.array([[0.0], [10.0], [5.0], [1000.0]])
    concerned = np.array([[True], [True], [True], [False]])
    normalised = compute(spec, values, concerned).normalised[:, 0]
    assert normalised[:3].tolist() == [0, 100, 50]
    assert np.isnan(normalised[3])


def test_a_dimension_is_scored_or_not_by_its_own_weight() -> None:
    spec = build_spec(THEMES, min_coverage=0.6)
    values = np.array([[1.0, 2, NAN, 4, 5], [1, NAN, NAN, 4, 5], [1, 2, 3, 4, NAN]])
    scored = compute(spec, values).standing.scored
    assert scored.tolist() == [[True, True, True], [False, True, False], [True, False, False]]
