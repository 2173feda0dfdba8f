"""A backup is worth its restoration: destroy, restore, the same hashes, the same figures."""

import json
import shutil
import subprocess
import sys
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines import backups, releases, warehouse
from pipelines.errors import UnusableInput
from pipelines.settings import Settings
from tests.conftest import tecs


def hashes(data: Path) -> dict[str, str]:
    return {
        path.relative_to(data).as_posix(): releases.sha256(path)
        for part in backups.PARTS
        for path in (data / part).rglob("*")
        if path.is_file()
    }


def table_hashes(data: Path) -> dict[str, str]:
    here = Settings(data, "auto")
    manifest = here.published / str(releases.served(here)) / releases.MANIFEST
    tables = json.loads(manifest.read_text("utf-8"))["tables"]
    return {table["name"]: table["sha256"] for table in tables}


@pytest.fixture
def data(world: Path, tmp_path: Path) -> Path:
    return shutil.copytree(world, tmp_path / "world")


def test_a_destroyed_world_comes_back_with_the_same_hashes_and_the_same_figures(
    data: Path, tmp_path: Path
) -> None:
    before, figures = hashes(data), table_hashes(data)
    assert tecs(data, "backup", str(tmp_path / "saved")).returncode == 0
    (archive,) = (tmp_path / "saved").glob("*.tar.gz")
    shutil.rmtree(data)
    restored = tecs(data, "restore", str(archive))
    assert restored.returncode == 0, restored.stderr
    assert hashes(data) == before
    assert tecs(data, "run").returncode == 0
    assert table_hashes(data) == figures


def test_what_was_there_is_set_aside_and_not_deleted(data: Path, tmp_path: Path) -> None:
    here = Settings(data, "auto")
    archive = backups.save(here, tmp_path / "saved", keep=14)
    (data / "raw" / "later.txt").write_text("arrivé après", "utf-8")
    aside = backups.restore(here, archive, reference=False)
    assert aside
    assert (aside / "raw" / "later.txt").read_text("utf-8") == "arrivé après"
    assert not (data / "raw" / "later.txt").exists()
    assert not [path.name for path in data.iterdir() if path.name.startswith(".restore-")]


def test_a_damaged_archive_is_refused_before_anything_is_touched(
    data: Path, tmp_path: Path
) -> None:
    here = Settings(data, "auto")
    archive = backups.save(here, tmp_path / "saved", keep=14)
    before = hashes(data)
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    archive.write_bytes(content)
    for sealed in (True, False):  # without its hash beside it too
        if not sealed:
            archive.with_name(archive.name + backups.SEAL).unlink()
        with pytest.raises(UnusableInput, match="rien n'a été touché"):
            backups.restore(here, archive, reference=False)
    assert hashes(data) == before


@pytest.mark.parametrize(
    ("name", "kind"), [("../evil", tarfile.REGTYPE), ("raw/x", tarfile.SYMTYPE)]
)
def test_an_archive_writes_plain_files_in_its_own_place_only(
    data: Path, tmp_path: Path, name: str, kind: bytes
) -> None:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, "/etc/passwd"
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as tar:
        tar.addfile(entry)
    before = hashes(data)
    with pytest.raises(UnusableInput, match="rien n'a été touché") as caught:
        backups.restore(Settings(data, "auto"), tmp_path / "evil.tar.gz", reference=False)
    assert name in str(caught.value)
    assert not list(data.rglob("evil"))
    assert hashes(data) == before


def test_only_the_last_archives_stay(data: Path, tmp_path: Path) -> None:
    here = Settings(data, "auto")
    made = [backups.save(here, tmp_path / "saved", keep=2) for _ in range(3)]
    left = sorted(path.name for path in (tmp_path / "saved").iterdir())
    assert left == sorted(name for a in made[1:] for name in (a.name, a.name + backups.SEAL))


def test_a_backup_says_in_french_that_it_waits_for_a_run(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = Settings(data, "auto")
    monkeypatch.setattr(backups, "PATIENCE", timedelta(seconds=1))
    program = (
        "import sys, duckdb; held = duckdb.connect(sys.argv[1]); print(flush=True);"
        " sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, here.warehouse],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as run:  # fmt: skip
        assert run.stdout
        run.stdout.readline()
        with pytest.raises(warehouse.Occupied):
            backups.save(here, tmp_path / "saved", keep=14)
        run.communicate()
    said = capsys.readouterr().err.splitlines()
    assert said == ["Une exécution est en cours : en attente de sa fin, une heure au plus."]
