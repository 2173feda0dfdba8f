"""How the last run ended, beside the releases: what the dashboard and its metrics tell of it."""

import json
import os
from datetime import UTC, datetime

from pipelines import releases
from pipelines.settings import Settings

LAST_RUN = "last_run.json"  # read by dashboard/service/condition.py, which imports none of ours


def write(settings: Settings, *, problems: int) -> None:
    """Note that a run ended now, with how many problems; 0: it published. Nothing of the data.

    The file is replaced whole. A disk that is full must not hide why a run failed: then the former
    note stays.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    pending = settings.published / f".{LAST_RUN}.{os.getpid()}"
    try:
        settings.published.mkdir(parents=True, exist_ok=True)
        content = json.dumps({"at": now, "problems": problems})
        releases.write_durably(pending, content.encode())
        pending.replace(settings.published / LAST_RUN)
    except OSError:
        pending.unlink(missing_ok=True)
