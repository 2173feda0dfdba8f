"""The thresholds of sql/reference/disclosure_rules.csv, checked."""

from dataclasses import dataclass

import duckdb

from pipelines.errors import Problem, UnusableInput

FILE = "sql/reference/disclosure_rules.csv"
SOURCES = ("maturity", "participation")
LEAST, MOST = 3, 11  # responding structures


@dataclass(frozen=True)
class Rules:
    """What a figure of one source needs to be shown to the public."""

    threshold: int  # structures that answered
    dominance: float  # share of the sum that one of them may hold, above 0, at most 1
    protection: float  # width of what may be deduced of one structure, in the unit of its value
    step: float  # rounding of what is shown, in the unit of the figure


def read(con: duckdb.DuckDBPyConnection) -> dict[str, Rules]:
    """Return the rules by source; raises UnusableInput with every line that does not fit."""
    rows = con.execute(
        "select source, try_cast(threshold as integer), try_cast(dominance as double),"
        " try_cast(protection as double), try_cast(step as double)"
        " from reference.disclosure_rules"
    ).fetchall()
    found = {source: numbers for source, *numbers in rows}
    wrong = [name for name in SOURCES if not _fits(found.get(name))]
    if wrong:
        raise UnusableInput(
            Problem(
                f"les règles de diffusion de « {name} » manquent ou ne conviennent pas.",
                FILE,
                expected=f"threshold entier de {LEAST} à {MOST}, dominance de 0 à 1 (0 exclu), "
                "protection et step positifs",
            )
            for name in wrong
        )
    return {name: Rules(*found[name]) for name in SOURCES}


def _fits(numbers: list[float | None] | None) -> bool:
    if numbers is None or None in numbers:
        return False
    threshold, dominance, protection, step = (number or 0 for number in numbers)
    return LEAST <= threshold <= MOST and 0 < dominance <= 1 and protection > 0 and step > 0
