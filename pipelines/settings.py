"""Every knob of the pipeline: its name, its default, one line of meaning."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SQL = ROOT / "sql"


@dataclass(frozen=True)
class Settings:
    """Where one world lives, and how it is run. A copy of raw/ and geo/ elsewhere is a world."""

    data: Path  # TECS_DATA, default data/: holds raw/, geo/, the warehouse and published/
    demonstration: str  # TECS_DEMONSTRATION, default auto: auto (only without a real wave), always

    @property
    def raw(self) -> Path:
        """The drops as received: raw/<source>/<vintage>/ with a source.toml."""
        return self.data / "raw"

    @property
    def geo(self) -> Path:
        """The territories: communes.parquet, the passage table, the official members."""
        return self.data / "geo"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file of the pipeline; may hold personal data, never leaves this folder."""
        return self.data / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """The releases, and `current`, the one-line file that names the one being served."""
        return self.data / "published"

    @property
    def dagster_home(self) -> Path:
        """Dagster's own storage: runs, events, schedules."""
        return self.data / "dagster_home"


def load() -> Settings:
    """Read the settings from the environment, now (tests change it between calls)."""
    return Settings(
        data=Path(os.environ.get("TECS_DATA", ROOT / "data")).resolve(),
        demonstration=os.environ.get("TECS_DEMONSTRATION", "auto"),
    )
