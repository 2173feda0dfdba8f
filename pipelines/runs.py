"""One run of the pipeline, from start to verdict."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines import warehouse
from pipelines.errors import TecsError
from pipelines.settings import Settings

if TYPE_CHECKING:
    from dagster import DagsterEvent, EventLogEntry, ExecuteInProcessResult

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True)
class Outcome:
    """How a run ended; every text is French and says what to do."""

    exit_code: int  # 0 all went through, 1 a blocking check failed, 2 unusable input
    refusals: tuple[str, ...] = ()  # what is unusable, one problem each
    blocked: tuple[str, ...] = ()  # the failed blocking suites
    warnings: tuple[str, ...] = ()  # the suites with quality findings only


def run(
    settings: Settings,
    on_step: Callable[[str], None],
    *,
    publish: bool = True,
    on_start: Callable[[int], None] | None = None,
) -> Outcome:
    """Run everything; `on_step` hears the name of each finished step. Nothing is raised.

    `on_start` hears the number of steps.
    With `publish=False` every table is built and checked, and no release is made.
    """
    from dagster import DagsterInstance

    from pipelines.definitions import defs, observatory, verification

    job = defs.resolve_job_def((observatory if publish else verification).name)
    if on_start:
        on_start(len(job.nodes))
    run_id = str(uuid.uuid4())
    try:
        # The warehouse is held from start to end: one run at a time, and the steps' own
        # connections are cheap. Events stay in memory: writing them one by one to Dagster's
        # SQLite storage took as long as the work (a run started from the UI is kept there).
        with warehouse.connect(settings.warehouse), DagsterInstance.ephemeral() as dagster:
            dagster.add_event_listener(run_id, lambda entry: _tell(entry, on_step))
            result = job.execute_in_process(
                run_config=QUIET,
                instance=dagster,
                raise_on_error=False,
                run_id=run_id,
                resources={"settings": settings},
            )
    except TecsError as error:
        return Outcome(error.exit_code, refusals=tuple(map(str, error.problems)))
    return _outcome(result)


def _tell(entry: "EventLogEntry", on_step: Callable[[str], None]) -> None:
    event = entry.dagster_event
    if event and event.is_step_success and event.step_key:
        on_step(event.step_key.replace("__", "."))


def _outcome(result: "ExecuteInProcessResult") -> Outcome:
    """Sort the events of a run into what the steward must know."""
    from dagster import AssetCheckSeverity

    failures = [event for event in result.get_step_failure_events() if not _is_check(event)]
    refusals = dict.fromkeys(text for event in failures for text in _problems(event))
    failed = [check for check in result.get_asset_check_evaluations() if not check.passed]
    blocked = [c for c in failed if c.severity is AssetCheckSeverity.ERROR]
    warnings = [c for c in failed if c.severity is AssetCheckSeverity.WARN]
    return Outcome(
        exit_code=2 if failures else 1 if blocked else 0,
        refusals=tuple(refusals),
        blocked=tuple(check.description or "" for check in blocked),
        warnings=tuple(check.description or "" for check in warnings),
    )


def _is_check(event: "DagsterEvent") -> bool:
    """A failed blocking check fails its step too: it is told apart by the name of its error."""
    error = event.step_failure_data.error
    return error is not None and "AssetCheckFailedError" in str(error)


def _problems(event: "DagsterEvent") -> list[str]:
    """The problems of a refusal, one text each; an unforeseen error names its step."""
    failure = event.step_failure_data
    if failure.user_failure_data:
        problems = failure.user_failure_data.metadata["problems"].value
        return [str(problem) for problem in problems] if isinstance(problems, list) else []
    step = (event.step_key or "").replace("__", ".")
    return [f"{step} : erreur imprévue.\n{failure.error_display_string}"]
