"""The questionnaire laid over an export: which question is each column, is each answer known."""

from collections.abc import Iterator

from pipelines.errors import Problem, UnusableInput
from pipelines.sources.surveys.answers import Mapped, unknown_answers
from pipelines.sources.surveys.questionnaire import Question, Questionnaire
from pipelines.sources.surveys.reader import Column, Export
from pipelines.sources.tabular import nearest


def map_columns(export: Export, asked: Questionnaire, ignore: list[str]) -> list[Mapped]:
    """Say what each column is. Raises UnusableInput with every column and answer not understood.

    A column is a question by its own header, or an option by the header of its choice; `ignore`
    holds the headers that the sidecar leaves aside.
    """
    mapped = [_map(export, column, asked, ignore) for column in export.columns]
    problems = [
        *_unknown_columns(export, asked, mapped),
        *_doubled_columns(export, mapped),
        *_missing_columns(export, asked, mapped),
        *unknown_answers(export, asked, mapped),
    ]
    if problems:
        raise UnusableInput(problems)
    return mapped


def _map(export: Export, column: Column, asked: Questionnaire, ignore: list[str]) -> Mapped:
    headers = asked.headers
    question = next((headers[name] for name in column.names if name in headers), None)
    if not {*column.names, column.question}.isdisjoint(ignore):
        return Mapped(column, "ignored")
    if question:
        return _map_question(export, column, question)
    if column.is_metadata:
        return Mapped(column, "metadata")
    choice = headers.get(column.question or "")
    if choice and choice.kind == "multiple":
        option = asked.code(choice.scale, column.item or "")
        return Mapped(column, "question" if option else "unknown", choice, option)
    return Mapped(column, "unknown")


def _map_question(export: Export, column: Column, question: Question) -> Mapped:
    if question.kind != "multiple":
        return Mapped(column, "question", question)
    if column.is_joined or not export.tool.separators:
        return Mapped(column, "joined" if column.is_joined else "unknown", question)
    return Mapped(column, "question", question, separator=_separator(export, column))


def _separator(export: Export, column: Column) -> str:
    """The tool's surest separator that the column's cells hold."""
    filled = [value for value in export.values(column) if value]
    held = (s for s in export.tool.separators if any(s in value for value in filled))
    return next(held, export.tool.separators[0])


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
            export.header_row,
            item.column.name,
            hint=(f"Proche de « {guess} ». " if guess else "") + _declare(item, asked.wave),
        )


def _declare(item: Mapped, wave: int) -> str:
    where = (
        "Si c'est une option, l'ajouter à sql/reference/survey_answers.csv (« "
        f"{item.question.scale},{wave},LIBELLÉ,CODE »)"
        if item.question
        else f"Si c'est une question, écrire ce titre dans la colonne « {wave} » de "
        "sql/reference/survey_questions.csv, à sa ligne"
    )
    return f'{where} ; sinon, l\'écrire dans le source.toml : ignore = ["…"].'


def _doubled_columns(export: Export, mapped: list[Mapped]) -> Iterator[Problem]:
    for item in mapped:
        if item.question and item.column.is_doubled and item.role == "question":
            yield Problem(
                "cette colonne est présente deux fois.",
                export.file,
                export.sheet,
                export.header_row,
                item.column.name,
                hint="Refaire l'export, ou supprimer la colonne en trop.",
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
                export.header_row,
                question.header,
                expected=f"{question.code} (« {question.label} »)",
                hint=f"Est-ce « {guess} » ? Si oui, écrire ce titre dans la colonne "
                f"« {asked.wave} » de sql/reference/survey_questions.csv, à la ligne du code "
                "attendu."
                if guess
                else "Redemander l'export complet ; si la question n'a pas été posée, vider sa "
                f"case de la colonne « {asked.wave} » de sql/reference/survey_questions.csv.",
            )
