"""The two servers, each started in place of the `tecs` process."""

import os
import sys
from pathlib import Path

from pipelines.settings import ROOT, Settings

DAGSTER_YAML = """# Written by tecs at each start. Runs are kept here, nothing is sent anywhere.
telemetry:
  enabled: false
nux:
  enabled: false # no invitation to subscribe at the first visit
concurrency:
  runs:
    max_concurrent_runs: 1 # the others wait in the queue
run_monitoring:
  enabled: true # a run whose process was killed gives its place up
  max_runtime_seconds: 7200
retention:
  sensor:
    purge_after_days:
      skipped: 7
      success: 90
      failure: 90
  schedule:
    purge_after_days: 400
"""


def dashboard(settings: Settings, port: int) -> None:
    """Serve the dashboard on this machine; does not return."""
    os.environ["TECS_DATA"] = str(settings.data)
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml here
    _become("streamlit", "run", "dashboard/server.py", "--server.port", str(port))


def studio(settings: Settings, port: int) -> None:
    """Serve Dagster's UI and its daemon on this machine; does not return."""
    os.environ["TECS_DATA"] = str(settings.data)
    os.environ["DAGSTER_HOME"] = str(_prepare_home(settings))
    os.chdir(ROOT)
    _become("dagster", "dev", "-m", "pipelines.definitions", "-p", str(port))


def _prepare_home(settings: Settings) -> Path:
    """Make Dagster's own folder: telemetry off, one run at a time, old ticks purged."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    (settings.dagster_home / "dagster.yaml").write_text(DAGSTER_YAML, "utf-8")
    return settings.dagster_home


def _become(module: str, *words: str) -> None:
    os.execv(sys.executable, [sys.executable, "-m", module, *words])  # noqa: S606 # fixed commands
