"""What starts by itself under `tecs studio`: runs on new drops, alerts, the clearing of old runs.

The guarantee. A table is built only from tables whose blocking checks passed, and the release
only from such tables, whatever launched the step (this sensor, the command, a click, Dagster's
own automation). Dagster's `eager() & all_deps_blocking_checks_passed()` would hold for the runs
that its automation launches, and for no other; here three things hold it for all:

1. a suite runs in the step that builds its table, as a blocking check: within a run, Dagster
   starts nothing downstream of a failure;
2. its verdicts are written in the transaction that writes the table, and a step refuses to read a
   table whose last verdict is a blocking failure (`verdicts.refuse_failed`), so that a step
   launched alone obeys too; by induction no table ever derives from a refused one;
3. the publication refuses unless every suite has a verdict on its table as it is now, none of
   them a blocking failure (`publish.publish`).
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import stamina
from dagster._core.definitions.unresolved_asset_job_definition import (
    UnresolvedAssetJobDefinition,
)
from dagster._core.storage.event_log import SqliteEventLogStorage
from pydantic import BaseModel

from pipelines import alerts, fingerprints, last_run, releases, runs, warehouse
from pipelines.fingerprints import Files
from pipelines.settings import Settings, load

LOOK_EVERY = 30  # seconds between two looks at the drops; what moved in between is not ready
PATIENCE = timedelta(hours=1)  # how long a run waits for the warehouse
UNFINISHED = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
FINISHED = [
    dg.DagsterRunStatus.SUCCESS,
    dg.DagsterRunStatus.FAILURE,
    dg.DagsterRunStatus.CANCELED,
]


class Memory(BaseModel):
    """What the sensor remembers from one look to the next; Dagster keeps it as its cursor."""

    files: Files = {}  # as seen at the last look
    launched: str | None = None  # the content that the last run was asked for
    runs: int = 0  # how many runs were asked for


@dg.resource(description="Les réglages d'une exécution, qui tient la base de travail.")
def held_settings(_context: dg.InitResourceContext) -> Iterator[Settings]:
    """The settings, while the run holds the warehouse from start to end: one run at a time.

    Made once a run (the executor is in-process). A run that finds the warehouse held, by `tecs
    run` for instance, waits for an hour at most, then fails with warehouse.Occupied.
    """
    settings = load()
    with ExitStack() as held:
        for attempt in stamina.retry_context(
            on=warehouse.Occupied, attempts=None, timeout=PATIENCE, wait_initial=1, wait_max=5
        ):
            with attempt:
                held.enter_context(warehouse.connect(settings.warehouse))
        yield settings


def drop_sensor(job: UnresolvedAssetJobDefinition) -> dg.SensorDefinition:
    """Start `job` when the content of raw/ or geo/ changed and came to rest.

    The cursor guards against running the same content twice in a row; the run key, the rank of
    the run and the content, against asking twice for one run should the daemon die between the
    request and the keeping of the cursor. A content that comes back (a drop withdrawn) runs again:
    what is served must follow what is there.
    """

    @dg.sensor(
        name="depots",
        job=job,
        minimum_interval_seconds=LOOK_EVERY,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Lance une exécution quand le contenu de raw/ ou de geo/ a changé, une fois "
        "la copie des fichiers achevée et l'exécution précédente terminée.",
    )
    def watch(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        memory = Memory.model_validate_json(context.cursor or "{}")
        active = context.instance.get_runs_count(dg.RunsFilter(statuses=UNFINISHED)) > 0
        return _decide(load(), memory, active)

    return watch


def _decide(settings: Settings, memory: Memory, active: bool) -> dg.SensorResult:
    now = fingerprints.look(settings, memory.files)
    at_rest = fingerprints.are_same(now, memory.files)
    try:
        memory.files = fingerprints.read(settings, now) if at_rest else now
    except FileNotFoundError:  # taken away while it was read
        memory.files, at_rest = {}, False
    content = fingerprints.content(memory.files)
    if not now:
        return _skip(memory, "Aucun fichier dans raw/ ni dans geo/.")
    if not at_rest:
        return _skip(memory, "Des fichiers viennent de changer : attente de la fin du dépôt.")
    if content == memory.launched:
        return _skip(memory, "Rien de nouveau dans raw/ ni dans geo/.")
    if active:
        return _skip(memory, "Une exécution est en cours : le nouveau dépôt passera ensuite.")
    memory.launched = content
    memory.runs += 1
    request = dg.RunRequest(f"{memory.runs}-{content}", tags={"contenu": content[:16]})
    return dg.SensorResult(run_requests=[request], cursor=memory.model_dump_json())


def _skip(memory: Memory, reason: str) -> dg.SensorResult:
    return dg.SensorResult(skip_reason=reason, cursor=memory.model_dump_json())


@dg.run_failure_sensor(
    name="alerte",
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Note qu'une exécution a échoué, et l'envoie par courriel si TECS_ALERT_SMTP et "
    "TECS_ALERT_TO sont réglés ; sans valeur relevée dans les fichiers.",
)
def failure_alert(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
    """Note that a run failed and send its problems; a mail server that fails changes no verdict."""
    settings = load()
    entries = context.instance.all_logs(context.dagster_run.run_id)
    events = [entry.dagster_event for entry in entries if entry.dagster_event]
    places = runs.sort_events(events, succeeded=False).places
    last_run.write(settings, problems=max(1, len(places)))
    if settings.mail is None:
        return dg.SkipReason("Alertes éteintes : TECS_ALERT_SMTP et TECS_ALERT_TO non réglés.")
    failure = alerts.send(settings.mail, places, releases.served(settings))
    return dg.SkipReason(failure) if failure else None


@dg.op(
    name="effacer_executions_anciennes",
    description="Efface les exécutions et les journaux plus anciens que TECS_KEEP_RUNS_DAYS ; "
    "la dernière réussie est gardée.",
)
def delete_old_runs(context: dg.OpExecutionContext) -> None:
    """Forget the finished runs older than TECS_KEEP_RUNS_DAYS, but the last that succeeded."""
    dagster = context.instance
    limit = datetime.now(UTC) - timedelta(days=load().keep_runs_days)
    successes = dagster.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.SUCCESS]), limit=1)
    old = dagster.get_runs(dg.RunsFilter(statuses=FINISHED, updated_before=limit))
    spared = {run.run_id for run in successes}
    for run in old:
        if run.run_id not in spared:
            _forget(dagster, run.run_id)
    context.log.info(f"{len(old)} exécutions antérieures au {limit:%d/%m/%Y} examinées.")


def _forget(dagster: dg.DagsterInstance, run_id: str) -> None:
    """Delete a run, its events, its logs, and the file that SQLite keeps for each run."""
    dagster.delete_run(run_id)
    dagster.compute_log_manager.delete_logs(prefix=[run_id])
    storage = dagster.event_log_storage
    if isinstance(storage, SqliteEventLogStorage):
        Path(storage.path_for_shard(run_id)).unlink(missing_ok=True)


@dg.job(name="menage", description="Efface de Dagster les exécutions anciennes.")
def housekeeping() -> None:
    """The job of delete_old_runs."""
    delete_old_runs()


monthly_housekeeping = dg.ScheduleDefinition(
    name="menage_mensuel",
    job=housekeeping,
    cron_schedule="0 4 1 * *",
    execution_timezone="Europe/Paris",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Le premier du mois à 4 h : efface de Dagster les exécutions anciennes.",
)
