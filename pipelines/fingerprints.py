"""The content of raw/ and geo/ as one hash, without reading twice a file that did not change."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from pipelines.settings import Settings

IGNORED = (".", "~$")  # how the names of hidden files and of Excel's lock files begin


class File(BaseModel):
    """One file as seen on the disk; its hash once it was read."""

    size: int  # bytes
    modified: int  # nanoseconds, as the file system keeps them
    sha256: str | None = None

    def is_same(self, other: "File | None") -> bool:
        """Whether size and time say that nothing was written between the two looks."""
        return other is not None and (self.size, self.modified) == (other.size, other.modified)


Files = dict[str, File]  # by path relative to the data folder


def look(settings: Settings, known: Mapping[str, File]) -> Files:
    """Return the files of raw/ and geo/; one that did not change since `known` keeps its hash."""
    found: Files = {}
    for folder in (settings.raw, settings.geo):
        for path in sorted(folder.rglob("*")):
            if path.name.startswith(IGNORED) or not path.is_file():
                continue
            name = path.relative_to(settings.data).as_posix()
            state = path.stat()
            file = File(size=state.st_size, modified=state.st_mtime_ns)
            before = known.get(name)
            found[name] = before if before and file.is_same(before) else file
    return found


def are_same(now: Mapping[str, File], before: Mapping[str, File]) -> bool:
    """Whether the same files stand there, none of them written since."""
    return now.keys() == before.keys() and all(file.is_same(before[n]) for n, file in now.items())


def read(settings: Settings, files: Mapping[str, File]) -> Files:
    """Return the files with their sha256: those that have one are not read again."""
    return {
        name: file
        if file.sha256
        else file.model_copy(update={"sha256": _digest(settings.data / name)})
        for name, file in files.items()
    }


def content(files: Mapping[str, File]) -> str:
    """Return the hash of the whole: paths and bytes, not times."""
    lines = "".join(f"{file.sha256}  {name}\n" for name, file in sorted(files.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
