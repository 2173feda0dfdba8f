"""The real thing, once: the tiny world run by `tecs`, the dashboard on it, a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, sync_playwright

from pipelines.settings import ROOT
from tests import browser
from tests.sources.official import receive

TINY_WORLD = ROOT / "tests" / "world"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # a WebGL map needs a GPU, or this software one
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


def tecs(
    data: Path, *words: str, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the real command on the world in `data`, as a steward would; `cwd` holds the code."""
    return subprocess.run(
        [sys.executable, "-m", "pipelines", *words],
        cwd=cwd,
        env={**os.environ, "TECS_DATA": str(data), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def copy_world(target: Path, source: Path = TINY_WORLD) -> Path:
    """Copy raw/ and geo/: a complete, independent world."""
    for part in ("raw", "geo"):
        shutil.copytree(source / part, target / part)
    return target


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the workers share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def _secret(common: Path) -> Iterator[None]:
    """The respondents' secret of the tests, not the one of whoever runs them."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TECS_SECRET_FILE", str(common / "secret"))
        yield


def run_once(data: Path, make: Callable[[Path], object]) -> tuple[Path, str]:
    """A world that the first worker to ask makes and runs; and what its `tecs run` printed."""
    told = data.with_suffix(".txt")
    with FileLock(data.with_suffix(".lock")):
        if not told.is_file():
            make(data)
            run = tecs(data, "run")
            assert run.returncode == 0, run.stdout + run.stderr
            told.write_text(run.stdout + run.stderr, "utf-8")
    return data, told.read_text("utf-8")


@pytest.fixture(scope="session")
def first_run(common: Path) -> tuple[Path, str]:
    """The tiny world after one real `tecs run`, and what the run printed. Not to be changed."""
    return run_once(common / "world", copy_world)


@pytest.fixture(scope="session")
def official_world(common: Path) -> Path:
    """The tiny world and official files of the four layouts, after a run. Not to be changed."""
    return run_once(common / "official", lambda data: receive(copy_world(data)))[0]


@pytest.fixture(scope="session")
def world(first_run: tuple[Path, str]) -> Path:
    """The tiny world after its first run. Not to be changed by a test."""
    return first_run[0]


@pytest.fixture
def fresh_world(tmp_path: Path) -> Path:
    """A copy of the tiny world's input, never run, to be spoilt at will."""
    return copy_world(tmp_path)


def free_port() -> int:
    """Return a port that nothing listens to."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_for(url: str, server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Wait until `url` answers; fails when the server dies or does not answer in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert server.poll() is None, "the dashboard stopped"
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 # our own loopback address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer")


def serve(data: Path, port: int | None = None) -> Iterator[str]:
    """Serve the dashboard on `data` by the real command; yields its address, then stops it."""
    port = port or free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "pipelines", "dashboard", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "TECS_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(f"{address}/_stcore/health", server)
            yield address
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def server(world: Path) -> Iterator[str]:
    """The dashboard on the tiny world."""
    yield from serve(world)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One headless Chromium for a module.

    Not for the session: Playwright's event loop would still run under the runs made in-process.
    """
    path = browser.find()
    assert path, browser.HELP
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def browser_page(chromium: Browser) -> Iterator[Page]:
    """A page in a context of its own: nothing is remembered from another test."""
    context = chromium.new_context(locale="fr-FR", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    yield page
    context.close()
