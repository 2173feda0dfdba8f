"""Who sees what: the databases of a release, one per audience, as sql/reference/audiences.csv says.

public.duckdb is for anybody, comite.duckdb holds every mart, partenaires/<siren_epci>.duckdb what a
territory's partner sees beyond the public: a reader opens the file of its audience, and a partner
both. A mart without a line in the table is the comité's.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from pipelines import tables
from pipelines.tables import Table

PUBLIC, COMITE, PARTNER = "public", "comite", "partenaire"
PUBLIC_FILE, COMITE_FILE = "public.duckdb", "comite.duckdb"
PARTNERS = "partenaires"  # the folder of the partners' files

Entry = dict[str, Any]  # audience, file, sha256 of the content, tables (name, rows, sha256)


def write(con: duckdb.DuckDBPyConnection, folder: Path, marts: Sequence[Table]) -> list[Entry]:
    """Write the databases of every audience into `folder`; return what the manifest says of them.

    `con` holds the marts. An entry's hash is that of its tables' contents, whatever the bytes of
    the file (which are in SHA256SUMS).
    """
    known = dict(con.execute("select mart, audience from reference.audiences").fetchall())
    seen = {mart.name: known.get(mart.name, COMITE) for mart in marts}
    (folder / PARTNERS).mkdir()
    entries = []
    for audience, siren in _audiences(con):
        seen_here = [m for m in marts if audience == COMITE or audience.startswith(seen[m.name])]
        entries.append(_write_one(con, folder, audience, seen_here, siren))
    return entries


def file_of(audience: str) -> str:
    """Return the file that holds what an audience sees beyond the public, within a release."""
    kind, _, siren = audience.partition(":")
    return f"{PARTNERS}/{siren}.duckdb" if siren else f"{kind}.duckdb"


def held(con: duckdb.DuckDBPyConnection, marts: Sequence[Table]) -> list[Table]:
    """Return the marts that the database open as `con` holds."""
    names = {name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()}
    return [mart for mart in marts if mart.name in names]


def fingerprint(con: duckdb.DuckDBPyConnection, table: str, where: str = "") -> dict[str, Any]:
    """Name, rows and a sha256 of the content of a table, whatever the order of the rows."""
    found = con.execute(
        "select count(*), sha256(coalesce(string_agg(line, chr(10) order by line), ''))"
        f" from (select to_json(t)::varchar as line from {table} as t {where})"
    ).fetchone()
    rows, digest = found or (0, "")
    return {"name": table, "rows": rows, "sha256": digest}


def _audiences(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str | None]]:
    """Every audience of a release, and the EPCI of a partner."""
    found = con.execute("select siren_epci from marts.territories order by all").fetchall()
    partners = [(f"{PARTNER}:{siren}", siren) for (siren,) in found]
    return [(PUBLIC, None), (COMITE, None), *partners]


def _write_one(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    audience: str,
    marts: Sequence[Table],
    siren: str | None,
) -> Entry:
    where = f"where siren_epci = '{siren}'" if siren else ""
    path = folder / file_of(audience)
    con.execute(f"attach '{path.as_posix()}' as release")
    con.execute("create schema release.marts")
    for mart in marts:
        con.execute(f"create table release.{mart.table} as from {mart.table} {where}")
        tables.comment(con, mart, where="release.")
    contents = [fingerprint(con, mart.table, where) for mart in marts]
    con.execute("detach release")
    (digest,) = con.execute("select sha256(?)", [json.dumps(contents)]).fetchone() or ("",)
    return {
        "audience": audience,
        "file": file_of(audience),
        "sha256": digest,
        "tables": contents,
    }
