"""Every knob of the pipeline: its name, its default, one line of meaning."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.errors import Problem, UnusableInput

ROOT = Path(__file__).resolve().parent.parent
SQL = ROOT / "sql"


def secret_file() -> Path:
    """TECS_SECRET_FILE, else a file of the user's own configuration folder."""
    from typer import get_app_dir

    return Path(os.environ.get("TECS_SECRET_FILE") or Path(get_app_dir("tecs")) / "secret")


@dataclass(frozen=True)
class Mail:
    """Where the alerts go; see pipelines/alerts.py."""

    host: str  # TECS_ALERT_SMTP, « serveur:port », port 587 when left out
    port: int
    to: tuple[str, ...]  # TECS_ALERT_TO, addresses separated by commas
    sender: str  # TECS_ALERT_FROM, default the first of TECS_ALERT_TO
    user: str = ""  # TECS_ALERT_USER, default none: no login
    password: str = field(default="", repr=False)  # TECS_ALERT_PASSWORD
    starttls: bool = True  # TECS_ALERT_STARTTLS, default oui; non for a relay on this machine


@dataclass(frozen=True)
class Settings:
    """Where one world lives, and how it is run. A copy of raw/ and geo/ elsewhere is a world."""

    data: Path  # TECS_DATA, default data/: holds raw/, geo/, the warehouse and published/
    demonstration: str  # TECS_DEMONSTRATION, default auto: auto (only without a real wave), always
    # TECS_SECRET_FILE, default <user's config>/tecs/secret: the key of the respondents' keys,
    # made on first use; outside the repository and the data, or whoever has these has it too
    secret_file: Path = field(default_factory=secret_file)
    keep_releases: int = 20  # TECS_KEEP_RELEASES: how many of the last releases stay on disk
    keep_runs_days: int = 90  # TECS_KEEP_RUNS_DAYS: Dagster forgets the runs older than that
    mail: Mail | None = None  # TECS_ALERT_SMTP and TECS_ALERT_TO, default none: no e-mail

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
    """Read the settings from the environment, now (tests change it between calls).

    Raises UnusableInput when a value cannot be used.
    """
    return Settings(
        data=Path(os.environ.get("TECS_DATA", ROOT / "data")).resolve(),
        demonstration=os.environ.get("TECS_DEMONSTRATION", "auto"),
        keep_releases=_whole_number("TECS_KEEP_RELEASES", Settings.keep_releases),
        keep_runs_days=_whole_number("TECS_KEEP_RUNS_DAYS", Settings.keep_runs_days),
        mail=_load_mail(),
    )


def _load_mail() -> Mail | None:
    """None unless both a server and an address to write to are set."""
    server = os.environ.get("TECS_ALERT_SMTP", "")
    to = tuple(word.strip() for word in os.environ.get("TECS_ALERT_TO", "").split(",") if word)
    if not server or not to:
        return None
    host, _, port = server.partition(":")
    if port and not port.isdecimal():
        raise UnusableInput(
            Problem(
                "la variable TECS_ALERT_SMTP n'est pas utilisable.",
                found=server,
                expected="serveur:port",
            )
        )
    return Mail(
        host=host,
        port=int(port or 587),
        to=to,
        sender=os.environ.get("TECS_ALERT_FROM") or to[0],
        user=os.environ.get("TECS_ALERT_USER", ""),
        password=os.environ.get("TECS_ALERT_PASSWORD", ""),
        starttls=os.environ.get("TECS_ALERT_STARTTLS", "oui") != "non",
    )


def _whole_number(name: str, default: int) -> int:
    said = os.environ.get(name, str(default))
    if not said.isdecimal() or int(said) < 1:
        raise UnusableInput(
            Problem(
                f"la variable {name} n'est pas utilisable.",
                found=said,
                expected="un nombre entier, 1 ou plus",
            )
        )
    return int(said)
