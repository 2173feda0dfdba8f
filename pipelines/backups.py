"""What cannot be made anew, in one file: the drops, the territories, the releases, the tables.

The archive holds `raw/`, `geo/` and `published/` of one world, the hand-kept tables of
sql/reference, and the hash of each file. The warehouse is left out: a run makes it anew. So is the
respondents' secret, which never lies beside the answers.
"""

import io
import os
import shutil
import sys
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import stamina
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

from pipelines import disk, releases, warehouse
from pipelines.errors import Problem, UnusableInput
from pipelines.settings import SQL, Settings

PARTS = ("raw", "geo", "published")
REFERENCE = "reference"
SUMS = "SHA256SUMS"
PREFIX, SUFFIX, SEAL = "tecs-", ".tar.gz", ".sha256"
PATIENCE = timedelta(hours=1)  # how long a backup waits for a run to end


def save(settings: Settings, folder: Path, keep: int) -> Path:
    """Write an archive of the world into `folder`, with its hash beside it; return its path.

    Waits for a run to end, so that nothing moves. The last `keep` archives of `folder` stay.
    Raises UnusableInput when the disk is full or the world has no drop.
    """
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"{PREFIX}{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}{SUFFIX}"
    pending = archive.with_name(f".{archive.name}")
    if not settings.raw.is_dir():
        raise UnusableInput(Problem("aucun dépôt à sauvegarder.", file=str(settings.raw)))
    with disk.explained(folder), _at_rest(settings):
        try:
            _write(settings, pending)
            seal = f"{releases.sha256(pending)}  {archive.name}\n"
            archive.with_name(archive.name + SEAL).write_text(seal, "utf-8")
            pending.rename(archive)
        finally:
            pending.unlink(missing_ok=True)
    for old in sorted(folder.glob(f"{PREFIX}*{SUFFIX}"))[:-keep]:
        old.unlink()
        old.with_name(old.name + SEAL).unlink(missing_ok=True)
    return archive


def restore(settings: Settings, archive: Path, *, reference: bool) -> Path | None:
    """Put a world back as `archive` holds it; return where the former one was set aside, if any.

    With `reference`, the hand-kept tables too. Everything is verified before anything is touched:
    raises UnusableInput when a hash differs or a file is missing.
    """
    with (
        disk.explained(settings.data),
        _at_rest(settings),
        tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.data) as folder,
    ):
        held = Path(folder)
        _unpack(archive, held)
        aside = _set_aside(settings)
        _move(held, settings.data)
        if reference:
            shutil.copytree(held / REFERENCE, SQL / REFERENCE, dirs_exist_ok=True)
    settings.warehouse.unlink(missing_ok=True)  # it was made from the former drops
    return aside


@contextmanager
def _at_rest(settings: Settings) -> Iterator[None]:
    """Hold the warehouse: no run starts, none is running."""
    set_on_retry_hooks([_tell])
    for attempt in stamina.retry_context(
        on=warehouse.Occupied, attempts=None, timeout=PATIENCE, wait_initial=1, wait_max=5
    ):
        with attempt:
            held = warehouse.connect(settings.warehouse)
            held.__enter__()
    try:
        yield
    finally:
        held.__exit__(None, None, None)


def _tell(details: RetryDetails) -> None:
    """Say once that a run is waited for: silence would look like a hang."""
    if details.retry_num == 1:
        sys.stderr.write("Une exécution est en cours : en attente de sa fin, une heure au plus.\n")


def _files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Every file to keep, by its name in the archive."""
    roots = {part: settings.data / part for part in PARTS} | {REFERENCE: SQL / REFERENCE}
    for name, root in roots.items():
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root)
            if path.is_file() and not inside.parts[0].startswith(releases.PENDING):
                yield f"{name}/{inside.as_posix()}", path


def _write(settings: Settings, target: Path) -> None:
    sums = []
    with tarfile.open(target, "w:gz", compresslevel=6) as tar:
        for name, path in _files(settings):
            tar.add(path, name, recursive=False)
            sums.append(f"{releases.sha256(path)}  {name}\n")
        content = "".join(sums).encode()
        entry = tarfile.TarInfo(SUMS)
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))


def _unpack(archive: Path, target: Path) -> None:
    """Unpack into an empty folder, and prove that it is what was saved."""
    seal = archive.with_name(archive.name + SEAL)
    try:
        if seal.is_file() and seal.read_text("utf-8").split()[0] != releases.sha256(archive):
            raise _damaged(archive, "l'empreinte de l'archive n'est pas celle qui l'accompagne")
        with tarfile.open(archive, "r:gz") as tar:
            _extract(tar, target.resolve())
        lines = (target / SUMS).read_text("utf-8").splitlines()
    except (OSError, tarfile.TarError, EOFError, ValueError, IndexError, zlib.error) as error:
        raise _damaged(archive, str(error)) from error
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    wrong = [name for name, digest in sums.items() if _hash(target / name) != digest]
    if wrong or not sums:
        raise _damaged(archive, ", ".join(wrong[:5]) or "aucun fichier")


def _extract(tar: tarfile.TarFile, target: Path) -> None:
    """Write the files of an archive, and nothing outside `target`; ValueError for anything else.

    By hand: the filters of `extractall` came with Python 3.11.4, Debian 12 has 3.11.2.
    """
    for entry in tar:
        path = (target / entry.name).resolve()
        content = tar.extractfile(entry) if entry.isreg() else None
        if content is None or not path.is_relative_to(target):
            raise ValueError(entry.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            shutil.copyfileobj(content, file)
        os.utime(path, (entry.mtime, entry.mtime))


def _hash(path: Path) -> str | None:
    return releases.sha256(path) if path.is_file() else None


def _damaged(archive: Path, found: str) -> UnusableInput:
    return UnusableInput(
        Problem(
            "cette sauvegarde n'est pas utilisable ; rien n'a été touché.",
            file=archive.name,
            found=found,
            hint="En prendre une autre ; `sha256sum -c` dit lesquelles sont en bon état.",
        )
    )


def _set_aside(settings: Settings) -> Path | None:
    """Move the present world out of the way; nothing is deleted."""
    if not any((settings.data / part).exists() for part in PARTS):
        return None
    aside = settings.data / f"avant-restauration-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    _move(settings.data, aside)
    return aside


def _move(source: Path, target: Path) -> None:
    """Move what the parts hold, not the parts: one may be a disk of its own. The pointer last."""
    for part in PARTS:
        (target / part).mkdir(parents=True, exist_ok=True)
        if (source / part).is_dir():
            for path in sorted((source / part).iterdir()):
                shutil.move(path, target / part / path.name)
