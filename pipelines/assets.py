"""Small factories: a source, a SQL file, a suite, the release — each as its Dagster thing."""

import inspect
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import dagster as dg
import pandas as pd
import sqlglot
from sqlglot import exp

from pipelines import publish, sql_tables, warehouse
from pipelines.checks import validation
from pipelines.checks.suite import Suite
from pipelines.errors import TecsError
from pipelines.settings import Settings
from pipelines.sql_tables import SqlTable

RELEASE = dg.AssetKey("release")


class Source(Protocol):
    """What a module of pipelines/sources offers."""

    __name__: str
    TABLES: tuple[str, ...]

    def read(self, settings: Settings, /) -> dict[str, pd.DataFrame]:
        """Return its raw tables by name, as text frames."""
        ...


def key(table: str) -> dg.AssetKey:
    """`marts.x` as an asset key."""
    return dg.AssetKey(table.split("."))


def text_assets(source: Source, layer: str = "raw") -> dg.AssetsDefinition:
    """All tables of one source, read together: its files go in, text tables come out."""
    name = source.__name__.rpartition(".")[2]
    text = inspect.getdoc(source) or ""
    specs = [
        dg.AssetSpec([layer, table], group_name=layer, description=text, kinds={"python"})
        for table in source.TABLES
    ]

    @dg.multi_asset(name=f"{layer}_{name}", specs=specs)
    def build(settings: dg.ResourceParam[Settings]) -> Iterator[dg.MaterializeResult[None]]:
        with _refusals():
            frames = source.read(settings)
            with warehouse.connect(settings.warehouse) as con:
                for table in source.TABLES:
                    rows = warehouse.write_text(con, f"{layer}.{table}", frames[table])
                    yield _built([layer, table], rows)

    return build


def sql_asset(table: SqlTable) -> dg.AssetsDefinition:
    """One SQL file: its SELECT, with its grain as description and its columns documented."""
    columns = [dg.TableColumn(c, description=text or None) for c, text in table.columns.items()]

    @dg.asset(
        key=key(table.table),
        deps=[key(read) for read in table.reads],
        group_name=table.layer,
        description=f"{table.grain}\n\n```sql\n{table.sql}\n```",
        metadata={"dagster/column_schema": dg.TableSchema(columns)},
        kinds={"duckdb", "sql"},
    )
    def build(settings: dg.ResourceParam[Settings]) -> dg.MaterializeResult[None]:
        with _refusals(), warehouse.connect(settings.warehouse) as con:
            rows = sql_tables.create(con, table)
            validation.forget(con, table.table)
        return _built(table.table.split("."), rows)

    return build


def suite_check(suite: Suite) -> dg.AssetChecksDefinition:
    """A Great Expectations suite as a blocking asset check; quality findings only warn."""
    meanings = "\n".join(f"- {expectation.meaning}" for expectation in suite.expectations)

    @dg.asset_check(
        asset=key(suite.table),
        name="suite",
        blocking=True,
        description=f"Ce contrôle échoue si :\n{meanings}",
        additional_deps=sorted(_tables_compared(suite) - {key(suite.table)}),
    )
    def check(settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
        with _refusals(), warehouse.connect(settings.warehouse) as con:
            findings = validation.validate(con, suite)
        failed = [finding for finding in findings if not finding.passed]
        blocking = any(finding.blocking or finding.error for finding in failed)
        return dg.AssetCheckResult(
            passed=not failed,
            severity=dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN,
            description="\n".join(map(str, failed)) or "Tous les contrôles sont réussis.",
            metadata={"expectations": len(findings), "failed": len(failed)},
        )

    return check


def release_asset(tables: Sequence[SqlTable], suites: Sequence[Suite]) -> dg.AssetsDefinition:
    """The last step: the marts, all of them and only they, as a new release."""
    marts = [table for table in tables if table.layer == "marts"]

    @dg.asset(
        key=RELEASE,
        # every mart, and every table that has a suite: a blocking verdict anywhere stops here
        deps=sorted({key(t.table) for t in marts} | {key(suite.table) for suite in suites}),
        group_name="release",
        description="Publie le schéma marts dans une nouvelle version, puis déplace le pointeur.",
        kinds={"duckdb"},
    )
    def build(settings: dg.ResourceParam[Settings]) -> dg.MaterializeResult[None]:
        with _refusals(), warehouse.connect(settings.warehouse) as con:
            manifest = publish.publish(settings, con, marts, suites)
        return dg.MaterializeResult(
            metadata={"release_id": manifest["release_id"], "tables": len(manifest["tables"])}
        )

    return build


def _built(path: list[str], rows: int) -> dg.MaterializeResult[None]:
    return dg.MaterializeResult(asset_key=path, metadata={"dagster/row_count": rows})


def _tables_compared(suite: Suite) -> set[dg.AssetKey]:
    """The other tables from which a suite takes its accepted values."""
    queries = [e.value_set_from for e in suite.expectations if e.value_set_from]
    trees = [sqlglot.parse_one(query, read="duckdb") for query in queries]
    return {key(f"{t.db}.{t.name}") for tree in trees for t in tree.find_all(exp.Table) if t.db}


@contextmanager
def _refusals() -> Iterator[None]:
    """Hand a TecsError to Dagster as a Failure: its French text is what the UI and `tecs` show."""
    try:
        yield
    except TecsError as error:
        raise dg.Failure(
            description=str(error),
            metadata={"problems": dg.MetadataValue.json([str(p) for p in error.problems])},
            allow_retries=False,
        ) from error
