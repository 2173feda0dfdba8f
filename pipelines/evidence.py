"""What differs between two releases beside the figures: files, weights, registry, territories."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.releases import Manifest

Row = dict[str, Any]
OVERALL = "ensemble"


@dataclass(frozen=True)
class Weight:
    """A statement or a theme that counts otherwise than before."""

    theme: str  # its theme; « ensemble » for the weight of a theme in the whole
    waves: frozenset[int]  # where it counts; empty: in all of them
    text: str


@dataclass(frozen=True)
class Evidence:
    """All that differs beside the figures themselves."""

    surveys: dict[int, tuple[str, ...]]  # wave → its changed files, in words
    decisions: dict[int, tuple[str, ...]]  # wave → its files of which other lines are kept
    policies: tuple[str, ...]  # the changed files of policy facts
    weights: tuple[Weight, ...]
    moved: dict[str, tuple[str, str]]  # structure → its EPCI before and after
    registry: dict[str, str]  # structure → entered or left, in words
    names: dict[str, str]  # siren_epci → short name
    borders: str  # « , découpage communal 2025 → 2026 », or nothing
    method: str | None  # « méthode 1 → 2 »
    code: str  # what is known when nothing else is


def gather(
    con: duckdb.DuckDBPyConnection, sources: Sequence[Row], before: Manifest, after: Manifest
) -> Evidence:
    """Read the evidence in two releases, attached as `old` and `new`.

    `sources` are their changed files, as changes.compare lists them.
    """
    files = [row for row in sources if row["change"] != "decided"]
    decided = [row for row in sources if row["change"] == "decided"]
    years, methods, commits = (
        (before[key], after[key]) for key in ("cog_year", "method_version", "git_commit")
    )
    return Evidence(
        surveys=_by_wave(files),
        decisions=_by_wave(decided),
        policies=tuple(_file(row) for row in sources if row["source"] == "policies"),
        weights=(*_statements(con), *_themes(con), *_answers(con)),
        moved={row["structure_id"]: (row["a"], row["b"]) for row in rows(con, MOVED)},
        registry={row["structure_id"]: _registered(row) for row in rows(con, REGISTRY)},
        names={row["siren_epci"]: row["short_name"] for row in rows(con, NAMES)},
        borders="" if len(set(years)) == 1 else f", découpage communal {years[0]} → {years[1]}",
        method=None if len(set(methods)) == 1 else f"méthode {methods[0]} → {methods[1]}",
        code="" if len(set(commits)) == 1 else " ; le code a changé entre les deux versions",
    )


def rows(con: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """Return the rows of a query as dicts."""
    cursor = con.execute(query)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _by_wave(sources: Sequence[Row]) -> dict[int, tuple[str, ...]]:
    waves = {row["wave"] for row in sources} - {None}
    return {w: tuple(_file(row) for row in sources if row["wave"] == w) for w in waves}


def _file(row: Row) -> str:
    known = [row[k] for k in ("rows_before", "rows_after") if row[k] is not None]
    many = " → ".join(map(str, dict.fromkeys(known)))
    same = " avant comme après" if len(known) > len(set(known)) else ""
    words = {"added": " ajouté", "removed": " retiré", "modified": " modifié", "decided": ""}
    name = row["source_file"].rsplit("/", 1)[-1]  # the page lists the sources with their folders
    return f"{name}{words[row['change']]}, {many} lignes retenues{same}"


def _registered(row: Row) -> str:
    return "structure entrée au registre" if row["is_new"] else "structure sortie du registre"


def _statements(con: duckdb.DuckDBPyConnection) -> list[Weight]:
    return [
        Weight(
            row["theme"],
            frozenset(int(wave) for wave in row["waves"].split(", ")),
            f"{row['question_code']} : {_weight(row['a'])} → {_weight(row['b'])}",
        )
        for row in rows(con, STATEMENTS)
    ]


def _themes(con: duckdb.DuckDBPyConnection) -> list[Weight]:
    return [
        Weight(
            OVERALL,
            frozenset(),
            f"thème {row['theme']} : {_weight(row['a'])} → {_weight(row['b'])}",
        )
        for row in rows(con, THEMES)
    ]


def _answers(con: duckdb.DuckDBPyConnection) -> list[Weight]:
    return [
        Weight(
            "",
            frozenset(),
            f"réponse {row['answer_code']} : {_weight(row['a'])} → {_weight(row['b'])}",
        )
        for row in rows(con, ANSWERS)
    ]


def _weight(value: float | None) -> str:
    return "hors calcul" if value is None else f"{value:g}".replace(".", ",")


NAMES = """select siren_epci, short_name from old.marts.territories
union select siren_epci, short_name from new.marts.territories"""
MOVED = """select o.structure_id, o.siren_epci as a, n.siren_epci as b
from old.marts.structures as o
inner join new.marts.structures as n on o.structure_id = n.structure_id
where o.siren_epci <> n.siren_epci"""
REGISTRY = """select coalesce(o.structure_id, n.structure_id) as structure_id,
    o.structure_id is null as is_new
from old.marts.structures as o
full join new.marts.structures as n on o.structure_id = n.structure_id
where o.structure_id is null or n.structure_id is null"""
# a statement counts in the waves that ask it: asked in one more wave is a weight there
STATEMENTS = """with asked as (
    select 'old' as side, question_code, theme, weight, unnest(string_split(waves, ', ')) as wave
    from old.marts.questions where kind = 'scale'
    union all
    select 'new', question_code, theme, weight, unnest(string_split(waves, ', '))
    from new.marts.questions where kind = 'scale'
),

sides as (
    select question_code, theme, wave,
        max(weight) filter (side = 'old') as a, max(weight) filter (side = 'new') as b
    from asked group by all
)

select question_code, theme, a, b, string_agg(wave, ', ' order by wave) as waves
from sides where a is distinct from b group by all order by question_code"""
THEMES = """select coalesce(o.theme, n.theme) as theme, o.weight as a, n.weight as b
from old.marts.themes as o full join new.marts.themes as n on o.theme = n.theme
where o.weight is distinct from n.weight order by 1"""
ANSWERS = """select coalesce(o.answer_code, n.answer_code) as answer_code,
    o.value as a, n.value as b
from (from old.marts.scales where scale = 'maturite') as o
full join (from new.marts.scales where scale = 'maturite') as n on o.answer_code = n.answer_code
where o.value is distinct from n.value order by 1"""
