"""raw/structures/: the registry of structures; organisations and communes, never a person."""

import pandas as pd

from pipelines.settings import Settings
from pipelines.sources.registers import Register, read_registers

REGISTERS = (
    Register(
        "structures",
        "*",
        (
            "structure_id",
            "name",
            "denomination",
            "approval",
            "approval_date",
            "commune",
            "code_insee",
            "location_confidence",
            "source",
            "source_date",
            "note",
        ),
        optional=("siret",),
    ),
)
TABLES = tuple(register.table for register in REGISTERS)


def read(settings: Settings) -> dict[str, pd.DataFrame]:
    """Return `structures`, one row per structure, real or of the demonstration.

    Text as written, with source_file and source_row. Raises UnusableInput as read_registers says.
    """
    return read_registers(settings, "structures", REGISTERS)
