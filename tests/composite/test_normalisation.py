"""Every normalisation, on figures that can be computed by hand."""

from pathlib import Path

import pytest

from tests.composite.writing import ROOT, compute_index, one_indicator, write_index


def test_goalposts_place_a_value_between_its_bounds_on_the_scale(tmp_path: Path) -> None:
    scores = one_indicator(tmp_path, 'normalisation = "goalposts"', "20 35 60", "x,index,1,1,20,60")
    assert scores["n_x"] == [0, 37.5, 100]
    assert scores["index"] == scores["n_x"]


def test_goalposts_of_an_indicator_to_lower_give_100_to_the_low_bound(tmp_path: Path) -> None:
    line = "x,index,1,-1,20,60"
    assert one_indicator(tmp_path, 'normalisation = "goalposts"', "20 35 60", line)["n_x"] == [
        100,
        62.5,
        0,
    ]


def test_values_outside_the_goalposts_are_brought_to_them_unless_told_otherwise(
    tmp_path: Path,
) -> None:
    line = "x,index,1,1,0,10"
    clamped = one_indicator(tmp_path, 'normalisation = "goalposts"\nclamp = true', "-5 15", line)
    assert clamped["n_x"] == [0, 100]
    free = one_indicator(tmp_path, 'normalisation = "goalposts"\nclamp = false', "-5 15", line)
    assert free["n_x"] == [-50, 150]


def test_the_scale_can_be_another_one(tmp_path: Path) -> None:
    method = 'normalisation = "goalposts"\nscale = [1, 7]'
    assert one_indicator(tmp_path, method, "0 5 10", "x,index,1,1,0,10")["n_x"] == [1, 4, 7]


def test_minmax_gives_the_ends_of_the_scale_to_the_extremes(tmp_path: Path) -> None:
    assert one_indicator(tmp_path, 'normalisation = "minmax"', "4 - 2 10")["n_x"] == [
        25,
        None,
        0,
        100,
    ]


def test_minmax_of_an_indicator_to_lower_is_reversed(tmp_path: Path) -> None:
    scores = one_indicator(tmp_path, 'normalisation = "minmax"', "4 2 10", "x,index,1,-1,,")
    assert scores["n_x"] == [75, 100, 0]


def test_zscore_divides_by_the_deviation_of_a_sample(tmp_path: Path) -> None:
    """2, 4, 6: mean 4, sum of squares 8, divided by n - 1 = 2: deviation 2."""
    assert one_indicator(tmp_path, 'normalisation = "zscore"', "2 - 4 6")["n_x"] == [-1, None, 0, 1]


def test_zscore_aims_at_the_mean_and_deviation_asked(tmp_path: Path) -> None:
    method = 'normalisation = "zscore"\nmean = 100\nsd = 15'
    scores = one_indicator(tmp_path, method, "2 4 6", "x,index,1,-1,,")
    assert scores["n_x"] == [115, 100, 85]


@pytest.mark.parametrize(
    ("direction", "expected"),
    [(1, [4, 2, None, 2, 1, 5]), (-1, [2, 3, None, 3, 5, 1])],
)
def test_ranks_start_at_1_for_the_lowest_and_ties_share_the_lowest_rank(
    tmp_path: Path, direction: int, expected: list[float | None]
) -> None:
    line = f"x,index,1,{direction},,"
    scores = one_indicator(tmp_path, 'normalisation = "rank"', "8 5 - 5 3 9", line)
    assert scores["n_x"] == expected


def test_borda_points_are_the_rank_less_one(tmp_path: Path) -> None:
    scores = one_indicator(tmp_path, 'normalisation = "borda"', "8 5 - 5 3 9")
    assert scores["n_x"] == [3, 1, None, 1, 0, 4]


def test_percent_ranks_go_from_0_to_1_over_the_values_that_exist(tmp_path: Path) -> None:
    scores = one_indicator(tmp_path, 'normalisation = "percentrank"', "8 5 - 5 3 9")
    assert scores["n_x"] == [0.75, 0.25, None, 0.25, 0, 1]


def test_no_normalisation_leaves_the_value_and_direction_changes_its_sign(tmp_path: Path) -> None:
    assert one_indicator(tmp_path, 'normalisation = "none"', "1.5 -2 0")["n_x"] == [1.5, -2, 0]
    scores = one_indicator(tmp_path, 'normalisation = "none"', "1.5 -2 0", "x,index,1,-1,,")
    assert scores["n_x"] == [-1.5, 2, 0]
    assert "-0.0" not in (tmp_path / "out.csv").read_text("utf-8")


def test_an_indicator_without_any_value_is_empty_not_an_error(tmp_path: Path) -> None:
    for method in ("minmax", "zscore", "rank", "percentrank", "borda", "none"):
        scores = one_indicator(tmp_path, f'normalisation = "{method}"', "- -")
        assert scores["n_x"] == [None, None], method
        assert scores["index"] == [None, None], method
        assert scores["coverage"] == [0, 0], method


def test_a_logarithm_applies_to_the_values_and_to_their_goalposts(tmp_path: Path) -> None:
    for transform in ("log", "log10"):
        indicators = (
            "code,parent,weight,direction,low,high,transform,label,unit\n"
            f"x,index,1,1,1,10000,{transform},Revenu,€\n"
        )
        data = "unit,x\na,100\nb,1000\nc,\n"
        write_index(tmp_path, indicators, ROOT, 'normalisation = "goalposts"', data)
        scores = compute_index(tmp_path)
        assert scores["n_x"] == [pytest.approx(50), pytest.approx(75), None]


def test_an_indicator_is_divided_by_its_denominator_before_all_else(tmp_path: Path) -> None:
    indicators = (
        "code,parent,weight,direction,low,high,denominator\nx,index,1,1,0,2,people\n"
        "people,index,1,1,0,100,\n"
    )
    data = "unit,x,people\na,50,50\nb,50,\nc,,50\n"
    write_index(tmp_path, indicators, ROOT, 'normalisation = "goalposts"', data)
    scores = compute_index(tmp_path)
    assert scores["n_x"] == [50, None, None]
    assert scores["n_people"] == [50, None, 50]
