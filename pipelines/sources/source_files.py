"""Every file received, what its source.toml says of it, and what its bytes are."""

import hashlib
from collections.abc import Iterator

import pandas as pd

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import Settings
from pipelines.sources.drops import Drop, drops, read_drop

TABLES = ("source_files",)
DECISIONS = {"ignore", "sheet", "reject_rows", "keep_rows"}  # how to read, not what it is


def read(settings: Settings) -> dict[str, pd.DataFrame]:
    """Return `source_files`: one row per file of every drop, its sidecar's words, its sha256.

    Columns (all text): source_file, source_row (always 1), source, folder, then the sidecar's
    keys, sha256 (hexadecimal) and bytes. Raises UnusableInput with every unreadable drop.
    """
    rows: list[dict[str, str | None]] = []
    problems: list[Problem] = []
    for source in sorted(path.name for path in settings.raw.glob("*") if path.is_dir()):
        try:
            for drop in drops(settings, source):
                rows.extend(_describe(drop))
        except UnusableInput as error:
            problems.extend(error.problems)
    try:
        rows.extend(_describe(read_drop(settings, settings.geo, "territories")))
    except UnusableInput as error:
        problems.extend(error.problems)
    if problems:
        raise UnusableInput(problems)
    return {"source_files": pd.DataFrame(rows, dtype="str")}


def _describe(drop: Drop) -> Iterator[dict[str, str | None]]:
    """One row per data file: what the sidecar says, and what the bytes are."""
    said = drop.sidecar.model_dump(mode="json", exclude=DECISIONS)
    words = {key: None if value is None else str(value) for key, value in said.items()}
    for path in drop.files:
        yield {
            "source_file": drop.name(path),
            "source_row": "1",
            "source": drop.source,
            **words,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "bytes": str(path.stat().st_size),
        }
