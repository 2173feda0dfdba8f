"""The releases on disk: damaged ones refused, old ones removed, going back remembered."""

import json
import shutil
from pathlib import Path

import pytest

from pipelines import publish, releases, rollbacks, settings, warehouse
from pipelines.checks import SUITES
from pipelines.errors import UnusableInput
from pipelines.settings import Settings
from pipelines.tables import load_tables
from tests.conftest import tecs

MARTS = [table for table in load_tables() if table.layer == "marts"]


@pytest.fixture
def here(world: Path, tmp_path: Path) -> Settings:
    return Settings(shutil.copytree(world, tmp_path / "world"), "auto", keep_releases=3)


def publish_again(here: Settings, times: int = 1) -> str:
    with warehouse.connect(here.warehouse) as con:
        for _ in range(times):
            manifest = publish.publish(here, con, MARTS, SUITES)
    release: str = manifest["release_id"]
    return release


def damage(here: Settings, release: str) -> None:
    with (here.published / release / "comite.duckdb").open("ab") as file:
        file.write(b"\0")


def test_the_last_ones_are_kept_and_no_half_removed_one_is_left(here: Settings) -> None:
    first = releases.served(here)
    publish_again(here, times=4)
    assert len(releases.known(here)) == 3
    assert first not in releases.known(here)
    assert all(releases.is_intact(here, name) for name in releases.known(here))
    assert not list(here.published.glob(".pending-*"))


def test_the_served_release_and_the_one_before_it_are_never_removed(here: Settings) -> None:
    publish_again(here, times=2)
    oldest, second, _ = releases.known(here)
    releases.point(here, second)
    kept = Settings(here.data, "auto", keep_releases=1)
    assert releases.prune(kept) == []
    releases.point(here, oldest)
    assert releases.prune(kept) == [second]
    assert releases.served(here) == oldest


def test_a_damaged_release_is_named_and_cannot_be_served(here: Settings) -> None:
    first = releases.served(here) or ""
    second = publish_again(here)
    damage(here, first)
    listed = tecs(here.data, "releases").stdout.splitlines()
    assert [line.split()[-1] for line in listed[1:]] == ["servie", "abîmée"]
    refused = tecs(here.data, "rollback", first)
    assert refused.returncode == 2
    assert "est abîmée" in refused.stderr
    assert releases.served(here) == second
    assert not (here.published / rollbacks.JOURNAL).exists()


@pytest.mark.parametrize("name", ["manifest.json", "SHA256SUMS", "exports/maturity_drome.csv"])
def test_a_file_missing_or_changed_anywhere_damages_the_release(here: Settings, name: str) -> None:
    release = releases.served(here) or ""
    path = here.published / release / name
    content = path.read_text("utf-8")
    path.write_text(content.replace("2", "3", 1), "utf-8")
    assert not releases.is_intact(here, release)
    path.write_text(content, "utf-8")
    assert releases.is_intact(here, release)
    path.unlink()
    assert not releases.is_intact(here, release)


def test_a_damaged_release_does_not_stop_the_next_publication(here: Settings) -> None:
    first = releases.served(here)
    damage(here, publish_again(here))
    third = publish_again(here)
    told = json.loads((here.published / third / "changes-public.json").read_text("utf-8"))
    assert told["from"]["release_id"] == first


def test_going_back_is_one_step_and_is_remembered(here: Settings) -> None:
    first = releases.served(here)
    second = publish_again(here)
    assert rollbacks.roll_back(here) == first
    assert releases.served(here) == first
    journal = here.published / rollbacks.JOURNAL
    (entry,) = map(json.loads, journal.read_text("utf-8").splitlines())
    assert (entry["from"], entry["to"]) == (second, first)
    rollbacks.roll_back(here, first)  # served already
    assert len(journal.read_text("utf-8").splitlines()) == 1


def test_a_line_cut_short_in_the_journal_does_not_swallow_the_next(here: Settings) -> None:
    publish_again(here)
    journal = here.published / rollbacks.JOURNAL
    journal.write_text('{"at": "2026-', "utf-8")
    first = rollbacks.roll_back(here)
    *_, last = journal.read_text("utf-8").splitlines()
    assert json.loads(last)["to"] == first


def test_with_nothing_before_it_there_is_nowhere_to_go_back_to(here: Settings) -> None:
    with pytest.raises(UnusableInput, match="aucune version antérieure"):
        rollbacks.roll_back(here)


@pytest.mark.parametrize("said", ["0", "-3", "vingt", ""])
def test_a_senseless_number_of_releases_is_refused(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("TECS_KEEP_RELEASES", said)
    with pytest.raises(UnusableInput, match="TECS_KEEP_RELEASES"):
        settings.load()


def test_a_senseless_setting_is_said_without_a_traceback(tmp_path: Path) -> None:
    told = tecs(tmp_path, "releases", TECS_KEEP_RELEASES="vingt")
    assert told.returncode == 2
    assert told.stderr.startswith("la variable TECS_KEEP_RELEASES")
