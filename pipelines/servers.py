"""The two servers, each started in place of the `tecs` process."""

import os
import sys

from pipelines import runs
from pipelines.settings import ROOT, Settings


def dashboard(settings: Settings, port: int) -> None:
    """Serve the dashboard on this machine; does not return."""
    os.environ["TECS_DATA"] = str(settings.data)
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml here
    _become("streamlit", "run", "dashboard/server.py", "--server.port", str(port))


def studio(settings: Settings, port: int) -> None:
    """Serve Dagster's UI and its daemon on this machine; does not return."""
    os.environ["TECS_DATA"] = str(settings.data)
    os.environ["DAGSTER_HOME"] = str(runs.prepare_home(settings))
    os.chdir(ROOT)
    _become("dagster", "dev", "-m", "pipelines.definitions", "-p", str(port))


def _become(module: str, *words: str) -> None:
    os.execv(sys.executable, [sys.executable, "-m", module, *words])  # noqa: S606 # fixed commands
