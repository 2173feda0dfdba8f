"""Personal data are kept until the day that their source.toml states, and not after."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from pipelines import personal_data, redaction, warehouse
from pipelines.settings import SQL, Settings
from pipelines.sources import surveys
from pipelines.sources.drops import Drop, drops
from pipelines.sources.tabular import frame, read_table

PERSONAL_KINDS = {"personal", "text"}  # of a question; see sql/reference/survey_questions.csv


@dataclass(frozen=True)
class Purged:
    """What was blanked in one file."""

    file: str
    columns: tuple[str, ...]  # their headers
    cells: int  # filled ones


def forget(
    frames: dict[str, pd.DataFrame], found: Sequence[Drop], today: date
) -> dict[str, pd.DataFrame]:
    """Return survey_lines and survey_cells without what is past its term, and survey_expirations.

    Of an expired file only the answers stay: no personal or free text cell, no column that the
    tool wrote or that is ignored, no response id. survey_expirations has one row per expired file
    that still holds personal cells: source_file, source_row (1), delete_after, cells.
    """
    terms = _expired(found, today)
    lines, cells = frames["survey_lines"], frames["survey_cells"]
    is_late = cells["source_file"].isin(terms)
    is_personal, is_answer = _marks(frames)
    left = cells[is_late & is_personal & cells["value"].notna()].groupby("source_file").size()
    rows = [(file, "1", str(terms[str(file)]), str(count)) for file, count in left.items()]
    return {
        "survey_lines": lines.assign(
            response_id=lines["response_id"].mask(lines["source_file"].isin(terms))
        ),
        "survey_cells": cells[~is_late | (is_answer & ~is_personal)],
        "survey_expirations": pd.DataFrame(
            rows, columns=["source_file", "source_row", "delete_after", "cells"], dtype="str"
        ),
    }


def _marks(frames: dict[str, pd.DataFrame]) -> "tuple[pd.Series[bool], pd.Series[bool]]":
    """Of each cell: whether its column is personal, whether it answers a question."""
    columns = frames["survey_columns"]
    marks = columns[["source_file", "column_number"]].assign(
        is_personal=_are_personal(frames), is_answer=columns["question_code"].notna()
    )
    by_column = marks.groupby(["source_file", "column_number"], as_index=False).max()
    cells = frames["survey_cells"]
    joined = cells.merge(by_column, how="left", on=["source_file", "column_number"])
    joined.index = cells.index
    return joined["is_personal"].eq(True), joined["is_answer"].eq(True)


def purge(settings: Settings, today: date, *, dry_run: bool = False) -> list[Purged]:
    """Blank the personal cells of every survey file past its term; return what was blanked.

    The files are rewritten, everything else left as it was (see redaction), and the warehouse,
    which may hold copies, is removed: the next run makes it anew. With `dry_run` nothing is
    written. Raises UnusableInput when a drop cannot be read, or a file cannot be rewritten.
    """
    frames = surveys.read(settings)
    found = drops(settings, "surveys")
    terms = _expired(found, today)
    paths = {drop.name(path): path for drop in found for path in drop.files}
    purged = []
    for file, columns in _personal_columns(frames).items():
        done = _purge_file(paths[file], file, columns, dry_run) if file in terms else None
        if done and done.cells:
            purged.append(done)
    if purged and not dry_run:
        with warehouse.connect(settings.warehouse):
            pass  # raises when a run is using it
        settings.warehouse.unlink()
    return purged


def _purge_file(path: Path, name: str, columns: pd.DataFrame, dry_run: bool) -> Purged:
    sheet = columns["sheet"].iloc[0]
    target = redaction.Target(
        path,
        name,
        None if pd.isna(sheet) else str(sheet),
        header_rows=int(columns["source_row"].iloc[0]),
        columns=frozenset(int(number) for number in columns["column_number"]),
    )
    cells = redaction.redact(target, dry_run=dry_run)
    return Purged(name, tuple(columns["column_name"]), cells)


def _expired(found: Sequence[Drop], today: date) -> dict[str, date]:
    """The files past their term, with it."""
    return {
        drop.name(path): drop.sidecar.delete_after
        for drop in found
        if drop.sidecar.delete_after and drop.sidecar.delete_after < today
        for path in drop.files
    }


def _personal_columns(frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    columns = frames["survey_columns"]
    return {str(f): part for f, part in columns[_are_personal(frames)].groupby("source_file")}


def _are_personal(frames: dict[str, pd.DataFrame]) -> "pd.Series[bool]":
    """Whether each column holds personal data, by its question, else by how it looks.

    A column that the tool wrote (an IP address, a login) or that is left aside has no question.
    """
    columns = frames["survey_columns"]
    values: dict[tuple[str, str], list[str | None]] = defaultdict(list)
    cells = frames["survey_cells"]
    for file, number, value in zip(
        cells["source_file"], cells["column_number"], cells["value"], strict=True
    ):
        values[file, number].append(value if isinstance(value, str) else None)
    kinds = _kinds()
    is_personal = [
        kinds.get(code) in PERSONAL_KINDS
        if isinstance(code, str)
        else personal_data.looks_personal(name, values[file, number]) is not None
        for file, number, name, code in zip(
            columns["source_file"],
            columns["column_number"],
            columns["column_name"],
            columns["question_code"],
            strict=True,
        )
    ]
    return pd.Series(is_personal, index=columns.index, dtype=bool)


def _kinds() -> dict[str, str]:
    """The kind of each question of sql/reference/survey_questions.csv."""
    name = "sql/reference/survey_questions.csv"
    questions = frame(read_table(SQL.parent / name, name))
    return dict(zip(questions["question_code"], questions["kind"], strict=True))
