"""Published indices, from figures copied by hand: printed/SOURCES.md says from where."""

from pathlib import Path

import numpy as np
import pytest

from pipelines.composite.command import make_index
from pipelines.composite.engine import compute
from pipelines.composite.figures import read_figures
from pipelines.composite.reading import read_spec
from tests.composite.writing import one_indicator, read_result, read_rows, write_index

PUBLISHED = Path(__file__).parent / "printed"
TAI, HDI = PUBLISHED / "tai", PUBLISHED / "hdi"
UNROUNDED = PUBLISHED / "tai_unrounded"
# HDR 2001 prints mean years of schooling to one decimal; what it computed from was not printed
HALF_UNITS = [0.5, 0.05, 0.05, 0.05, 0.005, 0.005, 0.05, 0.05]
ROUNDED_GOALPOSTS = ("schooling", "university")
TO_THE_THIRD_DECIMAL = {
    "United States",
    "Japan",
    "Korea, Rep. of",
    "Netherlands",
    "United Kingdom",
    "Germany",
    "Belgium",
    "Spain",
}


def published(folder: Path, column: str) -> dict[str, str]:
    return {row["unit"]: row[column] for row in read_rows(folder / "published.csv")}


def made(folder: Path, tmp_path: Path, column: str) -> dict[str, float]:
    """The index of a folder, as `tecs index` writes it."""
    make_index(folder, folder / "data.csv", tmp_path / "out.csv")
    units = [row["unit"] for row in read_rows(tmp_path / "out.csv")]
    values = read_result(tmp_path / "out.csv")[column]
    return {unit: value for unit, value in zip(units, values, strict=True) if value is not None}


def rank(scores: dict[str, float]) -> dict[str, int]:
    """1 for the highest."""
    return {unit: 1 + sum(v > mine for v in scores.values()) for unit, mine in scores.items()}


def test_the_human_development_index_to_its_three_decimals(tmp_path: Path) -> None:
    """27 values of HDR 2021/2022, from inputs published at full precision."""
    found = {unit: f"{value:.3f}" for unit, value in made(HDI, tmp_path, "hdi").items()}
    assert found == published(HDI, "hdi")
    assert len(found) == 27


def test_the_technology_achievement_index_ranks_as_the_handbook_does(tmp_path: Path) -> None:
    """23 countries, equal weights: the ranks that the Handbook computed from the same figures."""
    ranks = rank(made(TAI, tmp_path, "tai"))
    assert {unit: str(place) for unit, place in ranks.items()} == published(TAI, "rank_ew")


def test_the_technology_achievement_index_under_the_weights_of_experts(tmp_path: Path) -> None:
    """Budget allocation: the Handbook's table 22 for the weights, 23 for the ranks."""
    weights = (0.11, 0.11, 0.11, 0.18, 0.10, 0.06, 0.15, 0.18)
    header, *lines = (TAI / "indicators.csv").read_text("utf-8").splitlines()
    indicators = [header]
    for line, weight in zip(lines, weights, strict=True):
        code, _, _, *rest = line.split(",")
        indicators.append(",".join([code, "tai", str(weight), *rest]))
    write_index(
        tmp_path,
        "\n".join(indicators),
        "code,parent,weight\ntai,,\n",
        (TAI / "method.toml").read_text("utf-8"),
        (TAI / "data.csv").read_text("utf-8"),
    )
    ranks = rank(made(tmp_path, tmp_path, "tai"))
    assert {unit: str(place) for unit, place in ranks.items()} == published(TAI, "rank_bap")


def test_the_technology_achievement_index_as_undp_published_it(tmp_path: Path) -> None:
    """How far the printed, rounded figures lead to the index computed from unrounded ones."""
    found, printed = made(TAI, tmp_path, "tai"), published(TAI, "hdr_2001")
    exact = {unit for unit, value in found.items() if f"{value:.3f}" == printed[unit]}
    assert exact == TO_THE_THIRD_DECIMAL
    two = {u for u, value in found.items() if f"{value:.2f}" == f"{float(printed[u]):.2f}"}
    assert set(found) - two == {"Singapore", "Israel"}  # Israel: 0.515 here, 0.514 there
    apart = {unit: abs(value - float(printed[unit])) for unit, value in found.items()}
    assert apart.pop("Singapore") == pytest.approx(0.0123, abs=5e-5)  # see SOURCES.md
    assert max(apart.values()) < 0.0015


def test_the_technology_achievement_index_from_unrounded_figures_to_three_decimals(
    tmp_path: Path,
) -> None:
    """Telephones, kilowatt-hours and years of schooling before they were rounded: SOURCES.md."""
    found, printed = made(UNROUNDED, tmp_path, "tai"), published(TAI, "hdr_2001")
    exact = {unit for unit, value in found.items() if f"{value:.3f}" == printed[unit]}
    assert len(exact) == 16
    apart = {unit: abs(value - float(printed[unit])) for unit, value in found.items()}
    assert apart.pop("Singapore") > 0.01
    assert max(apart.values()) < 0.0008


def test_every_unrounded_figure_rounds_to_the_printed_one() -> None:
    full, printed = (read_rows(folder / "data.csv") for folder in (UNROUNDED, TAI))
    for mine, theirs in zip(full, printed, strict=True):
        assert mine["unit"] == theirs["unit"]
        for code in ("telephones", "electricity"):
            assert abs(np.log10(float(mine[code])) - float(theirs[code])) <= 0.0051, mine
        assert abs(float(mine["schooling"]) - float(theirs["schooling"])) <= 0.0501, mine
        for code in ("patents", "royalties", "internet", "exports", "university"):
            assert float(mine[code]) == float(theirs[code])


def test_every_published_value_of_the_index_lies_within_the_rounding_of_its_figures() -> None:
    """The index of the lowest and of the highest figures that print as they do."""
    spec = read_spec(TAI)
    figures = read_figures(TAI / "data.csv", spec.indicators)
    half = np.array(HALF_UNITS)
    shift = np.array([0.05 if one.code in ROUNDED_GOALPOSTS else 0 for one in spec.indicators])
    printed = published(TAI, "hdr_2001")

    # both goalposts of a column higher by so much is its figure lower by as much
    low, high = (
        compute(spec, figures.values + sign * (half + shift)).aggregates[:, spec.root]
        for sign in (-1, 1)
    )
    beyond = [
        unit
        for unit, least, most in zip(figures.units, low, high, strict=True)
        if not least - 0.0005 <= float(printed[unit]) <= most + 0.0005
    ]
    assert beyond == ["Singapore"]


@pytest.mark.parametrize(
    ("method", "column", "decimals"),
    [("rank", "rank", 0), ("zscore", "zscore", 2), ("minmax", "minmax", 2)],
)
def test_normalisations_of_the_handbook_to_its_decimals(
    tmp_path: Path, method: str, column: str, decimals: int
) -> None:
    """Table 15: mean years of schooling of 23 countries, three of them tied."""
    rows = read_rows(PUBLISHED / "handbook" / "schooling.csv")
    values = " ".join(row["schooling"] for row in rows)
    scores = one_indicator(tmp_path, f'normalisation = "{method}"\nscale = [0, 1]', values)
    found = [f"{round(value or 0, decimals) + 0:.{decimals}f}" for value in scores["n_x"]]
    assert found == [row[column] for row in rows]
