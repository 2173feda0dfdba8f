"""A value on which a formula is not defined, said with the units that have it."""

from pipelines.composite.spec import Flags, Floats
from pipelines.errors import Problem


def undefined(message: str, code: str, values: Floats, wrong: Flags) -> Problem:
    """The problem of a column whose units are `wrong`; its rows count the units from 1."""
    first, *others = (int(place) for place in wrong.nonzero()[0])
    many = "s" if len(others) > 1 else ""
    more = f" (et {len(others)} autre{many} ligne{many})" if others else ""
    return Problem(
        message,
        row=first + 1,
        column=code,
        found=f"{values[first]:g}{more}",
        also=tuple(place + 1 for place in others),
    )
