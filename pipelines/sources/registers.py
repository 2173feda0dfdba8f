"""Registers kept by hand: small tidy CSV or XLSX files whose columns are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch

import pandas as pd

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import Settings
from pipelines.sources.drops import Drop, drops
from pipelines.sources.tabular import Table, frame, nearest, read_table


@dataclass(frozen=True)
class Register:
    """One kind of file of a drop, and the raw table it goes to."""

    table: str  # raw table, without its schema
    files: str  # file names that are such a register, e.g. politiques*
    columns: tuple[str, ...]  # its columns, all of them needed, no other accepted
    optional: tuple[str, ...] = ()  # columns that a file may leave out: empty then


def read_registers(
    settings: Settings,
    source: str,
    registers: Sequence[Register],
    received: Sequence[Drop] | None = None,
) -> dict[str, pd.DataFrame]:
    """Read every file of a source's drops into its register's raw table, as text.

    Returns one frame per register: source_file, source_row, then its columns; one row per line.
    `received` are the drops to read, by default all those of the source. A file belongs to the
    first register whose pattern its name fits. Raises UnusableInput, every problem at once: a file
    that is no register, a missing or unknown column (those that the sidecar ignores excepted), a
    line wider than its header, no line at all, no file of a register.
    """
    found: dict[str, list[pd.DataFrame]] = {register.table: [] for register in registers}
    problems: list[Problem] = []
    for drop in drops(settings, source) if received is None else received:
        for path in drop.files:
            try:
                table = read_table(path, drop.name(path), drop.sidecar.sheet)
                register = _register(table, path.name, registers)
                found[register.table].append(_rows(table, register, drop))
            except UnusableInput as error:
                problems.extend(error.problems)
    if not problems:
        problems = [
            Problem("aucun fichier de ce nom.", f"raw/{source}", expected=f"{register.files}.csv")
            for register in registers
            if not found[register.table]
        ]
    if problems:
        raise UnusableInput(problems)
    return {table: pd.concat(frames, ignore_index=True) for table, frames in found.items()}


def _register(table: Table, name: str, registers: Sequence[Register]) -> Register:
    for register in registers:
        if fnmatch(name.lower(), register.files + ".*"):
            return register
    raise UnusableInput(
        Problem(
            "ce fichier n'est pas attendu ici.",
            table.file,
            expected=", ".join(f"{register.files}.csv" for register in registers),
            hint="Le renommer, ou le retirer du dossier.",
        )
    )


def _rows(table: Table, register: Register, drop: Drop) -> pd.DataFrame:
    """The lines of one file, the register's columns only."""
    rows = frame(table, required=register.columns)
    problems = [
        *_wide_lines(table),
        *_unknown_columns(table, register, drop.sidecar.ignore, list(rows.columns[2:])),
    ]
    if rows.empty:
        problems.append(Problem("aucune ligne sous l'en-tête.", table.file, table.sheet))
    if problems:
        raise UnusableInput(problems)
    columns = ["source_file", "source_row", *register.columns, *register.optional]
    return rows.reindex(columns=columns).astype("str")


def _unknown_columns(
    table: Table, register: Register, ignored: list[str], header: list[str]
) -> list[Problem]:
    return [
        Problem(
            f"la colonne « {column} » est inconnue.",
            table.file,
            table.sheet,
            1,
            expected=", ".join(register.columns),
            hint=f"La renommer en « {guess} » ?"
            if (guess := nearest(column, register.columns))
            else f'La retirer, ou écrire ignore = ["{column}"] dans le source.toml du dossier.',
        )
        for column in header
        if column not in {*register.columns, *register.optional, *ignored}
    ]


def _wide_lines(table: Table) -> list[Problem]:
    """A cell beyond the header would be lost: most often a text whose quotes are missing."""
    width = len(table.rows[0])
    return [
        Problem(
            "cette ligne a plus de cellules que l'en-tête.",
            table.file,
            table.sheet,
            number,
            found=f"{len(row)} cellules",
            expected=f"{width} cellules",
            hint="Mettre entre guillemets le texte qui contient le séparateur.",
        )
        for number, row in enumerate(table.rows, start=1)
        if any(row[width:])
    ]
