"""What a steward would otherwise have to type: a source.toml, the column of a new wave."""

import csv
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz, process, utils

from pipelines.settings import SQL
from pipelines.sources.surveys.reader import Export
from pipelines.sources.surveys.understanding import Understood
from pipelines.sources.tabular import frame, read_table

QUESTIONS = "survey_questions.csv"
LIKELY = 90  # out of 100: two titles of the same question, by rapidfuzz's WRatio
TERM = (
    "# delete_after = 2028-12-31  # à décider : dernier jour où garder ces données personnelles\n"
)
Row = dict[str, str]


@dataclass(frozen=True)
class Proposal:
    """The question table with a column for one more wave."""

    rows: tuple[Row, ...]  # the known questions in their order, then the headers left over
    matched: tuple[tuple[str, str, float], ...]  # header, question code, likeness out of 100
    unmatched: tuple[str, ...]  # headers that look like no known question


def propose_wave(questions: list[Understood], wave: int) -> Proposal:
    """Find, for each question of an export, the canonical one that it looks most like.

    A header of another wave, a label or a code, written alike, is certain; else the most alike,
    from LIKELY on. Each canonical question is taken once, by the header that resembles it most.
    """
    known = _known_questions()
    found = _best_pairs(_headers(questions), _names(known))
    by_code = {code: header for header, code, _ in found}
    unmatched = [h for h in _headers(questions) if h not in by_code.values()]
    year = str(wave)
    rows = [{**row, year: by_code.get(row["question_code"], "")} for row in known]
    rows += [{**dict.fromkeys(known[0], ""), "label_fr": h, year: h} for h in unmatched]
    return Proposal(tuple(rows), tuple(found), tuple(unmatched))


def write(proposal: Proposal, target: Path) -> None:
    """Write the proposed table as a CSV that a spreadsheet opens."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(proposal.rows[0]))
        writer.writeheader()
        writer.writerows(proposal.rows)


def propose_sidecar(export: Export, has_personal_data: bool, folder: str) -> str:
    """Return a source.toml to complete: what the file tells is filled, the rest is left to say.

    `folder`: the name of the folder that holds it, the year of the wave where it is one.
    """
    wave = folder if re.fullmatch(r"20\d\d", folder) else date.today().year
    sheet = f'sheet = "{export.sheet}"\n' if export.sheet else ""
    return (
        'title = "Enquête auprès des structures (à compléter)"\n'
        'producer = "à compléter"\n'
        'licence = "interne"\n'
        f"received_on = {date.today().isoformat()}  # à vérifier : date de réception\n"
        f"personal_data = {str(has_personal_data).lower()}\n"
        f"{TERM if has_personal_data else ''}"
        "simulated = false  # true si ces réponses sont inventées\n"
        f'tool = "{export.tool.name}"\n'
        f"{sheet}"
        f"wave = {wave}  # à vérifier : année de l'enquête\n"
    )


def _known_questions() -> list[Row]:
    path = SQL / "reference" / QUESTIONS
    rows = frame(read_table(path, f"sql/reference/{QUESTIONS}")).fillna("")
    place = ("source_file", "source_row")
    return [
        {str(k): str(v) for k, v in row.items() if k not in place}
        for row in rows.to_dict("records")
    ]


def _headers(questions: list[Understood]) -> list[str]:
    """What the question table holds: the title of a choice, each line of a grid."""
    headers: list[str] = []
    for question in questions:
        single = question.kind == "multiple" or len(question.columns) == 1
        headers += [question.header] if single else [column.name for column in question.columns]
    return list(dict.fromkeys(headers))


def _names(known: list[Row]) -> dict[str, str]:
    """Every name of every question: its code, its label, its headers by wave → its code."""
    names: dict[str, str] = {}
    for row in known:
        waves = [value for key, value in row.items() if key.isdigit() and value]
        for name in (row["question_code"], row["label_fr"], *reversed(waves)):
            names.setdefault(name, row["question_code"])
    return names


def _best_pairs(headers: list[str], names: dict[str, str]) -> list[tuple[str, str, float]]:
    candidates: list[tuple[float, str, str]] = []
    for header in headers:
        for piece in {header, header.rpartition("/")[2], header.rpartition("[")[2].rstrip("]")}:
            for name, score, _ in process.extract(
                piece, list(names), scorer=fuzz.WRatio, processor=utils.default_process, limit=3
            ):
                exact = utils.default_process(piece) == utils.default_process(name)
                candidates.append((100 if exact else min(score, 99), header, names[name]))
    found: list[tuple[str, str, float]] = []
    for score, header, code in sorted(candidates, key=lambda c: (-c[0], headers.index(c[1]))):
        taken = {header for header, _, _ in found}, {code for _, code, _ in found}
        if score >= LIKELY and header not in taken[0] and code not in taken[1]:
            found.append((header, code, score))
    return found
