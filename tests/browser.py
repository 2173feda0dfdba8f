"""Find a headless Chromium for the tests, or get one: `python -m tests.browser` prints its path.

Order: CHROMIUM in the environment, one on the PATH, Debian's package (as root), Playwright's own
download. When none can be had, says plainly what to do and exits 1.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HELP = """No Chromium could be found or installed. Any one of these will do:
  - install it: `sudo apt-get install chromium` (Debian, Ubuntu), or your system's package;
  - let Playwright download its own: `.venv/bin/playwright install chromium`;
  - name one: `CHROMIUM=/path/to/chromium make test`.
"""


def installed() -> str | None:
    """Return the path of an installed Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def downloaded() -> str | None:
    """Return the path of the Chromium that Playwright downloaded, or None."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find() -> str | None:
    """Return the path of a Chromium that can be started, or None."""
    return installed() or downloaded()


def _try(*command: str) -> None:
    if shutil.which(command[0]):
        subprocess.run(command, stdout=sys.stderr, check=False)


def main() -> int:
    """Print the path of a Chromium, installing one when there is none."""
    if not find() and os.geteuid() == 0:
        _try("apt-get", "update", "-qq")
        _try("apt-get", "install", "-qq", "--yes", "chromium", "fonts-dejavu-core")
    if not find():
        _try(sys.executable, "-m", "playwright", "install", "chromium")
    path = find()
    if path is None:
        sys.stderr.write(HELP)
        return 1
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
