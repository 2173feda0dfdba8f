"""The marts, and only they, into a new release folder; then the pointer moves."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines import audiences, changes, exports, last_run, releases
from pipelines.checks.suite import Suite
from pipelines.errors import BlockedByChecks, Problem
from pipelines.releases import CHECKSUMS, MANIFEST, PENDING, Manifest
from pipelines.settings import ROOT, Settings
from pipelines.tables import Table

METHOD_VERSION = "2"  # to be raised when a formula, a weight or a threshold changes


def publish(
    settings: Settings,
    con: duckdb.DuckDBPyConnection,
    marts: Sequence[Table],
    suites: Sequence[Suite],
) -> Manifest:
    """Publish the marts of the warehouse as a new release and serve it; return its manifest.

    What it changes is told from the release that readers saw until now; the oldest ones leave.

    Raises BlockedByChecks when a suite has no verdict on the tables as they are now, or when a
    blocking expectation failed: whoever starts this step, nothing unchecked goes out. A process
    killed at any moment leaves the pointer on the former, complete release.
    """
    _refuse_unchecked(con, suites)
    settings.published.mkdir(parents=True, exist_ok=True)
    releases.sweep(settings)
    manifest = _manifest(con, marts)
    folder = settings.published / f"{PENDING}{manifest['release_id']}"
    folder.mkdir()
    manifest |= audiences.write(settings, con, folder, marts, manifest["tables"])
    with duckdb.connect(folder / audiences.PUBLIC_FILE, read_only=True) as public:
        exports.write(public, folder / "exports", audiences.held(public, marts), manifest)
    _write_json(folder / MANIFEST, manifest)
    before = _seen_until_now(settings)
    for audience, name in releases.CHANGES.items():
        _write_json(folder / name, changes.compare(before, folder, audience))
    _write_checksums(folder)
    folder.rename(settings.published / manifest["release_id"])
    releases.sync_folder(settings.published)
    releases.point(settings, manifest["release_id"])
    last_run.write(settings, problems=0)
    releases.prune(settings)
    return manifest


def _seen_until_now(settings: Settings) -> Path | None:
    """The folder of the served release; of the last good one before it, when it is damaged."""
    served = releases.served(settings)
    if served and not releases.is_intact(settings, served):
        served = releases.intact_before(settings, served)
    return settings.published / served if served else None


def _refuse_unchecked(con: duckdb.DuckDBPyConnection, suites: Sequence[Suite]) -> None:
    known = con.execute("select distinct table_name from checks.results").fetchall()
    missing = {suite.table for suite in suites} - {name for (name,) in known}
    failed = con.execute(
        "select table_name, meaning from checks.results where not passed and blocking"
    ).fetchall()
    problems = [Problem("cette table n'a pas été contrôlée.", file=name) for name in missing]
    problems += [Problem(meaning, file=name) for name, meaning in failed]
    if problems:
        raise BlockedByChecks(problems)


def _manifest(con: duckdb.DuckDBPyConnection, marts: Sequence[Table]) -> Manifest:
    """Everything that identifies a release; two runs on the same input differ in id and time."""
    now = datetime.now(UTC)
    (cog_year,) = con.execute("select max(cog_year) from marts.territories").fetchone() or (None,)
    sources = _rows(con, "select * from marts.sources order by source_file")
    return {
        "release_id": f"{now:%Y-%m-%d-%H%M%S}-{now.microsecond // 1000:03}",
        "created_at": now.isoformat(timespec="milliseconds"),
        "git_commit": _git_commit(),
        "method_version": METHOD_VERSION,
        "cog_year": cog_year,
        "has_simulated": any(source["is_simulated"] for source in sources),
        "has_real_answers": any(
            source["source"] == "surveys" and not source["is_simulated"] for source in sources
        ),
        "tables": [audiences.fingerprint(con, mart.table) for mart in marts],
        "sources": sources,
        "checks": _verdicts(con),
        "changes": releases.CHANGES,
    }


def _verdicts(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    rows = _rows(con, "from checks.results order by table_name, expectation, column_name, meaning")
    return [
        {
            "table": row["table_name"],
            "name": row["expectation"],
            "column": row["column_name"],
            "severity": "blocking" if row["blocking"] else "warning",
            "passed": row["passed"],
            "meaning": row["meaning"],
            "count": row["failures"],
            "examples": json.loads(row["examples"]),
            "error": row["error"],
        }
        for row in rows
    ]


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = con.execute(query)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _git_commit() -> str | None:
    """The commit of the code that made the release, when it runs from a checkout."""
    git = shutil.which("git")
    if git is None:
        return None
    asked = subprocess.run(  # noqa: S603 # a fixed command, no input
        [git, "-C", str(ROOT), "rev-parse", "HEAD"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or None


def _write_json(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    releases.write_durably(path, text.encode())


def _write_checksums(folder: Path) -> None:
    """The hash of every file of the release (`sha256sum -c` reads them)."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = [f"{releases.sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    releases.write_durably(folder / CHECKSUMS, "".join(sums).encode())
    releases.sync_folder(folder)
