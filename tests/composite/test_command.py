"""`tecs index`, as it is typed."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

from tests.composite.writing import AGGREGATES, INDICATORS, read_result, read_rows, write_index
from tests.conftest import tecs

TREE = INDICATORS + "a,t,1,1,0,10\nb,t,3,-1,0,100\nc,index,1,1,0,1\n"
ABOVE = AGGREGATES + "t,index,1\nindex,,\n"
METHOD = 'normalisation = "goalposts"\n'
DATA = "unit,c,a,b\nÉtoile,0.5,5,25\nÉtoile,,12,\nAb,1,,0.1\n"


def index(folder: Path, *, data: str = "data.csv") -> subprocess.CompletedProcess[str]:
    """Run the verb on the files of a folder."""
    return tecs(
        folder,
        "index",
        *("--spec", str(folder), "--data", str(folder / data), "--out", str(folder / "out.csv")),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_index(tmp_path, TREE, ABOVE, METHOD, DATA)
    return tmp_path


def test_the_result_has_every_column_in_the_order_of_the_input(folder: Path) -> None:
    run = index(folder)
    assert run.returncode == 0, run.stderr
    assert run.stdout == (
        "« index » calculé pour 3 unités sur 3 (3 indicateurs, 2 agrégats) → "
        f"{(folder / 'out.csv').as_posix()}\n"
    )
    assert (folder / "out.csv").read_bytes().decode("utf-8") == (
        "unit,n_a,n_b,n_c,t,index,coverage\n"
        "Étoile,50.0,75.0,50.0,68.75,59.375,1.0\n"
        "Étoile,100.0,,,100.0,100.0,0.125\n"
        "Ab,,99.9,100.0,99.9,99.95,0.875\n"
    )


def test_numbers_are_written_so_that_they_read_back_the_same(folder: Path) -> None:
    generator = np.random.default_rng(1)
    table = generator.uniform(0, 1, (50, 3))
    lines = [f"u{n}," + ",".join(map(repr, row)) for n, row in enumerate(table.tolist())]
    (folder / "data.csv").write_text("\n".join(["unit,a,b,c", *lines]), "utf-8")
    assert index(folder).returncode == 0
    result = read_result(folder / "out.csv")
    np.testing.assert_array_equal(result["n_a"], 0 + 100 * (table[:, 0] / 10))
    theme, c = np.array(result["t"], dtype=float), np.array(result["n_c"], dtype=float)
    np.testing.assert_array_equal(result["index"], (theme + c) / 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_saved_by_a_french_spreadsheet_gives_the_same(folder: Path, encoding: str) -> None:
    assert index(folder).returncode == 0
    expected = read_rows(folder / "out.csv")
    french = DATA.replace(",", ";").replace(".", ",").replace("\n", "\r\n")
    (folder / "french.csv").write_bytes(french.encode(encoding))
    run = index(folder, data="french.csv")
    assert run.returncode == 0, run.stderr
    assert read_rows(folder / "out.csv") == expected


def test_thousands_may_be_parted_by_spaces(folder: Path) -> None:
    (folder / "data.csv").write_text("unit;a;b;c\nu;1 234,5;1\u202f000;0\nv;-1 000 000;1e2;+,5\n")
    (folder / "method.toml").write_text('normalisation = "none"')
    assert index(folder).returncode == 0
    result = read_result(folder / "out.csv")
    assert result["n_a"] == [1234.5, -1_000_000]
    assert result["n_b"] == [-1000, -100]
    assert result["n_c"] == [0, 0.5]


def test_a_fault_is_answered_by_2_and_nothing_is_written(folder: Path) -> None:
    (folder / "data.csv").write_text("unit,a,b,c\nu,1,deux,3\n", "utf-8")
    (folder / "aggregates.csv").write_text(AGGREGATES + "t,index,0\nindex,,\n", "utf-8")
    run = index(folder)
    assert run.returncode == 2
    assert run.stdout == ""
    name = folder.as_posix()
    assert f"{name}/aggregates.csv, ligne 2, colonne « weight »" in run.stderr
    assert f"{name}/data.csv, ligne 2, colonne « b » : cette cellule n'est pas un" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (folder / "out.csv").exists()


def test_a_former_result_stays_when_the_new_one_is_refused(folder: Path) -> None:
    assert index(folder).returncode == 0
    before = (folder / "out.csv").read_bytes()
    (folder / "method.toml").write_text('normalisation = "goalpost"')
    assert index(folder).returncode == 2
    assert (folder / "out.csv").read_bytes() == before


def test_the_verb_is_in_the_help(tmp_path: Path) -> None:
    assert "Calculer un indice composite" in tecs(tmp_path, "--help").stdout
    told = tecs(tmp_path, "index", "--help").stdout
    assert all(option in told for option in ("--spec", "--data", "--out"))
