"""Every aggregation on figures computed by hand, and on the worked examples of the Handbook."""

from pathlib import Path

import pytest

from tests.composite.writing import (
    AGGREGATES,
    INDICATORS,
    ROOT,
    compute_index,
    two_indicators,
    write_index,
)

PLAIN = 'normalisation = "none"\naggregation = "{}"'
DATA = "unit,a,b\nu,2,8\nv,5,\nw,0,8\n"


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [
        ("arithmetic", [6.5, 5, 6]),  # (2 + 3×8)/4
        ("geometric", [(2 * 8**3) ** (1 / 4), 5, 0]),
        ("harmonic", [4 / (1 / 2 + 3 / 8), 5, 0]),
    ],
)
def test_a_weighted_mean_runs_over_the_children_that_have_a_value(
    tmp_path: Path, aggregation: str, expected: list[float]
) -> None:
    scores = two_indicators(tmp_path, PLAIN.format(aggregation), DATA, weights=(1, 3))
    assert scores["index"] == pytest.approx(expected)
    assert scores["coverage"] == [1, 0.25, 1]


def test_weights_are_relative_to_their_sum(tmp_path: Path) -> None:
    small = two_indicators(tmp_path, PLAIN.format("geometric"), DATA, weights=(1, 3))
    large = two_indicators(tmp_path, PLAIN.format("geometric"), DATA, weights=(250, 750))
    assert small["index"] == pytest.approx(large["index"])


def test_the_mean_of_equal_scores_is_that_score_to_the_last_digit(tmp_path: Path) -> None:
    for aggregation in ("arithmetic", "geometric", "harmonic"):
        scores = two_indicators(
            tmp_path, PLAIN.format(aggregation), "unit,a,b\nu,0.1,0.1\nv,100,100\nw,,0.7\n", (3, 7)
        )
        assert scores["index"] == [0.1, 100, 0.7]


# Handbook on Constructing Composite Indicators (OECD and JRC, 2008), tables 25 to 27: 21 indicators
# in four groups of 3, 5, 7 and 6 rank the countries a, b, c, d; the higher the better
GROUPS = "".join(f"g{n},index,{weight},1,,\n" for n, weight in enumerate((3, 5, 7, 6), 1))
RANKED = "unit,g1,g2,g3,g4\na,4,4,1,1\nb,3,2,4,3\nc,2,3,2,4\nd,1,1,3,2\n"


def test_borda_finds_the_totals_of_the_handbook(tmp_path: Path) -> None:
    """Table 26: a = 24, b = 44, c = 38, d = 20; a mean here, hence × 21."""
    write_index(tmp_path, INDICATORS + GROUPS, ROOT, PLAIN.format("borda"), RANKED)
    index = compute_index(tmp_path)["index"]
    assert [21 * score for score in index if score is not None] == pytest.approx([24, 44, 38, 20])


def test_copeland_counts_the_majorities_of_the_handbook(tmp_path: Path) -> None:
    """Table 27: b beats a and d, c beats a, b and d, d beats a; the threshold is 11 of 21."""
    write_index(tmp_path, INDICATORS + GROUPS, ROOT, PLAIN.format("copeland"), RANKED)
    assert compute_index(tmp_path)["index"] == [-3, 1, 3, -1]


def test_copeland_leaves_a_cycle_undecided(tmp_path: Path) -> None:
    """Table 28, Condorcet's own example: a beats b, b beats c, c beats a."""
    groups = "".join(f"g{n},index,{w},1,,\n" for n, w in enumerate((23, 17, 2, 10, 8), 1))
    data = "unit,g1,g2,g3,g4,g5\na,3,1,2,2,1\nb,2,3,3,1,2\nc,1,2,1,3,3\n"
    write_index(tmp_path, INDICATORS + groups, ROOT, PLAIN.format("copeland"), data)
    assert compute_index(tmp_path)["index"] == [0, 0, 0]
    write_index(tmp_path, INDICATORS + groups, ROOT, PLAIN.format("borda"), data)
    index = compute_index(tmp_path)["index"]  # table 29: a = 58, b = 69, c = 53
    assert [60 * score for score in index if score is not None] == pytest.approx([58, 69, 53])


def test_copeland_of_five_countries_of_the_handbook(tmp_path: Path) -> None:
    """Table 36, outranking of Finland, USA, Sweden, Japan, Korea; 0.5 is a draw."""
    names = ("patents", "royalties", "net", "exports", "tel", "power", "school", "university")
    data = (
        f"unit,{','.join(names)}\n"
        "Finland,187,125.6,200.2,50.7,3.080,4.150,10,27.4\n"
        "USA,289,130,179.1,66.2,2.997,4.073,12,13.9\n"
        "Sweden,271,156.6,125.8,59.7,3.096,4.145,11.4,15.3\n"
        "Japan,994,64.6,49,80.8,3.003,3.865,9.5,10\n"
        "Korea,779,9.8,4.8,66.7,2.972,3.653,10.8,23.2\n"
    )
    indicators = INDICATORS + "".join(f"{name},index,1,1,,\n" for name in names)
    write_index(tmp_path, indicators, ROOT, PLAIN.format("copeland"), data)
    assert compute_index(tmp_path)["index"] == [1, 2, 3, -2, -4]


def test_a_unit_is_compared_on_what_it_has_only(tmp_path: Path) -> None:
    data = "unit,a,b\nu,1,9\nv,2,\nw,3,1\n"
    scores = two_indicators(tmp_path, PLAIN.format("copeland"), data, weights=(2, 1))
    assert scores["index"] == [-2, 0, 2]  # v is above u and below w on a; w wins on a against u
    scores = two_indicators(tmp_path, PLAIN.format("borda"), data, weights=(2, 1))
    assert scores["index"] == pytest.approx([(0 + 1) / 3, 1, (2 * 2 + 0) / 3])


def test_sums_that_differ_in_their_last_digit_only_are_ties(tmp_path: Path) -> None:
    """0.1 + 0.2 is not 0.3 in binary: the two themes are equal all the same."""
    indicators = INDICATORS + "a,t,1,1,,\nb,t,1,1,,\n"
    aggregates = AGGREGATES + "t,index,1\nindex,,1\n"
    method = 'normalisation = "none"\naggregation = {1 = "arithmetic", 2 = "%s"}'
    data = "unit,a,b\nu,0.1,0.2\nv,0.15,0.15\nw,0,0\n"
    for aggregation, expected in (("borda", [1, 1, 0]), ("copeland", [1, 1, -2])):
        write_index(tmp_path, indicators, aggregates, method % aggregation, data)
        assert compute_index(tmp_path)["index"] == expected


def test_weights_that_balance_make_a_draw(tmp_path: Path) -> None:
    """0.1 + 0.2 against 0.3: neither unit outranks the other."""
    indicators = INDICATORS + "a,index,0.1,1,,\nb,index,0.2,1,,\nc,index,0.3,1,,\n"
    data = "unit,a,b,c\nu,2,2,1\nv,1,1,2\n"
    write_index(tmp_path, indicators, ROOT, PLAIN.format("copeland"), data)
    assert compute_index(tmp_path)["index"] == [0, 0]


@pytest.mark.parametrize(
    ("kind", "expected"), [("borda", [0, 1, None]), ("copeland", [-1, 1, None])]
)
def test_a_unit_that_is_not_scored_is_no_rival(
    tmp_path: Path, kind: str, expected: list[float | None]
) -> None:
    """w has half of the weight only: nobody wins a point by being above it."""
    method = PLAIN.format(kind) + "\nmin_coverage = 0.6"
    data = "unit,a,b\nu,2,2\nv,3,3\nw,1,\n"
    assert two_indicators(tmp_path, method, data)["index"] == expected


def test_each_level_can_have_its_own_aggregation(tmp_path: Path) -> None:
    """a, b and c into t; t and d into the index, which is therefore of level 2."""
    indicators = INDICATORS + "a,t,1,1,,\nb,t,1,1,,\nc,t,2,1,,\nd,index,1,1,,\n"
    aggregates = AGGREGATES + "t,index,1\nindex,,\n"
    method = 'normalisation = "none"\n[aggregation]\n1 = "arithmetic"\n2 = "geometric"\n'
    write_index(tmp_path, indicators, aggregates, method, "unit,a,b,c,d\nu,1,3,6,9\n")
    scores = compute_index(tmp_path)
    assert scores["t"] == [4]
    assert scores["index"] == pytest.approx([6])


def test_a_tree_can_have_any_depth(tmp_path: Path) -> None:
    depth = 1200
    chain = "".join(f"t{n},t{n + 1},1\n" for n in range(depth))
    indicators = INDICATORS + "x,t0,1,1,,\n"
    write_index(
        tmp_path,
        indicators,
        f"{AGGREGATES}{chain}t{depth},,1\n",
        PLAIN.format("harmonic"),
        "unit,x\nu,7\n",
    )
    assert compute_index(tmp_path)[f"t{depth}"] == [7]
