"""The numbers of sql/reference/parameters.csv, read as numbers."""

from collections.abc import Iterable

from pipelines.errors import Problem, UnusableInput

FILE = "sql/reference/parameters.csv"


def read(rows: Iterable[tuple[str, str | None]], *names: str) -> list[float]:
    """Return the parameters `names` among the (name, value) rows of the table, in that order.

    Raises UnusableInput, all problems at once: a parameter is missing, or is not a number above 0.
    """
    known = dict(rows)
    numbers = [_number(known.get(name)) for name in names]
    problems = [
        Problem(
            f"le paramètre « {name} » manque ou ne convient pas.",
            FILE,
            column="value",
            found=known.get(name),
            expected="un nombre positif",
        )
        for name, number in zip(names, numbers, strict=True)
        if number is None
    ]
    if problems:
        raise UnusableInput(problems)
    return [number for number in numbers if number is not None]


def _number(text: str | None) -> float | None:
    try:
        number = float((text or "").replace(",", "."))
    except ValueError:
        return None
    return number if 0 < number < float("inf") else None
