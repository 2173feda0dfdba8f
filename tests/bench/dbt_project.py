"""The same SQL and equivalent tests as a dbt project, in an environment of the benchmark's own.

dbt starts from the raw and reference tables that the floor has already read: reading the files,
which `tecs run` also does, is not counted against it.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from pipelines.checks import SUITES
from pipelines.checks.suite import Expectation
from pipelines.settings import ROOT
from pipelines.sql_tables import SqlTable, read_folder

ENVIRONMENT = ROOT / ".bench" / "dbt"
PACKAGES = ("dbt-core<1.11", "dbt-duckdb<1.11")
PROJECT = """name: observatoire
version: "1.0"
profile: observatoire
model-paths: [models]
test-paths: [checks]
macro-paths: [macros]
models: {+materialized: table}
flags: {send_anonymous_usage_stats: false}
"""
SCHEMA_MACRO = """{% macro generate_schema_name(custom_schema_name, node) -%}
{{ custom_schema_name or target.schema }}
{%- endmacro %}
"""


def prepare(folder: Path, world: Path) -> tuple[list[str], dict[str, str]]:
    """Write the project into `folder` on a copy of the world's warehouse; return its command."""
    for part in ("models", "checks", "macros"):
        (folder / part).mkdir(parents=True)
    shutil.copy(world / "warehouse.duckdb", folder / "warehouse.duckdb")
    (folder / "dbt_project.yml").write_text(PROJECT, "utf-8")
    (folder / "profiles.yml").write_text(_profile(folder), "utf-8")
    (folder / "macros" / "schema.sql").write_text(SCHEMA_MACRO, "utf-8")
    tables = read_folder()
    for table in tables:
        (folder / "models" / f"{table.layer}__{table.name}.sql").write_text(_model(table), "utf-8")
    for number, (name, query) in enumerate(_tests()):
        (folder / "checks" / f"{number:03}_{name}.sql").write_text(_refer(query), "utf-8")
    dbt = _environment() / "bin" / "dbt"
    command = [str(dbt), "build", "--threads", "1", "--project-dir", str(folder)]
    return command, {"DBT_PROFILES_DIR": str(folder), "DO_NOT_TRACK": "1"}


def _environment() -> Path:
    """Install dbt once, apart from the project's own packages."""
    if not (ENVIRONMENT / "bin" / "dbt").exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        pip = str(ENVIRONMENT / "bin" / "pip")
        subprocess.run([pip, "install", "--quiet", *PACKAGES], check=True)
    return ENVIRONMENT


def _profile(folder: Path) -> str:
    output = {"type": "duckdb", "path": str(folder / "warehouse.duckdb"), "threads": 1}
    return json.dumps({"observatoire": {"target": "bench", "outputs": {"bench": output}}})


def _model(table: SqlTable) -> str:
    config = f"{{{{ config(schema='{table.layer}', alias='{table.name}') }}}}\n"
    return config + _refer(table.sql)


def _refer(sql: str) -> str:
    """staging.x and marts.x become ref()s; raw and reference tables are there already."""
    return re.sub(r"\b(staging|marts)\.(\w+)(?=[\s)]|$)", r"{{ ref('\1__\2') }}", sql)


def _tests() -> list[tuple[str, str]]:
    """One dbt test per expectation: a query of the rows at fault."""
    return [
        (suite.table.replace(".", "_"), _severity(expectation) + _faults(suite.table, expectation))
        for suite in SUITES
        for expectation in suite.expectations
    ]


def _severity(expectation: Expectation) -> str:
    return "" if expectation.blocking else "{{ config(severity='warn') }}\n"


# The rows at fault, by expectation; those on a whole table are counted as a query without fault.
FAULTS = {
    "expect_column_values_to_not_be_null": "{column} is null",
    "expect_column_values_to_be_null": "{column} is not null",
    "expect_column_values_to_match_regex": "not regexp_matches({column}, '{regex}')",
    "expect_column_values_to_not_match_regex": "regexp_matches({column}, '{regex}')",
    "expect_column_pair_values_a_to_be_greater_than_b": "{column_A} < {column_B}",
    "expect_column_values_to_be_between": (
        "not ({column} between '{min_value}'::double and '{max_value}'::double)"
    ),
}
UNIQUE = ("expect_column_values_to_be_unique", "expect_compound_columns_to_be_unique")


def _faults(table: str, expectation: Expectation) -> str:
    kwargs = {"min_value": "-inf", "max_value": "inf", **expectation.kwargs}
    if expectation.type in UNIQUE:
        columns = kwargs.get("column_list") or [kwargs["column"]]
        named = ", ".join(map(str, columns))  # type: ignore[call-overload] # a list of names
        return f"select {named} from {table} group by all having count(*) > 1"
    if expectation.type == "expect_column_values_to_be_in_set" and expectation.value_set_from:
        accepted = expectation.value_set_from
        return f"select * from {table} where {kwargs['column']} not in ({accepted})"
    return f"select * from {table} where " + FAULTS.get(expectation.type, "false").format(**kwargs)
