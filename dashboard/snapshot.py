"""The only door to the data: the served release, read-only. Nothing else imports duckdb.

A release is opened only when its files are those of its SHA256SUMS. A damaged one is refused: the
last good one is shown in its place, and said to be.
"""

import hashlib
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st

from dashboard import french

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "observatoire.duckdb"
MANIFEST = "manifest.json"
CHANGES = "changes.json"
CHECKSUMS = "SHA256SUMS"
JOURNAL = "journal.jsonl"

Signature = tuple[tuple[int, int], ...]  # when and how large: what tells that a file was replaced
Row = dict[str, Any]


@dataclass(frozen=True)
class Snapshot:
    """One release: where it is, what it is called, and what must be said about it."""

    folder: Path
    release_id: str
    notice: str | None = None  # why this is not the served release, or the one asked for

    @property
    def manifest(self) -> Row:
        """The manifest written beside the figures."""
        return _json(str(self.folder / MANIFEST))

    @property
    def changes(self) -> Row | None:
        """What the release changed, told at its publication; None in one made before that."""
        path = self.folder / CHANGES
        return _json(str(path)) if path.is_file() else None

    def has(self, mart: str) -> bool:
        """Whether the release holds a mart: one made by a former version may not."""
        return any(table["name"] == f"marts.{mart}" for table in self.manifest["tables"])

    def rows(self, sql: str, parameters: tuple[object, ...] = ()) -> list[Row]:
        """Return the rows of a query, as dicts; the same question is asked once per release."""
        return _rows(str(self.folder / DATABASE), sql, parameters)


def published() -> Path:
    """The folder of the releases, in the world that TECS_DATA names (default: data/)."""
    return Path(os.environ.get("TECS_DATA", ROOT / "data")) / "published"


def served_id() -> str | None:
    """Return what the pointer says now, or None before the first release."""
    try:
        return (published() / "current").read_text("utf-8").strip() or None
    except FileNotFoundError:
        return None


def current() -> Snapshot | None:
    """Return the served release, else the last good one with a notice, else None."""
    served = served_id()
    if served and is_intact(published() / served):
        return Snapshot(published() / served, served)
    # older ones first: a newer one was left on purpose
    others = sorted(releases(), key=lambda name: (name < (served or "~"), name), reverse=True)
    good = next((name for name in others if is_intact(published() / name)), None)
    if good is None:
        return None
    fault = "est abîmée" if served in others else "est introuvable"
    notice = (
        f"La version demandée ({served or 'aucune'}) {fault} : la dernière version en bon état, "
        f"{good}, est montrée à sa place."
    )
    return Snapshot(published() / good, good, notice)


def choose(asked: str) -> Snapshot | None:
    """Return the release that an address asks for, with a notice; "": the served one.

    An unknown or damaged one is said to be, and the served one returned. None before the first.
    """
    served = current()
    if served is None or asked in ("", served.release_id):
        return served
    known = asked in releases()  # never a path made from an address
    if known and is_intact(published() / asked):
        found = Snapshot(published() / asked, asked)
        made = french.moment(found.manifest["created_at"])
        notice = f"Vous regardez la version du {made}, et non la version servie."
        return replace(found, notice=notice)
    fault = "est abîmée" if known else "n'est pas sur le disque"
    notice = (
        f"La version {french.quoted(asked)} que demande l'adresse {fault} : la version servie "
        "est montrée à sa place."
    )
    return replace(served, notice=" ".join(filter(None, (notice, served.notice))))


def releases() -> list[str]:
    """The names of the release folders, damaged ones too, oldest first."""
    return sorted(path.name for path in published().glob("[0-9]*") if path.is_dir())


def rollback() -> Row | None:
    """When an older release is served on purpose: `newest`, and `at` when the journal knows it."""
    served, known = served_id(), releases()
    if served not in known or served == known[-1]:
        return None
    entries = [entry for entry in _journal() if entry.get("to") == served]
    return {"newest": known[-1], "at": entries[-1].get("at") if entries else None}


def is_intact(folder: Path) -> bool:
    """Whether the files of a release are those of its SHA256SUMS; asked once, and when they move.

    The pipeline asks the same before it serves one (pipelines/releases.py).
    """
    try:
        found = [(folder / name).stat() for name in (DATABASE, MANIFEST, CHECKSUMS)]
    except OSError:
        return False
    return _is_intact(str(folder), tuple((stat.st_mtime_ns, stat.st_size) for stat in found))


def _journal() -> list[Row]:
    """The rollbacks, oldest first; a line cut short by a power failure is passed over."""
    try:
        lines = (published() / JOURNAL).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    entries = []
    for line in lines:
        try:
            entries.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return [entry for entry in entries if isinstance(entry, dict)]


@st.cache_data(max_entries=100, show_spinner=False)
def _is_intact(path: str, signature: Signature) -> bool:  # noqa: ARG001 # the cache's key
    folder = Path(path)
    try:
        lines = (folder / CHECKSUMS).read_text("utf-8").splitlines()
        sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        named = json.loads((folder / MANIFEST).read_text("utf-8"))["release_id"]
        return (
            named == folder.name
            and sums.keys() >= {DATABASE, MANIFEST}
            and all(_sha256(folder / name) == digest for name, digest in sums.items())
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@st.cache_resource(max_entries=4, show_spinner=False)
def _connection(path: str) -> duckdb.DuckDBPyConnection:
    """One connection per release file: a new release is a new path, hence a new connection."""
    return duckdb.connect(path, read_only=True)


@st.cache_data(max_entries=500, show_spinner=False)
def _rows(path: str, sql: str, parameters: tuple[object, ...]) -> list[Row]:
    cursor = _connection(path).cursor().execute(sql, parameters)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@st.cache_data(max_entries=8, show_spinner=False)
def _json(path: str) -> Row:
    content: Row = json.loads(Path(path).read_text("utf-8"))
    return content
