"""The `tecs` command, as it is typed."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.settings import ROOT
from tests.conftest import tecs

HEAVY = ("dagster", "great_expectations", "pandas", "geopandas", "streamlit")


def test_help_answers_without_any_heavy_library() -> None:
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom pipelines.cli import app\n"
        "answer = CliRunner().invoke(app, ['--help'])\nassert answer.exit_code == 0\n"
        f"print([name for name in {HEAVY} if name in sys.modules])\nprint(answer.output)"
    )
    asked = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert asked.stdout.startswith("[]\n")
    for verb in ("run", "check", "releases", "diff", "rollback", "trace", "dashboard", "studio"):
        assert verb in asked.stdout


def test_releases_diff_and_rollback_tell_the_history(world: Path, tmp_path: Path) -> None:
    data = shutil.copytree(world, tmp_path / "world")
    first = (data / "published" / "current").read_text().strip()
    practices = data / "raw" / "practices" / "2022" / "pratiques.csv"
    practices.write_text(
        practices.read_text("utf-8").replace("Bien-être", "Mieux-être", 1), "utf-8"
    )
    run = tecs(data, "run")
    assert run.returncode == 0, run.stderr
    second = (data / "published" / "current").read_text().strip()
    assert "Source modifiée : raw/practices/2022/pratiques.csv" in run.stdout

    listed = tecs(data, "releases")
    assert first in listed.stdout
    assert second in listed.stdout

    told = tecs(data, "diff")
    assert f"De {first} à {second}" in told.stdout
    assert re.search(r"marts.practices +modifiée +3 lignes", told.stdout)
    as_json = json.loads(tecs(data, "diff", first, second, "--json").stdout)
    assert [source["source_file"] for source in as_json["sources"]] == [
        "raw/practices/2022/pratiques.csv"
    ]

    assert tecs(data, "rollback").returncode == 0
    assert (data / "published" / "current").read_text().strip() == first
    refused = tecs(data, "rollback", "2020-01-01-000000-000")
    assert refused.returncode == 2
    assert "n'existe pas" in refused.stderr
    assert (data / "published" / "current").read_text().strip() == first


@pytest.mark.long
def test_check_says_what_a_drop_is_worth_and_publishes_nothing(world: Path, tmp_path: Path) -> None:
    data = shutil.copytree(world, tmp_path / "world")
    before = sorted(path.name for path in (data / "published").iterdir())
    good = tecs(data, "check", str(data / "raw" / "surveys" / "2020"))
    assert good.returncode == 0, good.stderr
    assert "peut être publié" in good.stdout

    drop = shutil.copytree(data / "raw" / "surveys" / "2020", tmp_path / "surveys" / "2020")
    export = drop / "reponses.csv"
    export.write_text(export.read_text("utf-8-sig").replace("MOB[SQ001]", "MOB[SQ009]"), "utf-8")
    bad = tecs(data, "check", str(drop))
    assert bad.returncode == 2
    assert "raw/surveys/2020/reponses.csv" in bad.stderr
    assert "MOB[SQ009]" in bad.stderr
    assert sorted(path.name for path in (data / "published").iterdir()) == before
    assert not list(data.glob(".check-*"))


def test_a_second_run_at_the_same_time_is_refused(world: Path, tmp_path: Path) -> None:
    data = shutil.copytree(world, tmp_path / "world")
    holder = (
        "import duckdb, sys, time\n"
        f"con = duckdb.connect({str(data / 'warehouse.duckdb')!r})\n"
        "print('held', flush=True)\ntime.sleep(120)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder], stdout=subprocess.PIPE, text=True
    ) as holding:
        assert holding.stdout
        holding.stdout.readline()
        run = tecs(data, "run")
        holding.kill()
    assert run.returncode == 2
    assert "la base de travail est occupée" in run.stderr
