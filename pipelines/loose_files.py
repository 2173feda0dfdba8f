"""Files received without a source.toml: what they are, and the source.toml to complete."""

from collections.abc import Sequence
from pathlib import Path

from pipelines import proposals
from pipelines.errors import Problem, UnusableInput
from pipelines.settings import Settings
from pipelines.sources.drops import is_data
from pipelines.sources.sidecar import SIDECAR
from pipelines.sources.surveys import inspection, reader, tools
from pipelines.sources.tabular import read_table


def describe(
    settings: Settings, paths: Sequence[Path]
) -> tuple[list[Problem], list[Path], list[str]]:
    """Return what is wrong with the files, the source.toml proposed, and what each file is.

    The proposals are written to <data>/check/<name of the file>/source.toml.
    """
    report = inspection.inspect(paths)
    problems = [Problem(**problem) for problem in report["problems"]]
    written: list[Path] = []
    for path in paths:
        for file in [path] if path.is_file() else sorted(path.glob("*")):
            if file.is_file() and is_data(file):
                written += _write_sidecar(settings, file)
    problems += [
        Problem(
            "ce n'est pas encore un dépôt : il manque la description source.toml.",
            path.name,
            expected="un dossier raw/surveys/<année>/ avec le fichier reçu et un source.toml",
            hint="Compléter le source.toml proposé (écrit sous check/) et le poser à côté du "
            "fichier.",
        )
        for path in paths
        if path.exists()
    ]
    return problems, written, [say(described) for described in report["files"]]


def _write_sidecar(settings: Settings, file: Path) -> list[Path]:
    try:
        table = read_table(file, file.name)
        export = reader.apply(tools.suggest(table.rows), table)
    except UnusableInput:
        return []  # said by the report
    personal = bool(inspection.personal_columns(export))
    target = settings.data / "check" / file.stem / SIDECAR
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(proposals.propose_sidecar(export, personal, file.parent.name), "utf-8")
    return [target]


def say(described: inspection.Report) -> str:
    """One line: the tool, the encoding, how many answers and questions."""
    tool = tools.TOOLS[described["tool"]].label
    layout = ", ".join(
        str(part)
        for part in (
            described["encoding"],
            described["delimiter"] and f"séparateur « {described['delimiter']} »",
            described["sheet"] and f"feuille « {described['sheet']} »",
        )
        if part
    ).replace("\t", "tabulation")
    partial = f" dont {_many(described['partial'], 'partielle')}" if described["partial"] else ""
    return (
        f"{described['file']} : {tool} ({layout}), {_many(described['rows'], 'réponse')}{partial}, "
        f"{_many(len(described['questions']), 'question')}."
    )


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'s' if count > 1 else ''}"
