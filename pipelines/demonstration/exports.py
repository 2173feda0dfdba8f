"""A survey wave written as its tool exports it: for the demonstration and the tests only."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook

from pipelines.sources.surveys.questionnaire import Question, Questionnaire

Answer = str | list[str]  # an answer code or a text; the codes ticked in a multiple choice
Row = Sequence[object]
FIXED_DATE = (2026, 1, 1, 0, 0, 0)  # every part of a workbook: same content, same bytes


@dataclass(frozen=True)
class Response:
    """One answer to the survey; a question left out was not answered."""

    answers: dict[str, Answer]  # question code → answer
    submitted_at: datetime
    is_partial: bool = False  # begun and never submitted


def write_limesurvey(asked: Questionnaire, responses: list[Response]) -> bytes:
    """UTF-8 CSV: codes as headers and answers, Y in one column per option."""
    header = ["id", "submitdate", "lastpage", "startlanguage", "startdate", "datestamp"]
    for question in asked.questions:
        options = [code for code, _ in _options(asked, question)]
        header += [
            f"{question.header}[{asked.words[question.scale][code][0]}]" for code in options
        ] or [question.header]
    rows: list[Row] = [header]
    for number, response in enumerate(responses, start=1):
        at = f"{response.submitted_at:%Y-%m-%d %H:%M:%S}"
        done = "" if response.is_partial else at
        metadata = [number, done, 3 if response.is_partial else 9, "fr", at, at]
        rows.append([*metadata, *_cells(asked, response, _short, ("Y", ""))])
    return _csv(rows, ",", quoted=True).encode("utf-8-sig")


def write_framaforms(asked: Questionnaire, responses: list[Response]) -> bytes:
    """Windows-1252 CSV, « ; »: three header rows, nine metadata columns, X in option columns."""
    metadata = "Numéro de série;SID;Heure de soumission;Heure de fin;Heure de modification"
    metadata += ";Brouillon;Adresse IP;UID;Nom d'utilisateur"
    title = ["Enquête transition écologique, citoyenne et solidaire", *[""] * 8]
    above, below = ["Détails de la soumission", *[""] * 8], metadata.split(";")
    group = ""
    for question in asked.questions:
        grid = re.fullmatch(r"(.+) \[(.+)\]", question.header)
        titles = [label for _, label in _options(asked, question)]
        name = question.header if titles else grid[1] if grid else ""
        titles = titles or [grid[2] if grid else question.header]
        above += [name if name != group or not grid else "", *[""] * (len(titles) - 1)]
        below += titles
        group = name
    rows: list[Row] = [title + [""] * (len(below) - 9), above, below]
    for number, response in enumerate(responses, start=1):
        at = f"{response.submitted_at:%d/%m/%Y - %H:%M}"
        done, draft = ("", "1") if response.is_partial else (at, "")
        values = [number, 7000 + number, at, done, at, draft, f"192.0.2.{number}", 0, "Anonyme"]
        rows.append([*values, *_cells(asked, response, _long, ("X", ""))])
    return _csv(rows, ";").encode("cp1252")


def write_kobotoolbox(asked: Questionnaire, responses: list[Response]) -> bytes:
    """XLSX: group paths, select-multiple joined by spaces and as one 0/1 column per option."""
    header = ["start", "end"]
    for question in asked.questions:
        codes = [code for code, _ in _options(asked, question)]
        header += [question.header, *(f"{question.header}/{code}" for code in codes)]
    header += ["_id", "_uuid", "_submission_time", "_validation_status", "_index"]
    book = Workbook()
    sheet = book.active
    sheet.title = "Enquête TECS"
    sheet.append(header)
    for number, response in enumerate(responses, start=1):
        at = f"{response.submitted_at:%Y-%m-%dT%H:%M:%S}"
        uuid = f"00000000-0000-4000-8000-{number:012d}"
        cells = _cells(asked, response, _code, ("1", "0"), with_joined=True)
        sheet.append(
            [at, at, *(cell or None for cell in cells), 151000 + number, uuid, at, None, number]
        )
    return _fixed(book)


def _options(asked: Questionnaire, question: Question) -> list[tuple[str, str]]:
    """The options of a multiple choice, code and longest words; none for another question."""
    if question.kind != "multiple":
        return []
    return [(code, _long(words)) for code, words in asked.words[question.scale].items()]


def _cells(
    asked: Questionnaire,
    response: Response,
    word: Callable[[list[str]], str],
    marks: tuple[str, str],
    *,
    with_joined: bool = False,
) -> list[str]:
    """One response as cells, in the order of the questions; a choice not answered stays empty."""
    ticked, unticked = marks
    cells: list[str] = []
    for question in asked.questions:
        answer = response.answers.get(question.code)
        options = _options(asked, question)
        if options:
            cells += [" ".join(answer or [])] if with_joined else []
            cells += [
                "" if answer is None else ticked if code in answer else unticked
                for code, _ in options
            ]
        else:
            words = asked.words[question.scale].get(str(answer)) if question.scale else None
            cells.append(word(words) if words else str(answer or ""))
    return cells


def _short(words: list[str]) -> str:
    """LimeSurvey's answer code where the wave has one, else the canonical code."""
    *own, _label, code = words
    return own[0] if own else code


def _long(words: list[str]) -> str:
    """The label: the wave's own, else today's."""
    return words[0]


def _code(words: list[str]) -> str:
    """The canonical code, used as Kobo's XML name."""
    return words[-1]


def _csv(rows: list[Row], delimiter: str, *, quoted: bool = False) -> str:
    text = io.StringIO(newline="")
    csv.writer(
        text, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    ).writerows(rows)
    return text.getvalue()


def _fixed(book: Workbook) -> bytes:
    """A workbook without the time it was made: openpyxl writes the clock in it."""
    made, fixed = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-01-01T00:00:00Z", content)
            part = zipfile.ZipInfo(name, FIXED_DATE)
            part.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(part, content)
    return fixed.getvalue()
