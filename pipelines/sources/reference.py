"""sql/reference/*.csv: the hand-kept tables, as text, one table per file."""

import pandas as pd

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import SQL, Settings
from pipelines.sources.tabular import frame, read_table

FOLDER = SQL / "reference"
TABLES = tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))


def read(_: Settings) -> dict[str, pd.DataFrame]:
    """Return one text frame per file of sql/reference, with source_file and source_row.

    A spreadsheet may have saved it with `;` or in Windows-1252: both are read. Raises
    UnusableInput with every unreadable file.
    """
    frames: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for name in TABLES:
        try:
            table = read_table(FOLDER / f"{name}.csv", f"sql/reference/{name}.csv")
            frames[name] = frame(table)
        except UnusableInput as error:
            problems.extend(error.problems)
    if problems:
        raise UnusableInput(problems)
    return frames
