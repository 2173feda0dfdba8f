"""The claim that all these scripts share: what is served is a whole release."""

import hashlib
import json
from pathlib import Path

from pipelines import releases
from pipelines.settings import Settings


def find_fault(data: Path) -> str | None:
    """Return what is wrong with the release that the pointer names; None: nothing, or none yet.

    The folder exists, its manifest bears its name, every file is listed in SHA256SUMS and matches.
    """
    here = Settings(data=data, demonstration="auto")
    release = releases.served(here)
    if release is None:
        return None
    folder = here.published / release
    try:
        manifest = json.loads((folder / releases.MANIFEST).read_text("utf-8"))
        lines = (folder / releases.CHECKSUMS).read_text("utf-8").splitlines()
        sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        wrong = [name for name, digest in sums.items() if _digest(folder / name) != digest]
    except (OSError, ValueError) as error:
        return f"{release}: {error!r}"
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    stray = present - sums.keys() - {releases.CHECKSUMS}
    if manifest["release_id"] != release or wrong or stray:
        return f"{release}: manifest of {manifest['release_id']}, wrong {wrong}, stray {stray}"
    return None


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
