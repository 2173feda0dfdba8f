"""raw/policies/: the policies of the territories, and who is obliged by law, kept by hand."""

import pandas as pd

from pipelines.settings import Settings
from pipelines.sources.registers import Register, read_registers

REGISTERS = (
    Register(
        "policies",
        "politiques*",
        (
            "siren_epci",
            "policy",
            "dispositif_id",
            "official_name",
            "carrier",
            "role",
            "communes_covered",
            "communes_total",
            "status",
            "start_date",
            "adopted_date",
            "date_meaning",
            "source",
            "address",
            "confidence",
            "note",
        ),
    ),
    Register(
        "policy_obligations",
        "obligations*",
        ("siren_epci", "policy", "is_required", "population", "source", "address", "confidence"),
    ),
)
TABLES = tuple(register.table for register in REGISTERS)


def read(settings: Settings) -> dict[str, pd.DataFrame]:
    """Return `policies` (one row per EPCI, policy and scheme) and `policy_obligations`.

    Text as written, with source_file and source_row. Raises UnusableInput as read_registers says.
    """
    return read_registers(settings, "policies", REGISTERS)
