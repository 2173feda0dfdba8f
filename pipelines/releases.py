"""The releases on disk: which there are, which one is served, going back, what changed."""

import json
import os
from pathlib import Path
from typing import Any

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import Settings

POINTER = "current"
DATABASE = "observatoire.duckdb"
MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"

Manifest = dict[str, Any]  # see README, « Une version »; written only by publish.py


def served(settings: Settings) -> str | None:
    """Return the id of the release that the pointer names, or None before the first one."""
    pointer = settings.published / POINTER
    return pointer.read_text("utf-8").strip() if pointer.is_file() else None


def known(settings: Settings) -> list[str]:
    """Return the ids of the complete releases, oldest first (an id begins with its time)."""
    return sorted(path.parent.name for path in settings.published.glob(f"[0-9]*/{MANIFEST}"))


def manifest(settings: Settings, release: str) -> Manifest:
    """Read one release's manifest; raises UnusableInput when there is no such release."""
    if release not in known(settings):
        raise UnusableInput(
            Problem(
                f"la version « {release} » n'existe pas.",
                expected=", ".join(known(settings)) or "aucune version n'est encore publiée",
                hint="`tecs releases` les énumère.",
            )
        )
    path = settings.published / release / MANIFEST
    content: Manifest = json.loads(path.read_text("utf-8"))
    return content


def point(settings: Settings, release: str) -> None:
    """Serve `release`: the pointer is replaced whole, so that a reader never sees half a name."""
    manifest(settings, release)  # refuses an unknown one
    pending = settings.published / f".{POINTER}.{os.getpid()}"
    write_durably(pending, f"{release}\n".encode())
    pending.replace(settings.published / POINTER)
    sync_folder(settings.published)


def write_durably(path: Path, content: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the folder's own entries (a rename, a new file)."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def changes(old: Manifest, new: Manifest) -> list[str]:
    """Say in French, one sentence a line, what differs between two releases; [] when nothing.

    Compares the sources by file and sha256, the tables by content hash and number of rows, and
    the method and COG years.
    """
    lines = []
    for name, label in (("method_version", "la méthode"), ("cog_year", "le millésime du COG")):
        if old[name] != new[name]:
            lines.append(f"{label} : {old[name]} → {new[name]}")
    before = {source["source_file"]: source for source in old["sources"]}
    after = {source["source_file"]: source for source in new["sources"]}
    lines += [f"source ajoutée : {file}" for file in sorted(after.keys() - before.keys())]
    lines += [f"source retirée : {file}" for file in sorted(before.keys() - after.keys())]
    lines += [
        f"source modifiée : {file} ({before[file]['rows_in']} → {after[file]['rows_in']} lignes)"
        for file in sorted(before.keys() & after.keys())
        if before[file]["sha256"] != after[file]["sha256"]
    ]
    return lines + _table_changes(old, new)


def _table_changes(old: Manifest, new: Manifest) -> list[str]:
    before = {table["name"]: table for table in old["tables"]}
    after = {table["name"]: table for table in new["tables"]}
    lines = [f"table ajoutée : {name}" for name in sorted(after.keys() - before.keys())]
    lines += [f"table retirée : {name}" for name in sorted(before.keys() - after.keys())]
    return lines + [
        f"table modifiée : {name} ({before[name]['rows']} → {after[name]['rows']} lignes)"
        for name in sorted(before.keys() & after.keys())
        if before[name]["sha256"] != after[name]["sha256"]
    ]
