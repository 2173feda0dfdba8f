"""The questionnaire laid over an export: which question is each column, is each answer known."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.errors import Problem, UnusableInput
from pipelines.sources.surveys.questionnaire import Question, Questionnaire
from pipelines.sources.surveys.reader import Column, Export
from pipelines.sources.tabular import nearest

CODED = {"scale", "single", "participation", "consent"}  # one answer out of a list


@dataclass(frozen=True)
class Mapped:
    """A column and what it holds: a question, and an option of it for a multiple choice."""

    column: Column
    role: str  # question, metadata, joined, ignored, unknown
    question: Question | None = None
    option: str | None = None  # answer code of the option


def map_columns(export: Export, asked: Questionnaire, ignore: list[str]) -> list[Mapped]:
    """Say what each column is. Raises UnusableInput with every column and answer not understood.

    A column is a question by its own header, or an option by the header of its choice; `ignore`
    holds the headers that the sidecar leaves aside.
    """
    mapped = [_map(column, asked, ignore) for column in export.columns]
    problems = [
        *_unknown_columns(export, asked, mapped),
        *_missing_columns(export, asked, mapped),
        *_unknown_answers(export, asked, mapped),
    ]
    if problems:
        raise UnusableInput(problems)
    return mapped


def _map(column: Column, asked: Questionnaire, ignore: list[str]) -> Mapped:
    headers = asked.headers
    if column.is_metadata:
        return Mapped(column, "metadata")
    if not {*column.names, column.question}.isdisjoint(ignore):
        return Mapped(column, "ignored")
    question = next((headers[name] for name in column.names if name in headers), None)
    if question and question.kind == "multiple":
        return Mapped(column, "joined" if column.is_joined else "unknown", question)
    if question:
        return Mapped(column, "question", question)
    choice = headers.get(column.question or "")
    if choice and choice.kind == "multiple":
        option = asked.code(choice.scale, column.item or "")
        return Mapped(column, "question" if option else "unknown", choice, option)
    return Mapped(column, "unknown")


def _unknown_columns(
    export: Export, asked: Questionnaire, mapped: list[Mapped]
) -> Iterator[Problem]:
    for item in mapped:
        if item.role != "unknown":
            continue
        message = f"cette colonne ne figure pas dans survey_questions.csv pour {asked.wave}."
        known = list(asked.headers)
        if item.question:
            message = f"choix multiple « {item.question.code} » : cette option n'est pas connue."
            known = [words[0] for words in asked.words[item.question.scale].values()]
        guess = nearest((item.question and item.column.item) or item.column.name, known)
        yield Problem(
            message,
            export.file,
            export.sheet,
            export.tool.header_rows,
            item.column.name,
            hint=(f"Proche de « {guess} ». " if guess else "")
            + "L'ajouter à sql/reference, ou la déclarer dans ignore du source.toml.",
        )


def _missing_columns(
    export: Export, asked: Questionnaire, mapped: list[Mapped]
) -> Iterator[Problem]:
    present = {item.question.code for item in mapped if item.question}
    unknown = [item.column.name for item in mapped if item.role == "unknown"]
    for question in asked.questions:
        if question.code not in present:
            guess = nearest(question.header, unknown)
            yield Problem(
                f"la colonne attendue pour {asked.wave} manque.",
                export.file,
                export.sheet,
                export.tool.header_rows,
                question.header,
                expected=f"{question.code} (« {question.label} »)",
                hint=f"Est-ce « {guess} » ? La corriger dans survey_questions.csv."
                if guess
                else "Refaire l'export complet, ou vider la case de cette question pour "
                f"{asked.wave} dans survey_questions.csv.",
            )


def _unknown_answers(
    export: Export, asked: Questionnaire, mapped: list[Mapped]
) -> Iterator[Problem]:
    for index, item in enumerate(mapped):
        if item.role != "question" or item.question is None:
            continue
        known = _known_answers(export, asked, item.question)
        if known is None:
            continue
        accepted = {word.lower() for words in known for word in words}
        rows: dict[str, list[int]] = defaultdict(list)
        for line in export.lines:
            answer = line.cells[index]
            if answer and not (_is_number(answer) if not known else answer.lower() in accepted):
                rows[answer].append(line.row)
        for answer, found_at in rows.items():
            yield _unknown_answer(export, item, [words[0] for words in known], answer, found_at)


def _known_answers(
    export: Export, asked: Questionnaire, question: Question
) -> list[list[str]] | None:
    """The answers understood, each with its several words; none for a number; None: any."""
    if question.kind == "multiple":
        return [[mark] for mark in (*export.tool.ticked, *export.tool.unticked)]
    if question.kind in CODED:
        return list(asked.words[question.scale].values())
    return [] if question.kind == "number" else None


def _is_number(answer: str) -> bool:
    return answer.replace(",", ".", 1).replace(".", "", 1).isdigit()


def _unknown_answer(
    export: Export, item: Mapped, known: list[str], answer: str, rows: list[int]
) -> Problem:
    guess = nearest(answer, known)
    others = f" ({len(rows)} lignes, dont celle-ci)" if len(rows) > 1 else ""
    mend = (
        "Corriger l'export, ou ajouter ce libellé à sql/reference/survey_answers.csv."
        if known
        else "Corriger l'export : un nombre, sans unité."
    )
    return Problem(
        f"réponse inconnue{others}.",
        export.file,
        export.sheet,
        rows[0],
        item.column.name,
        found=f"« {answer} »",
        expected=", ".join(f"« {word} »" for word in known) or "un nombre",
        hint=f"Proche de « {guess} ». {mend}" if guess else mend,
    )
