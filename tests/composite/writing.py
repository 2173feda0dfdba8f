"""A tiny index written to files, computed by the real command's function, and read again."""

import csv
from pathlib import Path

from pipelines.composite.command import make_index

INDICATORS = "code,parent,weight,direction,low,high\n"
AGGREGATES = "code,parent,weight\n"
ONE = INDICATORS + "x,index,1,1,,\n"
ROOT = AGGREGATES + "index,,1\n"

Table = dict[str, list[float | None]]


def write_index(folder: Path, indicators: str, aggregates: str, method: str, data: str) -> None:
    """Write the three files of a specification, and data.csv beside them."""
    for name, text in (
        ("indicators.csv", indicators),
        ("aggregates.csv", aggregates),
        ("method.toml", method),
        ("data.csv", data),
    ):
        (folder / name).write_text(text, "utf-8")


def compute_index(folder: Path) -> Table:
    """Run the specification of a folder on its data.csv; the columns of the result."""
    make_index(folder, folder / "data.csv", folder / "out.csv")
    return read_result(folder / "out.csv")


def read_result(path: Path) -> Table:
    """The numeric columns of a result, None where the cell is empty."""
    rows = read_rows(path)
    return {
        column: [float(row[column]) if row[column] else None for row in rows]
        for column in rows[0]
        if column != "unit"
    }


def read_rows(path: Path) -> list[dict[str, str]]:
    """The lines of a CSV, by header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def one_indicator(folder: Path, method: str, values: str, line: str = "x,index,1,1,,") -> Table:
    """Compute an index of the single indicator x; `values` separated by spaces, « - » missing."""
    cells = ("" if value == "-" else value for value in values.split())
    data = "unit,x\n" + "".join(f"u{n},{cell}\n" for n, cell in enumerate(cells, 1))
    write_index(folder, f"{INDICATORS}{line}\n", ROOT, method, data)
    return compute_index(folder)


def two_indicators(
    folder: Path, method: str, data: str, weights: tuple[int, int] = (1, 1)
) -> Table:
    """Compute an index of the indicators a and b under one root."""
    indicators = f"{INDICATORS}a,index,{weights[0]},1,,\nb,index,{weights[1]},1,,\n"
    write_index(folder, indicators, ROOT, method, data)
    return compute_index(folder)
