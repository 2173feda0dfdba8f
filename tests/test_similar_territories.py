"""Which territories resemble one another; figures from tests/world/EXPECTED.md."""

from pathlib import Path

import duckdb
import pytest

CRESTOIS, ROYANS, ARCHE, DIOIS = "200040509", "200067767", "200073096", "242600534"


def similar(world: Path, siren_epci: str) -> list[tuple[str, float]]:
    served = (world / "published" / "current").read_text("utf-8").strip()
    path = world / "published" / served / "comite.duckdb"
    with duckdb.connect(path, read_only=True) as con:
        return con.execute(
            "select similar_siren_epci, distance from marts.similar_territories"
            " where siren_epci = ? order by position",
            [siren_epci],
        ).fetchall()


def test_the_three_nearest_are_those_computed_by_hand(world: Path) -> None:
    found = similar(world, ROYANS)
    assert [siren_epci for siren_epci, _ in found] == [DIOIS, CRESTOIS, ARCHE]
    assert [distance for _, distance in found] == pytest.approx([0.5155, 2.3265, 3.4208], abs=1e-4)


def test_resemblance_goes_both_ways(world: Path) -> None:
    assert similar(world, DIOIS)[0] == (ROYANS, similar(world, ROYANS)[0][1])
