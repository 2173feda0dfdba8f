"""The registry: a commune by its name or its code, of today or of yesterday."""

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import copy_world
from tests.sql.small_warehouse import build

FILE = "raw/structures/2026/structures.csv"
LINES, MART = "staging.structure_lines", "marts.structures"
HEADER = (
    "structure_id,name,denomination,approval,approval_date,commune,code_insee,"
    "location_confidence,source,source_date,note\n"
)


def lines(data: Path, *rows: str) -> list[tuple[Any, ...]]:
    """Write this registry, read it, and return (code_insee, reject_reason, blocking) per line."""
    (data / FILE).write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
    with build(data, LINES) as con:
        return con.execute(
            f"select code_insee, reject_reason, blocking_reason is not null from {LINES} "
            "where source_file = ? order by source_row",
            [FILE],
        ).fetchall()


def placed(commune: str, code: str = "") -> str:
    """A line of the registry that is right but, maybe, for its place."""
    return f'S1,Une structure,mpt,,,"{commune}",{code},haute,Test,2022-08,'


@pytest.mark.parametrize(
    ("commune", "code", "expected"),
    [
        ("Saint-Jean-en-Royans", "26307", "26307"),
        ("ST JEAN EN ROYANS", "", "26307"),
        ("saint jean en royans", "", "26307"),
        ("Tain l’Hermitage", "", "26347"),
        ("TOURNON SUR RHONE", "", "07324"),
        ("", "26113", "26113"),
        ("Véronne", "", "26289"),  # its former name leads to Saillans
        ("veronne", "26371", "26289"),  # and so does its former code
        ("Saillans", "26371", "26289"),
    ],
)
def test_a_commune_is_found_by_its_name_or_its_code_old_or_new(
    tmp_path: Path, commune: str, code: str, expected: str
) -> None:
    assert lines(copy_world(tmp_path), placed(commune, code)) == [(expected, None, False)]


@pytest.mark.parametrize(
    ("commune", "code", "reason", "blocks"),
    [
        (
            "Nulle-Part",
            "",
            "Colonne « commune » : trouvé « Nulle-Part », "
            "attendu le nom d'une commune des EPCI couverts.",
            False,
        ),
        ("", "", "Colonne « commune » : trouvé «  », attendu un nom de commune ou un code.", False),
        (
            "Die",
            "26307",
            "Colonne « commune » : trouvé « Die / 26307 », attendu un code pour Die (26113).",
            False,
        ),
        (
            "",
            "75056",
            "Colonne « code_insee » : trouvé « 75056 », attendu une commune des EPCI couverts.",
            False,
        ),
        (
            "Die",
            "2611",
            "Colonne « code_insee » : trouvé « 2611 », attendu un code Insee de 5 caractères.",
            True,
        ),
    ],
)
def test_what_cannot_be_placed_is_rejected_with_its_reason(
    tmp_path: Path, commune: str, code: str, reason: str, blocks: bool
) -> None:
    assert lines(copy_world(tmp_path), placed(commune, code)) == [(None, reason, blocks)]


def test_a_name_that_two_communes_bear_is_rejected_with_both(tmp_path: Path) -> None:
    data = copy_world(tmp_path)
    passage = data / "geo/communes_passage.csv"
    header, line = passage.read_text("utf-8").splitlines()[:2]
    twin = line.replace("26371", "26999").replace("Véronne", "Die", 1)
    passage.write_text(f"{header}\n{line}\n{twin}\n", "utf-8")
    [(code, reason, _)] = lines(data, placed("Die"))
    assert code is None
    assert reason.endswith("attendu un code, car ce nom désigne Die (26113) ou Saillans (26289).")


def test_an_unknown_code_blocks_and_a_wrong_date_does_not(tmp_path: Path) -> None:
    found = lines(
        copy_world(tmp_path),
        "S1,Une structure,maison,,,Die,,haute,Test,2022-08,",
        "S2,Une autre,mjc,centre_social,hier,Die,,haute,Test,2022-08,",
    )
    assert [(bool(reason), blocks) for _, reason, blocks in found] == [(True, True), (True, False)]


def test_a_name_is_not_an_approval(tmp_path: Path) -> None:
    with build(copy_world(tmp_path), MART) as con:
        rows = con.execute(
            "select structure_id, denomination, approval, approval_label, approval_date, "
            f"commune, siren_epci, longitude, latitude from {MART} where not is_simulated "
            "order by structure_id"
        ).fetchall()
    assert rows == [
        (
            "S06",
            "centre_social",
            None,
            "Agrément inconnu",
            None,
            "Saint-Jean-en-Royans",
            "200067767",
            5.05,
            45.05,
        ),
        (
            "S07",
            "evs",
            "evs",
            "Espace de vie sociale",
            "2013",
            "Saint-Julien-en-Quint",
            "242600534",
            5.15,
            44.95,
        ),
    ]
