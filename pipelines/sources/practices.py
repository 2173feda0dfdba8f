"""raw/practices/: practices to share, anonymous accompaniments, the démarche, kept by hand."""

import pandas as pd

from pipelines.settings import Settings
from pipelines.sources.registers import Register, read_registers

REGISTERS = (
    Register(
        "practices",
        "pratiques*",
        (
            "practice_id",
            "structure_id",
            "position",
            "label",
            "themes",
            "scope",
            "source",
            "source_date",
            "note",
        ),
    ),
    Register(
        "accompaniments",
        "accompagnements*",
        ("accompaniment_id", "section", "position", "content"),
    ),
    Register("demarche", "demarche*", ("section", "position", "content", "note", "source")),
)
TABLES = tuple(register.table for register in REGISTERS)


def read(settings: Settings) -> dict[str, pd.DataFrame]:
    """Return `practices`, `accompaniments` and `demarche`, one row per element.

    Text as written, with source_file and source_row. Raises UnusableInput as read_registers says.
    """
    return read_registers(settings, "practices", REGISTERS)
