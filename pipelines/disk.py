"""A full disk, said in French, whoever noticed it: Python, DuckDB or a library between them."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import Problem, UnusableInput

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
WORDS = tuple(os.strerror(number) for number in FULL)  # as DuckDB and Arrow quote the system


def is_full(error: BaseException | None) -> bool:
    """Tell whether an error, or what caused it, is a disk without room (or a quota reached)."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if any(word in str(error) for word in WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn a full disk into one UnusableInput that names `folder`; other errors pass through."""
    try:
        yield
    except Exception as error:
        if not is_full(error):
            raise
        raise UnusableInput(
            Problem(
                "le disque est plein : le travail s'est arrêté.",
                file=str(folder),
                hint="Libérer de la place (des versions anciennes de published/, par exemple) "
                "puis relancer ; rien n'est perdu.",
            )
        ) from error
