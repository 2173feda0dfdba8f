"""The house rules of the README, as tests."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import scores
from pipelines.settings import ROOT
from pipelines.sql_tables import read_folder

TABLES = read_folder()
MARTS = [table for table in TABLES if table.layer == "marts"]


def python_files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def imported(path: Path) -> set[str]:
    """The first two words of every module that a file imports, wherever the import stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module}
    return names


@pytest.mark.parametrize(
    ("here", "there"), [("dashboard", "pipelines"), ("pipelines", "dashboard")]
)
def test_the_two_processes_never_import_each_other(here: str, there: str) -> None:
    guilty = [p for p in python_files(here) for name in imported(p) if name.split(".")[0] == there]
    assert not guilty


def test_only_the_snapshot_opens_duckdb_in_the_dashboard() -> None:
    guilty = [path.name for path in python_files("dashboard") if "duckdb" in imported(path)]
    assert guilty == ["snapshot.py"]


def test_pictures_know_no_streamlit() -> None:
    for name in ("cartography/maps.py", "charts.py"):
        assert "streamlit" not in imported(ROOT / "dashboard" / name)


def test_great_expectations_is_imported_by_the_validation_alone_and_late() -> None:
    for path in python_files("pipelines"):
        top = ast.parse(path.read_text("utf-8")).body
        at_import = {
            name.name
            for node in top
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in node.names
        }
        assert "great_expectations" not in at_import
        if path.name not in {"validation.py", "finding.py"}:  # the second for its types only
            assert not any(name.startswith("great_expectations") for name in imported(path)), path


def test_every_column_of_a_mart_says_what_it_is() -> None:
    silent = [
        f"{t.table}.{column}" for t in MARTS for column, text in t.columns.items() if not text
    ]
    assert not silent


def test_every_sql_file_states_its_grain_in_its_first_line() -> None:
    vague = [table.table for table in TABLES if "une ligne" not in table.grain.lower()]
    assert not vague


def test_sql_hides_no_dependency() -> None:
    """`query_table('…')` and files read from SQL escape the dependency graph."""
    hidden = re.compile(r"query_table|read_csv|read_parquet|\bquery\s*\(", re.IGNORECASE)
    assert not [table.table for table in TABLES if hidden.search(table.sql)]


def test_a_computed_table_says_what_it_reads_and_stands_in_a_file_of_its_name() -> None:
    for table in scores.TABLES:
        text = (ROOT / "pipelines" / "scores" / f"{table.name}.py").read_text("utf-8")
        used = set(re.findall(r"\b(?:from|join) ((?:staging|reference|scores|marts)\.\w+)", text))
        assert used == set(table.reads), table.name
        assert "une ligne" in table.grain.lower()


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "helpers", "common", "base", "misc"}
    found = [p for p in tracked_files() if drawers & {p.stem, *p.relative_to(ROOT).parts[:-1]}]
    assert not found


@pytest.mark.parametrize(
    ("pattern", "limit"),
    [("sql/*/*.sql", 80), ("pipelines/**/*.py", 200), ("dashboard/views/*.py", 80)],
)
def test_files_stay_readable_in_one_sitting(pattern: str, limit: int) -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in ROOT.glob(pattern)
        if (lines := len(path.read_text("utf-8").splitlines())) > limit
    }
    assert not long


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function with its number of lines, docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            has_doc = ast.get_docstring(node) is not None
            start = node.body[0].end_lineno if has_doc else node.lineno
            yield node.name, node.end_lineno - (start or node.lineno)


def test_functions_stay_short() -> None:
    """A factory is counted without the function it makes."""
    long = [
        f"{path.relative_to(ROOT)}:{name} ({lines})"
        for folder in ("pipelines", "dashboard")
        for path in python_files(folder)
        for name, lines in functions(path)
        if lines > 30
    ]
    assert not long


def test_public_functions_of_the_pipeline_say_what_goes_in_and_out() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in python_files("pipelines")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert not silent


def test_every_drop_that_holds_personal_data_stays_out_of_git_unless_it_is_simulated() -> None:
    for path in tracked_files():
        if path.name == "source.toml" and "raw" in path.parts:
            said = tomllib.loads(path.read_text("utf-8"))
            assert not said["personal_data"] or said["simulated"], path


def test_the_repository_names_no_place_of_a_machine_and_no_registry() -> None:
    machine = re.compile(rf"{re.escape(str(ROOT))}/|/(?:root|home/\w+)/|--(extra-)?index-url")
    guilty = [
        path
        for path in tracked_files()
        if path.suffix not in {".parquet", ".xlsx", ".png", ".woff2"}
        and path != Path(__file__)
        and machine.search(path.read_text("utf-8", errors="ignore"))
    ]
    assert not guilty


def test_every_asset_check_suite_stands_in_a_file_named_as_its_table() -> None:
    from pipelines.checks import SUITES

    names = {path.stem for path in (ROOT / "pipelines" / "checks").glob("*.py")}
    staging = {suite.table.removeprefix("staging.") for suite in SUITES if "staging" in suite.table}
    assert staging <= names


def test_an_installed_package_has_all_that_it_reads() -> None:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    folders = {ROOT / name.replace(".", "/") for name in said["packages"]}
    kept = {path for folder in folders for path in folder.glob("*.py")}
    for name, patterns in said["package-data"].items():
        kept |= {path for one in patterns for path in (ROOT / name.replace(".", "/")).glob(one)}
    read = {path for path in tracked_files() if ROOT / "dashboard" in path.parents}
    read |= {path for path in tracked_files() if ROOT / "pipelines" in path.parents}
    assert not read - kept
