"""The surveys of the tiny world in a DuckDB file, read once for all the tests of this folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines import warehouse
from tests.sql.survey_warehouse import read_world


@pytest.fixture(scope="session")
def survey_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file; not to be changed."""
    path = tmp_path_factory.mktemp("surveys") / "warehouse.duckdb"
    read_world(path)
    return path


@pytest.fixture
def surveys(survey_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tiny world, read-only."""
    with duckdb.connect(survey_file, read_only=True) as con:
        yield con


@pytest.fixture
def changed(survey_file: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of it, to change and to build again."""
    shutil.copy(survey_file, tmp_path / "warehouse.duckdb")
    with warehouse.connect(tmp_path / "warehouse.duckdb") as con:
        yield con
