"""The releases on disk: which there are, which are intact, which one is served, which are kept."""

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import Settings

POINTER = "current"
FORMER_DATABASE = "observatoire.duckdb"  # of releases made before the audiences
DATABASES = {"public": "public.duckdb", "comite": "comite.duckdb"}
MANIFEST = "manifest.json"
CHANGES = {"public": "changes-public.json", "comite": "changes-comite.json"}
CHECKSUMS = "SHA256SUMS"
PENDING = ".pending-"  # a folder being written or removed; never read, swept by a publication

Manifest = dict[str, Any]  # see README, « A release »; written only by publish.py


def served(settings: Settings) -> str | None:
    """Return the id of the release that the pointer names, or None before the first one."""
    pointer = settings.published / POINTER
    return pointer.read_text("utf-8").strip() if pointer.is_file() else None


def known(settings: Settings) -> list[str]:
    """Return the ids of the releases, damaged or not, oldest first (an id begins with its time)."""
    return sorted(path.name for path in settings.published.glob("[0-9]*") if path.is_dir())


def is_intact(settings: Settings, release: str) -> bool:
    """Whether the manifest is that release's own and every file has the hash of SHA256SUMS.

    The dashboard asks the same of what it opens (dashboard/snapshot.py): it imports none of ours.
    """
    folder = settings.published / release
    try:
        lines = (folder / CHECKSUMS).read_text("utf-8").splitlines()
        sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        named = json.loads((folder / MANIFEST).read_text("utf-8"))["release_id"]
        return (
            named == release
            and sums.keys() >= {MANIFEST, *DATABASES.values()}
            and all(sha256(folder / name) == digest for name, digest in sums.items())
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def intact_before(settings: Settings, release: str) -> str | None:
    """Return the newest intact release that is older than `release`, or None."""
    older = (name for name in reversed(known(settings)) if name < release)
    return next((name for name in older if is_intact(settings, name)), None)


def open_folder(settings: Settings, release: str) -> Path:
    """Return the folder of a release; raises UnusableInput when it is unknown or damaged."""
    if release not in known(settings):
        raise UnusableInput(
            Problem(
                f"la version « {release} » n'existe pas.",
                expected=", ".join(known(settings)) or "aucune version n'est encore publiée",
                hint="`tecs releases` les énumère.",
            )
        )
    if (settings.published / release / FORMER_DATABASE).is_file():
        raise UnusableInput(
            Problem(
                f"la version « {release} » est d'un format antérieur : une seule base y tient lieu "
                "de celles du public, des partenaires et du comité. Elle n'est plus lue.",
                file=f"published/{release}",
                hint="Publier une nouvelle version par `tecs run`.",
            )
        )
    if not is_intact(settings, release):
        raise UnusableInput(
            Problem(
                f"la version « {release} » est abîmée : ses fichiers ne sont plus ceux de son "
                "manifeste.",
                file=f"published/{release}",
                hint="En choisir une autre : `tecs releases` les énumère et dit leur état.",
            )
        )
    return settings.published / release


def manifest(settings: Settings, release: str) -> Manifest:
    """Read one release's manifest; raises UnusableInput as open_folder does."""
    return read_manifest(open_folder(settings, release))


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest in a release's folder."""
    content: Manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    return content


def point(settings: Settings, release: str) -> None:
    """Serve `release`: the pointer is replaced whole, so that a reader never sees half a name.

    Raises UnusableInput as open_folder does; the pointer then stays where it was.
    """
    open_folder(settings, release)
    pending = settings.published / f".{POINTER}.{os.getpid()}"
    write_durably(pending, f"{release}\n".encode())
    pending.replace(settings.published / POINTER)
    sync_folder(settings.published)


def prune(settings: Settings) -> list[str]:
    """Remove the oldest releases beyond the number that the settings keep; return their ids.

    The served one stays whatever its age, and so does the one before it: one can go back.
    """
    here, releases = served(settings), known(settings)
    kept = {*releases[-settings.keep_releases :], here, here and intact_before(settings, here)}
    removed = [release for release in releases if release not in kept]
    for release in removed:
        # renamed first: what is half removed must not look like a release
        doomed = settings.published / f"{PENDING}{release}"
        (settings.published / release).rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)
    return removed


def sweep(settings: Settings) -> None:
    """Remove what a killed publication left half written or half removed."""
    for leftover in settings.published.glob(f"{PENDING}*"):
        shutil.rmtree(leftover)


def sha256(path: Path) -> str:
    """Return the hash of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_durably(path: Path, content: bytes, mode: str = "wb") -> None:
    """Write a file (or add to it, with mode « ab ») and wait until the disk has it."""
    with path.open(mode) as file:
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
