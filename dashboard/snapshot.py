"""The only door to the data: the served release, read-only. Nothing else imports duckdb."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "observatoire.duckdb"
MANIFEST = "manifest.json"

Row = dict[str, Any]


@dataclass(frozen=True)
class Snapshot:
    """One release: where it is, what it is called, and what must be said about it."""

    folder: Path
    release_id: str
    notice: str | None = None  # why this is not the release that was asked for, in French

    @property
    def manifest(self) -> Row:
        """The manifest written beside the figures."""
        return _manifest(str(self.folder))

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
    """Return the served release, else the last complete one with a notice, else None."""
    served = served_id()
    if served and _is_complete(published() / served):
        return Snapshot(published() / served, served)
    complete = sorted(path for path in published().glob("[0-9]*") if _is_complete(path))
    if not complete:
        return None
    notice = (
        f"La version demandée ({served or 'aucune'}) est introuvable : "
        f"la dernière version complète, {complete[-1].name}, est montrée à sa place."
    )
    return Snapshot(complete[-1], complete[-1].name, notice)


def _is_complete(folder: Path) -> bool:
    return (folder / MANIFEST).is_file() and (folder / DATABASE).is_file()


@st.cache_resource(max_entries=4, show_spinner=False)
def _connection(path: str) -> duckdb.DuckDBPyConnection:
    """One connection per release file: a new release is a new path, hence a new connection."""
    return duckdb.connect(path, read_only=True)


@st.cache_data(max_entries=500, show_spinner=False)
def _rows(path: str, sql: str, parameters: tuple[object, ...]) -> list[Row]:
    cursor = _connection(path).cursor().execute(sql, parameters)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@st.cache_data(max_entries=4, show_spinner=False)
def _manifest(folder: str) -> Row:
    content: Row = json.loads((Path(folder) / MANIFEST).read_text("utf-8"))
    return content
