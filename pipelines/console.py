"""What the verbs of `tecs` print, in French, and the exit code each answers with."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from pipelines import alerts, last_run, releases, runs
from pipelines.errors import TecsError
from pipelines.evidence import Row
from pipelines.runs import Outcome
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.checking import Verdict

out = Console(highlight=False, soft_wrap=True)
SET_ASIDE = (
    "Ces lignes ne comptent pas. Pour en reprendre une : corriger dans le fichier la cellule que "
    "le motif cite, ou ajouter la structure à raw/structures ; sinon, rien à faire."
)
WIDE = 220  # columns, where there is no terminal to tell
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


def run(settings: Settings) -> int:
    """Run the pipeline, show its progress, print the summary; return the exit code."""
    before = releases.served(settings)
    with _progress() as (on_start, on_step):
        outcome = runs.run(settings, on_step, on_start=on_start)
    if outcome.exit_code:
        last_run.write(settings, problems=max(1, len(outcome.places)))
        _print_refusal(outcome, before)
        if failure := alerts.send(settings.mail, outcome.places, before):
            err.print(failure)
    else:
        _print_summary(settings, outcome)
    return outcome.exit_code


def check(settings: Settings, paths: Sequence[Path], *, as_json: bool) -> int:
    """Say what the drops at `paths` are worth; return the exit code. See checking.check."""
    from pipelines import checking

    if as_json:
        print(checking.inspect(paths))  # noqa: T201 # for machines: no wrapping, no colour
        return 0
    try:
        with _progress() as (on_start, on_step):
            verdict = checking.check(settings, paths, on_step, on_start)
    except TecsError as error:
        err.print(str(error))
        return error.exit_code
    return _print_verdict(settings, verdict)


def make_table(*headers: str) -> Table:
    """An empty table; a cell too long for the terminal is folded, never cut."""
    table = Table(box=None, pad_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold")
    return table


def print_table(table: Table) -> None:
    """Print a table, as wide as it needs when it goes to a pipe or a file."""
    if not out.is_terminal:
        out.width = WIDE
    out.print(table)


def print_rows(title: str, found: Sequence[Row]) -> None:
    """Print rows of the same keys as a titled table; nothing when there is none."""
    if not found:
        return
    out.print(f"\n{title} ({len(found)})", markup=False)
    table = make_table(*found[0])
    for row in found:
        table.add_row(*("" if cell is None else str(cell) for cell in row.values()))
    print_table(table)


@contextmanager
def _progress() -> Iterator[tuple[Callable[[int], None], Callable[[str], None]]]:
    """What hears the number of steps, then each of them: a bar, or one line a step in a log."""
    if not out.is_terminal:
        yield (lambda _: None), (lambda step: out.print(step, markup=False))
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=out, transient=True) as progress:
        task = progress.add_task("Chargement…", total=None)
        yield (
            lambda steps: progress.update(task, total=steps),
            lambda step: progress.update(task, advance=1, description=step),
        )


def _print_verdict(settings: Settings, verdict: "Verdict") -> int:
    """Everything that is wrong, by what to do; then the files written to help."""
    from pipelines import checking

    for line in verdict.understood:
        out.print(line, markup=False)
    for action, problems in checking.by_action(verdict.problems).items():
        err.print(f"\nÀ FAIRE ({len(problems)}) — {action}")
        for problem in problems:
            err.print(f"  {problem.without_hint()} {checking.likeness(problem)}".rstrip())
    for file, lines in verdict.rejects.items():
        out.print(f"\nLignes écartées de {file} : {len(lines)}", markup=False)
        for number, reason in lines.items():
            out.print(f"  ligne {number} : {reason}", markup=False)
        out.print(f"  → {SET_ASIDE}", markup=False)
    for path in verdict.written:
        out.print(f"Écrit pour vous aider : {path.relative_to(settings.data)}", markup=False)
    if verdict.problems:
        err.print(f"\nRien n'est publié : {_many(len(verdict.problems))} à corriger.")
        return 2
    if verdict.outcome and verdict.outcome.exit_code:
        _print_refusal(verdict.outcome, None)
        return verdict.outcome.exit_code
    if verdict.outcome:
        _print_warnings(verdict.outcome)
    out.print("\nLe dépôt peut être publié : tous les contrôles bloquants sont réussis.")
    return 0


def _many(problems: int) -> str:
    return f"{problems} problème{'s' if problems > 1 else ''}"


def _print_refusal(outcome: Outcome, served: str | None) -> None:
    for text in (*outcome.refusals, *outcome.blocked):
        err.print(f"\n{text}")
    many = len(outcome.refusals) + len(outcome.blocked)
    err.print(f"\nRien n'est publié : {_many(many)} à corriger.")
    if served:
        err.print(f"La version {served} reste servie.")


def _print_warnings(outcome: Outcome) -> None:
    for text in outcome.warnings:
        out.print(f"Avertissement — {text}", markup=False)


def _print_summary(settings: Settings, outcome: Outcome) -> None:
    release = releases.served(settings) or ""
    manifest = releases.manifest(settings, release)
    sources = manifest["sources"]
    read, kept, rejected = (
        sum(source[column] or 0 for source in sources)
        for column in ("rows_in", "rows_kept", "rows_rejected")
    )
    passed = sum(check["passed"] for check in manifest["checks"])
    _print_warnings(outcome)
    out.print(f"\nVersion {release} publiée.")
    out.print(
        f"Sources    {len(sources)} fichiers : {read} lignes lues, "
        f"{kept} retenues, {rejected} rejetées"
    )
    out.print(f"Contrôles  {passed} réussis sur {len(manifest['checks'])}")
    out.print(f"Nouveau    {_news(settings, release)}", markup=False)
    if manifest["has_simulated"]:
        out.print("Attention  réponses simulées : démonstration, rien à en conclure")
    out.print("À regarder `tecs dashboard`, page « Qualité des données »")


def _news(settings: Settings, release: str) -> str:
    """The sentences that the release carries on what it changes."""
    changes = settings.published / release / releases.CHANGES["public"]
    told: list[str] = json.loads(changes.read_text("utf-8"))["sentences"]
    return "\n           ".join(told)
