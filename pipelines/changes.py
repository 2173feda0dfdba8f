"""What changed between two releases, and why: sources, tables, figures by territory and structure.

Read in the two databases and manifests alone. A release carries its own comparison with the one
that readers saw before it, one for the comité and one for the public, which reads the public
databases only: the dashboard may not compute it (it reads one release and imports nothing of ours),
and a mart would make the figures depend on the former release.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from pipelines import figure_changes, sentences
from pipelines.evidence import Row, gather
from pipelines.releases import DATABASES, Manifest, read_manifest

Changes = dict[str, Any]

CONTEXT = {
    "method_version": "la méthode",
    "cog_year": "l'année du découpage communal (COG)",
    "git_commit": "le code",
}
# what the comparison of figures reads; a release without one of these columns is not compared
OF_STRUCTURES = {
    "maturity_by_structure": {"structure_id", "siren_epci", "wave", "theme", "score"},
}
NEEDED = {
    "maturity_by_epci": {"siren_epci", "wave", "theme", "score", "structures", "is_masked"},
    "participation_by_epci": {"siren_epci", "policy", "wave", "participation_rate", "is_masked"},
    "maturity_drome": {"wave", "theme", "score", "structures", "is_masked"},
    "participation_drome": {"policy", "wave", "participation_rate", "is_masked"},
    "policies_by_epci": {"siren_epci", "policy", "dispositif_id", "state_label", "as_of"},
    "structures": {"structure_id", "code_insee", "siren_epci"},
    "questions": {"question_code", "theme", "kind", "weight", "waves"},
    "themes": {"theme", "label", "weight"},
    "scales": {"scale", "answer_code", "value"},
    "territories": {"siren_epci", "short_name"},
}


def compare(old: Path | None, new: Path, audience: str) -> Changes:
    """Compare two release folders, `old` None before the first one; see README, « A release ».

    Every changed figure has at least one reason, decided by what differs elsewhere in the two
    releases; « cause non déterminée » when nothing does. `audience`: « public » or « comite »,
    whose databases are read; the structures' own scores are the comité's. Nothing is raised for a
    release of another shape: the figures are then said not to be comparable.
    """
    before, after = read_manifest(old) if old else None, read_manifest(new)
    changes: Changes = {
        "from": before and {key: before[key] for key in ("release_id", "created_at")},
        "to": {key: after[key] for key in ("release_id", "created_at")},
        "context": [], "sources": [], "tables": [], "figures": [], "policies": [],
        "structures": [], "comparable": True,
    }  # fmt: skip
    if old and before:
        changes |= {
            "context": _context(before, after),
            "sources": _sources(before, after),
            "tables": _tables(_held(before, audience), _held(after, audience)),
        }
        changes |= _figures([old, new], audience, changes["sources"], before, after)
    changes["structures_changed"] = len({row["structure_id"] for row in changes["structures"]})
    return {**changes, "sentences": sentences.tell(changes)}


def _context(before: Manifest, after: Manifest) -> list[Row]:
    return [
        {"what": key, "label": label, "before": before[key], "after": after[key]}
        for key, label in CONTEXT.items()
        if before[key] != after[key]
    ]


def _sources(before: Manifest, after: Manifest) -> list[Row]:
    return [
        {
            "source_file": file,
            "source": (new or old)["source"],
            "wave": (new or old)["wave"],
            "change": change,
            "rows_before": old.get("rows_kept"),
            "rows_after": new.get("rows_kept"),
        }
        for file, change, old, new in _pairs(
            before["sources"], after["sources"], "source_file", also="rows_kept"
        )
    ]


def _held(manifest: Manifest, audience: str) -> list[Row]:
    """The tables that an audience's database holds."""
    [held] = [part["tables"] for part in manifest["audiences"] if part["audience"] == audience]
    return list(held)


def _tables(before: Iterable[Row], after: Iterable[Row]) -> list[Row]:
    return [
        {
            "table": name,
            "change": change,
            "rows_before": old.get("rows"),
            "rows_after": new.get("rows"),
        }
        for name, change, old, new in _pairs(before, after, "name")
    ]


def _pairs(
    before: Iterable[Row], after: Iterable[Row], key: str, also: str = "sha256"
) -> Iterable[tuple[str, str, Row, Row]]:
    """What is added, removed, modified (another sha256) or decided (only `also` differs), by name.

    The same file of which other lines are kept: a decision in a source.toml or a reference table.
    """
    old, new = {row[key]: row for row in before}, {row[key]: row for row in after}
    for name in sorted(old.keys() | new.keys()):
        if name not in old:
            yield name, "added", {}, new[name]
        elif name not in new:
            yield name, "removed", old[name], {}
        elif old[name]["sha256"] != new[name]["sha256"]:
            yield name, "modified", old[name], new[name]
        elif old[name][also] != new[name][also]:
            yield name, "decided", old[name], new[name]


def _figures(
    folders: Sequence[Path],
    audience: str,
    sources: Sequence[Row],
    before: Manifest,
    after: Manifest,
) -> Changes:
    named = audience == "comite"  # whether structures are
    with duckdb.connect(config={"threads": 1}) as con:
        for name, folder in zip(("old", "new"), folders, strict=True):
            path = (folder / DATABASES[audience]).as_posix().replace("'", "''")
            con.execute(f"attach '{path}' as {name} (read_only)")
        if not _is_comparable(con, NEEDED | OF_STRUCTURES if named else NEEDED):
            return {"comparable": False}
        evidence = gather(con, sources, before, after)
        structures = figure_changes.by_structure(con, evidence) if named else None
        return {
            "structures": structures or [],
            "figures": [
                *figure_changes.maturity(con, evidence, structures),
                *figure_changes.participation(con, evidence),
            ],
            "policies": figure_changes.policies(con, evidence),
        }


def _is_comparable(con: duckdb.DuckDBPyConnection, needed: Mapping[str, set[str]]) -> bool:
    found = con.execute(
        "select database_name, table_name, list(column_name) from duckdb_columns()"
        " where schema_name = 'marts' group by all"
    ).fetchall()
    columns = {(where, table): set(names) for where, table, names in found}
    return all(
        names <= columns.get((where, table), set())
        for where in ("old", "new")
        for table, names in needed.items()
    )
