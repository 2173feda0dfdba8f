"""What the verbs of `tecs` print, in French, and the exit code each answers with."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from pipelines import releases, runs
from pipelines.errors import Problem, TecsError, UnusableInput
from pipelines.releases import Manifest
from pipelines.runs import Outcome
from pipelines.settings import Settings

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


def run(settings: Settings) -> int:
    """Run the pipeline, show its progress, print the summary; return the exit code."""
    before = releases.served(settings)
    outcome = _run_shown(settings, publish=True)
    if outcome.exit_code:
        _print_refusal(outcome, before)
    else:
        _print_summary(settings, before, outcome)
    return outcome.exit_code


def check(settings: Settings, paths: Sequence[Path]) -> int:
    """Run everything but the publication, with the drops at `paths`; return the exit code.

    A drop already under raw/ is taken where it is; one elsewhere is laid beside the others in a
    temporary copy of the world, as raw/<name of its parent folder>/<its name>.
    """
    try:
        # beside the data, not in the system's own place: drops may hold personal data
        with tempfile.TemporaryDirectory(prefix=".check-", dir=settings.data) as folder:
            outcome = _run_shown(_world_with(settings, paths, Path(folder)), publish=False)
    except TecsError as error:
        err.print(str(error))
        return error.exit_code
    if outcome.exit_code:
        _print_refusal(outcome, None)
        return outcome.exit_code
    _print_warnings(outcome)
    out.print("Le dépôt peut être publié : tous les contrôles bloquants sont réussis.")
    return 0


def list_releases(settings: Settings) -> None:
    """Print a table of the releases, newest first."""
    served = releases.served(settings)
    table = Table("Version", "Produite le (UTC)", "Tables", "Lignes", "Servie", box=None)
    for release in reversed(releases.known(settings)):
        content = releases.manifest(settings, release)
        rows = sum(item["rows"] for item in content["tables"])
        mark = "oui" if release == served else ""
        table.add_row(release, content["created_at"], str(len(content["tables"])), str(rows), mark)
    out.print(table if table.rows else "Aucune version publiée : lancer `tecs run`.")


def diff(settings: Settings, first: str | None, second: str | None) -> int:
    """Print what changed from `first` to `second`; default: the last but one, the served one."""
    try:
        new = second or releases.served(settings) or ""
        earlier = [release for release in releases.known(settings) if release < new]
        old = first or (earlier[-1] if earlier else "")
        changed = releases.changes(
            releases.manifest(settings, old), releases.manifest(settings, new)
        )
    except TecsError as error:
        err.print(str(error))
        return error.exit_code
    out.print(f"De {old} à {new} :")
    for line in changed or ["rien n'a changé"]:
        out.print(f"  {line}", markup=False)
    return 0


def rollback(settings: Settings, release: str) -> int:
    """Serve a former release; return the exit code."""
    try:
        releases.point(settings, release)
    except TecsError as error:
        err.print(str(error))
        return error.exit_code
    out.print(f"La version {release} est servie de nouveau.")
    return 0


def _run_shown(settings: Settings, *, publish: bool) -> Outcome:
    """Run with a progress bar on a terminal, one line a step elsewhere (a log, a pipe)."""
    if not out.is_terminal:
        return runs.run(settings, lambda step: out.print(step, markup=False), publish=publish)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=out, transient=True) as progress:
        task = progress.add_task("Chargement…", total=None)

        def advance(step: str) -> None:
            progress.update(task, advance=1, description=step)

        return runs.run(
            settings,
            advance,
            publish=publish,
            on_start=lambda steps: progress.update(task, total=steps),
        )


def _world_with(settings: Settings, paths: Sequence[Path], folder: Path) -> Settings:
    """A temporary world: links to the drops there are, and to those of `paths`."""
    if not settings.geo.is_dir():
        raise UnusableInput(Problem("le dossier des territoires manque.", file=str(settings.geo)))
    shutil.copytree(settings.geo, folder / "geo")
    if settings.raw.is_dir():
        shutil.copytree(settings.raw, folder / "raw")
    for path in map(Path.resolve, paths):
        if not path.is_dir():
            raise UnusableInput(
                Problem(
                    "ce dossier n'existe pas.",
                    file=str(path),
                    expected="un dossier de dépôt, avec ses fichiers et son source.toml",
                )
            )
        target = folder / "raw" / path.parent.name / path.name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(path, target)
    return replace(settings, data=folder)


def _print_refusal(outcome: Outcome, served: str | None) -> None:
    for text in (*outcome.refusals, *outcome.blocked):
        err.print(f"\n{text}")
    many = len(outcome.refusals) + len(outcome.blocked)
    err.print(f"\nRien n'est publié : {many} problème{'s' if many > 1 else ''} à corriger.")
    if served:
        err.print(f"La version {served} reste servie.")


def _print_warnings(outcome: Outcome) -> None:
    for text in outcome.warnings:
        out.print(f"Avertissement — {text}", markup=False)


def _print_summary(settings: Settings, before: str | None, outcome: Outcome) -> None:
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
    out.print(f"Nouveau    {_news(settings, before, manifest)}", markup=False)
    if manifest["has_simulated"]:
        out.print("Attention  réponses simulées : démonstration, rien à en conclure")
    out.print("À regarder `tecs dashboard`, page « Qualité des données »")


def _news(settings: Settings, before: str | None, manifest: Manifest) -> str:
    if before is None:
        return "première version"
    changed = releases.changes(releases.manifest(settings, before), manifest)
    return "\n           ".join(changed) or f"rien n'a changé depuis {before}"
