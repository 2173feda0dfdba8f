"""What starts by itself, what must not, and that nothing unchecked goes further."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from pipelines import automation, runs, warehouse
from pipelines.automation import Memory, drop_sensor, held_settings, housekeeping
from pipelines.definitions import defs, observatory
from pipelines.settings import Settings
from tests.test_alerts import post_office

POLICIES = "raw/policies/2026/politiques.csv"
ENGLISH = re.compile(r"\b(the|and|of|with|from|which|rows?|table's|its)\b", re.IGNORECASE)


class Watch:
    """The real sensor on a world, look after look, as the daemon calls it."""

    def __init__(self, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TECS_DATA", str(data))
        self.instance = dg.DagsterInstance.ephemeral()
        self.sensor = drop_sensor(observatory)
        self.cursor: str | None = None

    def look(self) -> tuple[list[str], str]:
        """The run keys asked for, and the reason when none is."""
        context = dg.build_sensor_context(self.instance, cursor=self.cursor, definitions=defs)
        said = self.sensor.evaluate_tick(context)
        self.cursor = said.cursor
        return [str(r.run_key) for r in said.run_requests or []], said.skip_message or ""


@pytest.fixture
def watch(fresh_world: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    watching = Watch(fresh_world, monkeypatch)
    yield watching
    watching.instance.dispose()


def edit(data: Path, old: str, new: str) -> None:
    path = data / POLICIES
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_a_new_drop_starts_one_run_once_it_is_at_rest(watch: Watch, fresh_world: Path) -> None:
    assert watch.look() == ([], "Des fichiers viennent de changer : attente de la fin du dépôt.")
    keys, _ = watch.look()
    assert len(keys) == 1
    for _ in range(3):
        assert watch.look() == ([], "Rien de nouveau dans raw/ ni dans geo/.")
    (fresh_world / POLICIES).touch()  # another time, the same bytes
    assert watch.look()[0] == []
    assert watch.look() == ([], "Rien de nouveau dans raw/ ni dans geo/.")


def test_a_half_copied_drop_starts_nothing(watch: Watch, fresh_world: Path) -> None:
    for size in range(4):
        (fresh_world / "raw" / "surveys" / "2020" / "suite.csv").write_bytes(b"a" * size)
        assert "attente de la fin du dépôt" in watch.look()[1]
    assert len(watch.look()[0]) == 1


def test_a_drop_withdrawn_after_it_was_published_runs_again(
    watch: Watch, fresh_world: Path
) -> None:
    drop = fresh_world / POLICIES
    first = drop.read_text("utf-8")
    keys = []
    for content in (first, first.replace("CTE", "PAT"), first):
        drop.write_text(content, "utf-8")
        watch.look()
        keys += watch.look()[0]
    one, two, three = (key.split("-")[1] for key in keys)
    assert one == three != two
    assert len(set(keys)) == 3


def test_what_a_program_hides_is_no_drop(watch: Watch, fresh_world: Path) -> None:
    watch.look()
    watch.look()
    for name in ("~$reponses.xlsx", ".reponses.csv.swp"):
        (fresh_world / "raw" / "surveys" / "2020" / name).write_bytes(b"x")
    assert watch.look()[1] == "Rien de nouveau dans raw/ ni dans geo/."


def test_a_drop_waits_for_the_run_that_is_under_way(watch: Watch) -> None:
    watch.look()
    job = defs.resolve_job_def("observatoire")
    run = watch.instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
    assert watch.look() == (
        [],
        "Une exécution est en cours : le nouveau dépôt passera ensuite.",
    )
    watch.instance.report_run_failed(run)
    assert len(watch.look()[0]) == 1


def test_files_that_did_not_change_are_not_read_again(watch: Watch, fresh_world: Path) -> None:
    watch.look()
    watch.look()
    memory = Memory.model_validate_json(watch.cursor or "")
    memory.files[POLICIES].sha256 = "remembered"
    memory.launched = "something else"
    watch.cursor = memory.model_dump_json()
    watch.look()
    assert Memory.model_validate_json(watch.cursor).files[POLICIES].sha256 == "remembered"
    edit(fresh_world, "CTE", "PAT")
    watch.look()
    watch.look()
    assert Memory.model_validate_json(watch.cursor).files[POLICIES].sha256 != "remembered"


def test_a_run_waits_for_the_warehouse_that_another_process_holds(
    fresh_world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TECS_DATA", str(fresh_world))
    path = fresh_world / "warehouse.duckdb"
    holder = (
        f"import duckdb, time\ncon = duckdb.connect({str(path)!r})\n"
        "print('held', flush=True)\ntime.sleep(4)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder], stdout=subprocess.PIPE, text=True
    ) as holding:
        assert holding.stdout
        holding.stdout.readline()
        with pytest.raises(warehouse.Occupied), warehouse.connect(path):
            pass
        start = time.monotonic()
        with dg.build_resources({"settings": held_settings}) as resources:
            assert resources.settings.data == fresh_world
            assert time.monotonic() - start > 1
            other = "import duckdb, sys\nduckdb.connect(sys.argv[1])"
            refused = subprocess.run(
                [sys.executable, "-c", other, str(path)], capture_output=True, check=False
            )
            assert refused.returncode != 0, "the run must hold the warehouse"


@dataclass
class Refused:
    """A run of the whole job on a world whose policies name a SIREN that does not exist."""

    data: Path
    instance: dg.DagsterInstance
    result: dg.ExecuteInProcessResult


@pytest.fixture(scope="module")
def refused(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Refused]:
    data = shutil.copytree(world, tmp_path_factory.mktemp("refused") / "world")
    edit(data, "200067767,CTE", "200067768,CTE")
    os.environ["TECS_DATA"] = str(data)
    with dg.DagsterInstance.ephemeral() as instance:
        job = defs.resolve_job_def("observatoire")
        result = job.execute_in_process(
            instance=instance, raise_on_error=False, run_config=runs.QUIET
        )
        yield Refused(data, instance, result)
    del os.environ["TECS_DATA"]


def test_a_blocking_failure_stops_everything_downstream(refused: Refused) -> None:
    assert not refused.result.success
    made = {event.asset_key for event in refused.result.get_asset_materialization_events()}
    graph = defs.resolve_asset_graph()
    failed = {
        check.asset_key
        for check in refused.result.get_asset_check_evaluations()
        if not check.passed and check.severity is dg.AssetCheckSeverity.ERROR
    }
    assert failed
    waiting: list[dg.AssetKey] = list(failed)
    downstream: set[dg.AssetKey] = set()
    while waiting:
        children = graph.get(waiting.pop()).child_keys - downstream
        downstream |= children
        waiting += children
    assert dg.AssetKey("release") in downstream
    assert dg.AssetKey(["marts", "policies_by_epci"]) in downstream
    assert not made & downstream
    assert dg.AssetKey(["staging", "communes"]) in made


@pytest.mark.parametrize("asset", ["staging/policy_facts", "release"])
def test_a_step_launched_alone_refuses_what_a_check_refused(refused: Refused, asset: str) -> None:
    served = (refused.data / "published" / "current").read_text()
    with duckdb.connect(refused.data / "warehouse.duckdb") as con:
        before = con.execute("from staging.policy_facts order by all").fetchall()
    job = dg.define_asset_job("seule", dg.AssetSelection.assets(asset))
    alone = dg.Definitions(
        assets=list(defs.assets or []), jobs=[job], resources={"settings": held_settings}
    )
    result = alone.resolve_job_def("seule").execute_in_process(
        raise_on_error=False, run_config=runs.QUIET
    )
    assert not result.success
    assert not result.get_asset_materialization_events()
    outcome = runs.sort_events(result.all_events, succeeded=False)
    assert "SIREN" in "".join(outcome.refusals)
    assert (refused.data / "published" / "current").read_text() == served
    with duckdb.connect(refused.data / "warehouse.duckdb") as con:
        assert con.execute("from staging.policy_facts order by all").fetchall() == before


def test_a_table_and_its_verdict_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    with warehouse.connect(tmp_path / "warehouse.duckdb") as con:
        con.execute("create table marts.x as select 1 as n")
        with pytest.raises(duckdb.ConversionException), warehouse.transaction(con):
            con.execute("create or replace table marts.x as select 2 as n; select 'a'::int")
        assert con.execute("from marts.x").fetchall() == [(1,)]


def test_a_failed_run_is_told_by_e_mail_without_the_values(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    with post_office() as (box, port):
        monkeypatch.setenv("TECS_ALERT_SMTP", f"127.0.0.1:{port}")
        monkeypatch.setenv("TECS_ALERT_TO", "pilotage@example.invalid")
        monkeypatch.setenv("TECS_ALERT_STARTTLS", "non")
        context = dg.build_run_status_sensor_context(
            "alerte",
            next(e for e in refused.result.all_events if e.is_run_failure),
            refused.instance,
            refused.result.dagster_run,
        )
        automation.failure_alert(context.for_run_failure())
    (letter,) = box.letters
    assert "1 problème" in letter["Subject"]
    text = letter.get_content()
    assert f"{POLICIES}, ligne 3" in text
    assert "200067768" not in text
    assert "reste servie" in text
    assert json.loads((refused.data / "published" / "last_run.json").read_text())["problems"] == 1


def test_old_runs_are_forgotten_with_their_files_but_the_last_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TECS_DATA", str(tmp_path))
    (tmp_path / "home").mkdir()
    with dg.DagsterInstance.local_temp(str(tmp_path / "home")) as instance:

        def clear() -> str:
            return housekeeping.execute_in_process(instance=instance, run_config=runs.QUIET).run_id

        first, second = clear(), clear()
        assert instance.get_runs_count() == 2
        with sqlite3.connect(tmp_path / "home" / "history" / "runs.db") as storage:
            storage.execute("update runs set update_timestamp = datetime('now', '-91 days')")
        storage.close()
        third = clear()
        assert {run.run_id for run in instance.get_runs()} == {second, third}
        assert not [p for p in (tmp_path / "home").rglob("*") if first in p.name]
        assert [p for p in (tmp_path / "home").rglob("*") if second in p.name]


def described() -> Iterator[tuple[str, str | None]]:
    graph = defs.resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        yield key.to_user_string(), graph.get(key).description
    for check in graph.asset_check_keys:
        yield str(check), graph.get(check).description
    repository = defs.get_repository_def()
    for job in repository.get_all_jobs():
        if not job.name.startswith("__"):
            yield job.name, job.description
    yield from ((node.name, node.definition.description) for node in housekeeping.nodes)
    yield from ((sensor.name, sensor.description) for sensor in repository.sensor_defs)
    yield from ((schedule.name, schedule.description) for schedule in repository.schedule_defs)


def test_everything_that_the_interface_shows_is_described_in_french() -> None:
    for name, text in described():
        assert text, f"{name} says nothing"
        prose = text.partition("```sql")[0]
        assert not ENGLISH.search(prose), f"{name}: {prose}"


def test_the_settings_of_the_alerts_are_off_by_default() -> None:
    assert Settings(Path(), "auto").mail is None
