"""Who sees what: the databases of a release, one per audience, as sql/reference/audiences.csv says.

public.duckdb is for anybody, comite.duckdb holds every mart, partenaires/<siren_epci>.duckdb what a
territory's partner sees beyond the public: a reader opens the file of its audience, and a partner
both. A mart without a line in the table is the comité's.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from pipelines import tables
from pipelines.disclosure import ledger, published
from pipelines.disclosure import rules as disclosure_rules
from pipelines.disclosure.figures import collect
from pipelines.disclosure.protection import protect
from pipelines.releases import Manifest
from pipelines.settings import Settings
from pipelines.tables import Table

PUBLIC, COMITE, PARTNER = "public", "comite", "partenaire"
PUBLIC_FILE, COMITE_FILE = "public.duckdb", "comite.duckdb"
PARTNERS = "partenaires"  # the folder of the partners' files

Entry = dict[str, Any]  # audience, file, sha256 of the content, tables (name, rows, sha256)


def write(
    settings: Settings,
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    marts: Sequence[Table],
    known: Sequence[Entry],
) -> Manifest:
    """Write the databases of every audience into `folder`; return what the manifest says of them.

    `con` holds the marts, and `known` are their fingerprints. An entry's hash is that of its
    tables' contents, whatever the bytes of the file (which are in SHA256SUMS). Raises UnusableInput
    for disclosure rules that do not fit.
    """
    rules = disclosure_rules.read(con)
    (folder / PARTNERS).mkdir()
    found = con.execute("select structure_id from reference.structure_consents").fetchall()
    consents = {structure for (structure,) in found}
    verdict = protect(collect(con, rules), ledger.read(con, settings), consents, rules)
    ledger.write(con, folder, verdict.said)
    queries = published.public(con, verdict.hidden, rules["maturity"])
    seen_by = dict(con.execute("select mart, audience from reference.audiences").fetchall())
    whole = {entry["name"]: entry for entry in known}
    entries = []
    for audience in _audiences(con):
        kind = audience.partition(":")[0]
        seen = [m for m in marts if kind in (COMITE, seen_by.get(m.name, COMITE))]
        parts = {} if kind == COMITE else queries
        marts_here = [(mart, parts.get(mart.name)) for mart in seen]
        entries.append(_write_one(con, folder, audience, marts_here, whole))
    return {
        "audiences": entries,
        "disclosure": {
            "hidden": len(verdict.hidden),
            "narrowest": verdict.narrowest,
            "unprotected": verdict.unprotected,
        },
    }


def file_of(audience: str) -> str:
    """Return the file that holds what an audience sees beyond the public, within a release."""
    kind, _, siren = audience.partition(":")
    return f"{PARTNERS}/{siren}.duckdb" if siren else f"{kind}.duckdb"


def held(con: duckdb.DuckDBPyConnection, marts: Sequence[Table]) -> list[Table]:
    """Return the marts that the database open as `con` holds."""
    names = {name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()}
    return [mart for mart in marts if mart.name in names]


def fingerprint(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, Any]:
    """Name, rows and a sha256 of the content of a table, whatever the order of the rows."""
    found = con.execute(
        "select count(*), sha256(coalesce(string_agg(line, chr(10) order by line), ''))"
        f" from (select to_json(t)::varchar as line from {table} as t)"
    ).fetchone()
    rows, digest = found or (0, "")
    return {"name": table, "rows": rows, "sha256": digest}


def _audiences(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Every audience of a release."""
    found = con.execute("select siren_epci from marts.territories order by all").fetchall()
    return [PUBLIC, COMITE, *(f"{PARTNER}:{siren}" for (siren,) in found)]


def _write_one(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    audience: str,
    marts: Sequence[tuple[Table, str | None]],  # and the query of what is not published whole
    whole: Mapping[str, Entry],
) -> Entry:
    siren = audience.partition(":")[2]
    where = f"where siren_epci = '{siren}'" if siren else ""
    con.execute(f"attach '{(folder / file_of(audience)).as_posix()}' as release")
    con.begin()  # one wait for the disk, not one a comment
    con.execute("create schema release.marts")
    contents = []
    for mart, query in marts:
        rows = query or f"from {mart.table}"
        con.execute(f"create table release.{mart.table} as from ({rows}) {where}")
        tables.comment(con, mart, where="release.")
        is_whole = not (query or siren)
        content = whole[mart.table] if is_whole else fingerprint(con, f"release.{mart.table}")
        contents.append({**content, "name": mart.table})
    con.commit()
    con.execute("detach release")
    (digest,) = con.execute("select sha256(?)", [json.dumps(contents)]).fetchone() or ("",)
    return {"audience": audience, "file": file_of(audience), "sha256": digest, "tables": contents}
