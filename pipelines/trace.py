"""From a figure of a mart back to the lines of the files that made it."""

import re
from collections.abc import Sequence
from typing import Any

import duckdb

from pipelines import arithmetic, warehouse
from pipelines.errors import Problem, UnusableInput
from pipelines.evidence import Row, rows
from pipelines.lineages import LINEAGES
from pipelines.settings import Settings

Trace = dict[str, Any]  # figures, lines, arithmetic

FILTER = re.compile(r"(?:--)?([A-Za-z_-]+)=(.*)", re.DOTALL)


def trace(settings: Settings, mart: str, filters: dict[str, str]) -> Trace:
    """Return the lines of `mart` that match `filters`, the source rows behind them, and the sums.

    Read in the warehouse as the last run left it: the lines hold answers structure by structure,
    which a release may not. Raises UnusableInput for a table or a column that does not exist, a
    figure that does not, or a warehouse that is busy or was never made.
    """
    name = mart.removeprefix("marts.")
    if name not in LINEAGES:
        raise UnusableInput(
            Problem(f"la table « {mart} » n'existe pas.", expected=", ".join(sorted(LINEAGES)))
        )
    if not settings.warehouse.is_file():
        raise UnusableInput(
            Problem("la base de travail n'existe pas.", hint="La faire par `tecs run`.")
        )
    with warehouse.connect(settings.warehouse) as con:
        figures = _figures(con, name, filters)
        lineage = LINEAGES[name]
        lines = rows(
            con,
            f"select l.* from ({lineage.lines}) as l semi join figures as f on {lineage.on}"
            " order by l.source_file, try_cast(l.source_row as integer), l::varchar",
        )
    sums = arithmetic.explain(name, figures, lines)
    return {"figures": figures, "arithmetic": sums, "lines": lines}


def read_filters(words: Sequence[str]) -> dict[str, str]:
    """« siren_epci=200067767 », « --siren-epci=… » or « --siren-epci … » as column → value.

    Raises UnusableInput for a word that is none of these.
    """
    filters: dict[str, str] = {}
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if word.startswith("--") and "=" not in word and waiting:
            word = f"{word}={waiting.pop(0)}"
        found = FILTER.fullmatch(word)
        if found is None:
            raise UnusableInput(
                Problem("ce filtre n'est pas compris.", found=word, expected="colonne=valeur")
            )
        filters[found[1].replace("-", "_")] = found[2]
    return filters


def _figures(con: duckdb.DuckDBPyConnection, mart: str, filters: dict[str, str]) -> list[Row]:
    """The lines asked for, also as the temporary table `figures`; shapes are left out."""
    columns = [column for (column, *_) in con.execute(f"describe marts.{mart}").fetchall()]
    unknown = filters.keys() - set(columns)
    if unknown:
        raise UnusableInput(
            Problem(
                f"la colonne « {column} » n'existe pas dans {mart}.", expected=", ".join(columns)
            )
            for column in sorted(unknown)
        )
    where = " and ".join(["true", *(f'"{column}"::varchar = ?' for column in filters)])
    con.execute(
        f"create or replace temp table figures as from marts.{mart} where {where}",
        list(filters.values()),
    )
    shapes = [column for column in columns if column.startswith("geometry")]
    shown = f"* exclude ({', '.join(shapes)})" if shapes else "*"
    figures = rows(con, f"select {shown} from figures order by all")
    if not figures:
        raise UnusableInput(
            Problem(
                f"aucune ligne de {mart} ne répond à ces filtres.",
                found=", ".join(f"{column}={value}" for column, value in filters.items()),
            )
        )
    return figures
