"""The only door to the data: the served release, read-only. Nothing else imports duckdb.

A reader opens the databases of his audience, and has no other to leak. A release is opened only
when its files are those of its SHA256SUMS. A damaged one is refused: the last good one is shown in
its place, and said to be.
"""

import hashlib
import json
import os
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st

from dashboard import french

ROOT = Path(__file__).resolve().parent.parent
PUBLIC, COMITE, PARTNER = "public", "comite", "partenaire"
FORMER_DATABASE = "observatoire.duckdb"  # of releases made before the audiences
MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"
JOURNAL = "journal.jsonl"

Signature = tuple[tuple[int, int], ...]  # when and how large: what tells that a file was replaced
Row = dict[str, Any]


def files(audience: str) -> tuple[str, ...]:
    """Return the databases of a release that an audience opens, and nothing else of it.

    « public », « comite » (all marts) or « partenaire:<siren_epci> » (the public one and his own).
    Raises ValueError for anything else: an audience never comes from an address.
    """
    kind, _, siren = audience.partition(":")
    if kind == PARTNER and re.fullmatch("[0-9]{9}", siren):
        return f"{PUBLIC}.duckdb", f"partenaires/{siren}.duckdb"
    if audience in (PUBLIC, COMITE):
        return (f"{audience}.duckdb",)
    raise ValueError(audience)


@dataclass(frozen=True)
class Snapshot:
    """One release: where it is, its name, what must be said about it, and for whom it is opened."""

    folder: Path
    release_id: str
    notice: str | None = None  # why this is not the served release, or the one asked for
    audience: str = PUBLIC  # see files()

    @property
    def manifest(self) -> Row:
        """The manifest written beside the figures."""
        return _json(str(self.folder / MANIFEST))

    @property
    def changes(self) -> Row | None:
        """What the release changed, told at its publication, as far as this audience may know."""
        path = self.folder / f"changes-{COMITE if self.audience == COMITE else PUBLIC}.json"
        return _json(str(path)) if path.is_file() else None

    def has(self, mart: str) -> bool:
        """Whether this audience sees a mart; a release of a former version may not hold it."""
        opened = files(self.audience)
        return any(
            table["name"] == f"marts.{mart}"
            for part in self.manifest["audiences"]
            if part["file"] in opened
            for table in part["tables"]
        )

    @property
    def absence(self) -> str:
        """Why a mart is not there, in French, to be shown in its place."""
        return french.OLDER_RELEASE if self.audience == COMITE else french.RESERVED

    def rows(self, sql: str, parameters: tuple[object, ...] = ()) -> list[Row]:
        """Return the rows of a query, as dicts; the same question is asked once per release."""
        paths = tuple(str(self.folder / name) for name in files(self.audience))
        return [dict(row) for row in _rows(paths, sql, parameters)]


def published() -> Path:
    """The folder of the releases, in the world that TECS_DATA names (default: data/)."""
    return Path(os.environ.get("TECS_DATA", ROOT / "data")) / "published"


def served_id() -> str | None:
    """Return what the pointer says now, or None before the first release."""
    try:
        return (published() / "current").read_text("utf-8").strip() or None
    except FileNotFoundError:
        return None


def current(audience: str | None = None) -> Snapshot | None:
    """Return the served release, else the last good one with a notice, else None.

    `audience` is whom it is opened for; None: anybody, as the release itself allows (open_to_all).
    """
    served = served_id()
    if served and is_intact(published() / served):
        return _open(served, audience)
    # older ones first: a newer one was left on purpose
    others = sorted(releases(), key=lambda name: (name < (served or "~"), name), reverse=True)
    good = next((name for name in others if is_intact(published() / name)), None)
    if good is None:
        return None
    fault = _fault(served) if served in others else "est introuvable"
    notice = (
        f"La version demandée ({served or 'aucune'}) {fault} : la dernière version en bon état, "
        f"{good}, est montrée à sa place."
    )
    return _open(good, audience, notice)


def choose(asked: str, audience: str | None = None) -> Snapshot | None:
    """Return the release that an address asks for, with a notice; "": the served one.

    An unknown or damaged one is said to be, and the served one returned. None before the first.
    `audience`: as in current().
    """
    served = current(audience)
    if served is None or asked in ("", served.release_id):
        return served
    known = asked in releases()  # never a path made from an address
    if known and is_intact(published() / asked):
        found = _open(asked, audience)
        made = french.moment(found.manifest["created_at"])
        notice = f"Vous regardez la version du {made}, et non la version en cours."
        return replace(found, notice=notice)
    fault = _fault(asked) if known else "n'est pas sur le disque"
    notice = (
        f"La version {french.quoted(asked)} que demande l'adresse {fault} : la version en "
        "cours est montrée à sa place."
    )
    return replace(served, notice=" ".join(filter(None, (notice, served.notice))))


def open_to_all(manifest: Row) -> str:
    """Return what anybody sees of a release: all of it when every survey answer is fictive."""
    return PUBLIC if manifest["has_real_answers"] else COMITE


def _open(release: str, audience: str | None, notice: str | None = None) -> Snapshot:
    found = Snapshot(published() / release, release, notice)
    return replace(found, audience=audience or open_to_all(found.manifest))


def _fault(release: str | None) -> str:
    """Why a release that is on the disk is not shown."""
    former = release is not None and (published() / release / FORMER_DATABASE).is_file()
    return "est d'un format antérieur, qui n'est plus lu" if former else "est abîmée"


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
        found = [(folder / name).stat() for name in (MANIFEST, CHECKSUMS)]
        found += [path.stat() for path in sorted(folder.rglob("*.duckdb"))]
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


@lru_cache(maxsize=100)
def _is_intact(path: str, signature: Signature) -> bool:  # noqa: ARG001 # the cache's key
    folder = Path(path)
    try:
        lines = (folder / CHECKSUMS).read_text("utf-8").splitlines()
        sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        named = json.loads((folder / MANIFEST).read_text("utf-8"))["release_id"]
        return (
            named == folder.name
            and sums.keys() >= {MANIFEST, *files(PUBLIC), *files(COMITE)}
            and all(_sha256(folder / name) == digest for name, digest in sums.items())
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@st.cache_resource(max_entries=24, show_spinner=False)
def _connection(paths: tuple[str, ...]) -> duckdb.DuckDBPyConnection:
    """One connection per release and audience, with its files as one schema `marts`.

    A new release is another path, hence another connection. No mart is in two of the files.
    """
    con = duckdb.connect()
    con.execute("create schema marts")
    for place, path in enumerate(paths):
        attached = f"part_{place}"
        con.execute(f"attach '{path.replace(chr(39), chr(39) * 2)}' as {attached} (read_only)")
        found = con.execute(
            "select table_name from duckdb_tables() where database_name = ?", [attached]
        )
        for (table,) in found.fetchall():
            con.execute(f"create view marts.{table} as from {attached}.marts.{table}")
    return con


@lru_cache(maxsize=500)  # not Streamlit's: to name the question took it longer than the answer
def _rows(paths: tuple[str, ...], sql: str, parameters: tuple[object, ...]) -> list[Row]:
    cursor = _connection(paths).cursor().execute(sql, parameters)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@lru_cache(maxsize=8)  # shared, not copied: nobody changes it
def _json(path: str) -> Row:
    content: Row = json.loads(Path(path).read_text("utf-8"))
    return content
