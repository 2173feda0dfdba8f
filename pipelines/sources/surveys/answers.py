"""Is every answer of an export known of sql/reference, and which marks say that one was chosen."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.errors import Problem
from pipelines.sources.surveys import values
from pipelines.sources.surveys.choices import cut
from pipelines.sources.surveys.questionnaire import Question, Questionnaire
from pipelines.sources.surveys.reader import Column, Export
from pipelines.sources.tabular import nearest

CODED = {"scale", "single", "participation", "consent"}  # one answer out of a list


NUMBER = "Corriger la cellule dans le fichier : un nombre, sans unité."


@dataclass(frozen=True)
class Mapped:
    """A column and what it holds: a question, and an option of it for a multiple choice."""

    column: Column
    role: str  # question, metadata, joined, ignored, unknown
    question: Question | None = None
    option: str | None = None  # answer code of the option
    separator: str | None = None  # between the options that its cells join


def ticked(export: Export, column: Column) -> tuple[str, ...]:
    """The marks that say an option was chosen, in its own column."""
    own = (column.item,) if export.tool.repeats_option and column.item else ()
    return (*export.tool.ticked, *own)


def unknown_answers(
    export: Export, asked: Questionnaire, mapped: list[Mapped]
) -> Iterator[Problem]:
    """Yield one problem per answer and column that the questionnaire does not know."""
    for index, item in enumerate(mapped):
        if item.role != "question" or item.question is None:
            continue
        known = _known_answers(export, asked, item)
        if known is None:
            continue
        accepted = {word.lower() for words in known for word in words}
        rows: dict[str, list[int]] = defaultdict(list)
        for line in export.lines:
            cell = line.cells[index]
            if cell in export.tool.not_asked:
                continue
            for answer in _answers(item, cell, accepted):
                if not (answer.lower() in accepted if known else values.is_number_or_end(answer)):
                    rows[answer].append(line.row)
        for answer, found_at in rows.items():
            shown = [words[0] for words in known]
            mend = _mend(asked, item.question) if known else NUMBER
            yield _unknown_answer(export, item, shown, mend, answer, found_at)


def _answers(item: Mapped, cell: str | None, accepted: set[str]) -> list[str]:
    """The answers that a cell holds: one, or the options joined in it."""
    if cell is None or item.separator is None:
        return [cell] if cell else []
    found, left = cut(cell, item.separator, accepted)
    return found + left


def _known_answers(export: Export, asked: Questionnaire, item: Mapped) -> list[list[str]] | None:
    """The answers understood, each with its several words; none for a number; None: any."""
    question = item.question
    if question is None:
        return None
    if question.kind == "multiple" and item.option:
        return [[mark] for mark in (*ticked(export, item.column), *export.tool.unticked)]
    if question.kind == "multiple" or question.kind in CODED:
        return list(asked.words[question.scale].values())
    return [] if question.kind == "number" else None


def _mend(asked: Questionnaire, question: Question) -> str:
    if question.kind == "multiple":
        return "Redemander l'export : cette colonne ne doit contenir que des coches."
    codes = ", ".join(asked.words[question.scale])
    return (
        "Si c'est une faute, la corriger dans le fichier ; sinon, ajouter à "
        f"sql/reference/survey_answers.csv la ligne « {question.scale},{asked.wave},LIBELLÉ,CODE »"
        f" (codes : {codes})."
    )


def _unknown_answer(  # noqa: PLR0917 # what is known of one answer
    export: Export, item: Mapped, known: list[str], mend: str, answer: str, rows: list[int]
) -> Problem:
    guess = nearest(answer, known)
    others = f" ({len(rows)} lignes, dont celle-ci)" if len(rows) > 1 else ""
    return Problem(
        f"réponse inconnue{others}.",
        export.file,
        export.sheet,
        rows[0],
        item.column.name,
        found=f"« {answer} »",
        expected=", ".join(f"« {word} »" for word in known) or "un nombre",
        hint=f"Proche de « {guess} ». {mend}" if guess else mend,
        also=tuple(rows[1:]),
    )
