"""`tecs check`: everything that is wrong with a drop, by what the steward has to do."""

import json
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from pipelines import annotation, loose_files, proposals, runs, warehouse
from pipelines.errors import Problem, UnusableInput
from pipelines.runs import Outcome
from pipelines.settings import Settings
from pipelines.sources import policies, practices, source_files, structures, territories, waves
from pipelines.sources.drops import is_data, read_drop
from pipelines.sources.sidecar import SIDECAR
from pipelines.sources.surveys import inspection, reader, tools, understanding
from pipelines.sources.tabular import read_table

SOURCES = (source_files, territories, structures, policies, practices, waves)
LIKENESS = re.compile(r"(?:Proche de|Est-ce) « .+? » ?[.?] ")


@dataclass(frozen=True)
class Verdict:
    """What `tecs check` found of the drops it was given."""

    problems: tuple[Problem, ...] = ()  # what makes them unusable
    outcome: Outcome | None = None  # how the run went, when they could be read
    rejects: dict[str, dict[int, str]] = field(default_factory=dict)  # file → line → reason
    written: tuple[Path, ...] = ()  # workbooks and proposals, in <data>/check/
    understood: tuple[str, ...] = ()  # what each survey file is, one French line


def check(
    settings: Settings,
    paths: Sequence[Path],
    on_step: Callable[[str], None],
    on_start: Callable[[int], None] | None = None,
) -> Verdict:
    """Read the drops at `paths` with the rest of the world; when they can be read, run it all.

    Nothing is published. A drop already under raw/ is taken where it is; one elsewhere is laid
    beside the others, in a temporary copy of the world, as raw/<its parent folder>/<its name>. A
    file, or a folder without a source.toml, is described and a source.toml is proposed. What is
    wrong is written, cell by cell, in workbooks under <data>/check/.
    """
    shutil.rmtree(settings.data / "check", ignore_errors=True)
    loose = [path for path in paths if not (path / SIDECAR).is_file()]
    if loose:
        wrong, proposed, understood = loose_files.describe(settings, loose)
        return Verdict(tuple(wrong), written=tuple(proposed), understood=tuple(understood))
    # beside the data, not in the system's own place: drops may hold personal data
    with tempfile.TemporaryDirectory(prefix=".check-", dir=settings.data) as folder:
        world = _world_with(settings, paths, Path(folder))
        names = [f"raw/{p.resolve().parent.name}/{p.resolve().name}" for p in paths]
        problems = tuple(read_problems(world))
        if problems:
            written = [
                *_annotate(settings, world, names, problems, {}),
                *_propose(settings, world, names),
            ]
            return Verdict(problems, written=tuple(written), understood=_say_all(world, names))
        outcome = runs.run(world, on_step, publish=False, on_start=on_start)
        rejects = _rejects(world, names)
        written = list(_annotate(settings, world, names, (), rejects))
        return Verdict((), outcome, rejects, tuple(written), _say_all(world, names))


def inspect(paths: Sequence[Path]) -> str:
    """Return, as JSON, what was understood of the files; see inspection.inspect."""
    return json.dumps(inspection.inspect(paths), ensure_ascii=False, indent=2)


def read_problems(settings: Settings) -> Iterator[Problem]:
    """Read every source of a world; yield every problem of every one."""
    for source in SOURCES:
        try:
            source.read(settings)
        except UnusableInput as error:
            yield from error.problems


def by_action(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """Group problems by what to do: their hint, without the word that each resembles."""
    groups: dict[str, list[Problem]] = defaultdict(list)
    for problem in dict.fromkeys(problems):
        groups[LIKENESS.sub("", problem.hint or "Corriger ce qui est dit ci-dessous.")].append(
            problem
        )
    return dict(sorted(groups.items(), key=lambda group: -len(group[1])))


def likeness(problem: Problem) -> str:
    """Return the word that a problem resembles, which its group's title cannot say; or nothing."""
    found = LIKENESS.search(problem.hint or "")
    return found[0].strip() if found else ""


def _say_all(world: Settings, names: Sequence[str]) -> tuple[str, ...]:
    folders = [world.data / name for name in names if name.startswith("raw/surveys/")]
    return tuple(loose_files.say(described) for described in inspection.inspect(folders)["files"])


def _annotate(
    settings: Settings,
    world: Settings,
    names: Sequence[str],
    problems: Sequence[Problem],
    rejects: dict[str, dict[int, str]],
) -> Iterator[Path]:
    """One workbook per file of the drops that has a line at fault or set aside."""
    for name in names:
        for path in sorted((world.data / name).iterdir()):
            file = f"{name}/{path.name}"
            mine = [problem for problem in problems if problem.file == file]
            if not is_data(path) or not (mine or rejects.get(file)):
                continue
            try:
                sheet = next((problem.sheet for problem in mine if problem.sheet), None)
                table = read_table(path, file, sheet)
            except UnusableInput:
                continue  # nothing to colour: said in the report
            target = settings.data / "check" / name / f"{path.stem}-annote.xlsx"
            annotation.annotate(table, mine, rejects.get(file, {}), target)
            yield target


def _propose(settings: Settings, world: Settings, names: Sequence[str]) -> Iterator[Path]:
    """The question table with one more column, for a wave that has none or an incomplete one."""
    for name in names:
        try:
            drop = read_drop(world, world.data / name, "surveys")
            tool = tools.TOOLS[(drop.sidecar.tool or "").lower()]
            export = reader.read_export(drop.files[0], name, tool, drop.sidecar.sheet)
        except (UnusableInput, KeyError):
            continue
        if name.startswith("raw/surveys/") and drop.sidecar.wave:
            target = settings.data / "check" / name / proposals.QUESTIONS
            questions = understanding.understand(export)
            proposals.write(proposals.propose_wave(questions, drop.sidecar.wave), target)
            yield target


def _rejects(world: Settings, names: Sequence[str]) -> dict[str, dict[int, str]]:
    """The lines of the drops that staging set aside, with their reason."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    try:
        with warehouse.connect(world.warehouse) as con:
            rows = con.execute(
                "select source_file, cast(source_row as integer), reject_reason"
                " from staging.row_outcomes where reject_reason is not null order by all"
            ).fetchall()
    except duckdb.CatalogException:
        return {}  # the run stopped before
    for file, line, reason in rows:
        if any(file.startswith(f"{name}/") for name in names):
            found[file][line] = reason
    return dict(found)


def _world_with(settings: Settings, paths: Sequence[Path], folder: Path) -> Settings:
    """A temporary world: a copy of the drops there are, and of those of `paths`."""
    if not settings.geo.is_dir():
        raise UnusableInput(Problem("le dossier des territoires manque.", file=str(settings.geo)))
    shutil.copytree(settings.geo, folder / "geo")
    if settings.raw.is_dir():
        shutil.copytree(settings.raw, folder / "raw")
    for path in map(Path.resolve, paths):
        target = folder / "raw" / path.parent.name / path.name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(path, target)
    return replace(settings, data=folder)
