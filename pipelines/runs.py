"""One run of the pipeline, from start to verdict."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines import disk, warehouse
from pipelines.errors import TecsError
from pipelines.settings import Settings

if TYPE_CHECKING:
    from dagster import AssetCheckEvaluation, DagsterEvent, EventLogEntry
    from dagster._core.execution.plan.objects import UserFailureData

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
EVALUATION = "ASSET_CHECK_EVALUATION"
STOPPED = "L'exécution a été interrompue avant la fin ; la relancer."


@dataclass(frozen=True)
class Outcome:
    """How a run ended; every text is French and says what to do."""

    exit_code: int  # 0 all went through, 1 a blocking check failed, 2 unusable input
    refusals: tuple[str, ...] = ()  # what is unusable, one problem each
    blocked: tuple[str, ...] = ()  # the failed blocking suites
    warnings: tuple[str, ...] = ()  # the suites with quality findings only
    places: tuple[str, ...] = ()  # refusals and blocked without the values found: fit for e-mail


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
    from pipelines.definitions import defs, observatory, verification
    from pipelines.passing_events import make_instance

    job = defs.resolve_job_def((observatory if publish else verification).name)
    if on_start:
        on_start(len(job.nodes))
    run_id = str(uuid.uuid4())
    try:
        # the warehouse is held from start to end: one run at a time, and the steps' own
        # connections are cheap
        with (
            disk.explained(settings.data),
            warehouse.connect(settings.warehouse),
            make_instance() as dagster,
        ):
            dagster.add_event_listener(run_id, lambda entry: _tell(entry, on_step))
            result = job.execute_in_process(
                run_config=QUIET,
                instance=dagster,
                raise_on_error=False,
                run_id=run_id,
                resources={"settings": settings},
            )
    except TecsError as error:
        return refusal(error)
    return sort_events(result.all_events, succeeded=result.success)


def refusal(error: TecsError) -> Outcome:
    """Return the outcome of what was refused before any step."""
    return Outcome(
        error.exit_code,
        refusals=tuple(map(str, error.problems)),
        places=tuple(problem.place_only() for problem in error.problems),
    )


def _tell(entry: "EventLogEntry", on_step: Callable[[str], None]) -> None:
    event = entry.dagster_event
    if event and event.is_step_success and event.step_key:
        on_step(event.step_key.replace("__", "."))


def sort_events(events: Iterable["DagsterEvent"], *, succeeded: bool) -> Outcome:
    """Sort the events of a run into what the steward must know.

    A run that did not succeed and tells no failure was stopped from outside: that is a refusal.
    """
    from dagster import AssetCheckSeverity

    seen = list(events)
    failures = [event for event in seen if event.is_step_failure and not _is_check(event)]
    checks = [e.asset_check_evaluation_data for e in seen if e.event_type_value == EVALUATION]
    failed = [check for check in checks if not check.passed]
    blocked = [check for check in failed if check.severity is AssetCheckSeverity.ERROR]
    warnings = [check for check in failed if check.severity is AssetCheckSeverity.WARN]
    refusals = dict.fromkeys(text for event in failures for text in _problems(event, "problems"))
    places = dict.fromkeys(text for event in failures for text in _problems(event, "places"))
    if not succeeded and not failures and not blocked:
        refusals = places = dict.fromkeys([STOPPED])
    return Outcome(
        exit_code=2 if refusals else 1 if blocked else 0,
        refusals=tuple(refusals),
        blocked=tuple(check.description or "" for check in blocked),
        warnings=tuple(check.description or "" for check in warnings),
        places=(*places, *(text for check in blocked for text in _listed(check, "places"))),
    )


def _is_check(event: "DagsterEvent") -> bool:
    """A failed blocking check fails its step too: it is told apart by the name of its error."""
    error = event.step_failure_data.error
    return error is not None and "AssetCheckFailedError" in str(error)


def _problems(event: "DagsterEvent", form: str) -> list[str]:
    """The problems of a refusal, one text each; an unforeseen error names its step.

    `form`: problems, or places, which leave out what was found, and the words of an unforeseen
    error, which may quote it.
    """
    failure = event.step_failure_data
    if failure.user_failure_data:
        return _listed(failure.user_failure_data, form)
    step = (event.step_key or "").replace("__", ".")
    detail = f"\n{failure.error_display_string}" if form == "problems" else ""
    return [f"{step} : erreur imprévue.{detail}"]


def _listed(told: "UserFailureData | AssetCheckEvaluation", form: str) -> list[str]:
    texts = told.metadata[form].value if form in told.metadata else []
    return [str(text) for text in texts] if isinstance(texts, list) else []
