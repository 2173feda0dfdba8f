"""Small factories: a source, a SQL file, a suite, the release — each as its Dagster thing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import dagster as dg
import pandas as pd
import sqlglot
from sqlglot import exp

from pipelines import disk, publish, tables, warehouse
from pipelines.checks import validation, verdicts
from pipelines.checks.finding import Finding
from pipelines.checks.suite import Suite
from pipelines.errors import TecsError
from pipelines.settings import Settings
from pipelines.tables import Table

RELEASE = dg.AssetKey("release")


class Source(Protocol):
    """What a module of pipelines/sources offers."""

    __name__: str

    @property
    def TABLES(self) -> tuple[str, ...]:  # noqa: N802 # a constant of the module
        """The tables it reads, without their schema."""
        ...

    def read(self, settings: Settings, /) -> dict[str, pd.DataFrame]:
        """Return its raw tables by name, as text frames."""
        ...


def key(table: str) -> dg.AssetKey:
    """`marts.x` as an asset key."""
    return dg.AssetKey(table.split("."))


def text_assets(source: Source, text: str, layer: str = "raw") -> dg.AssetsDefinition:
    """All tables of one source, read together: its files go in, text tables come out.

    `text`: what they hold, in French, for Dagster's UI.
    """
    name = source.__name__.rpartition(".")[2]
    specs = [
        dg.AssetSpec([layer, table], group_name=layer, description=text, kinds={"python"})
        for table in source.TABLES
    ]

    @dg.multi_asset(name=f"{layer}_{name}", specs=specs, description=text)
    def build(settings: dg.ResourceParam[Settings]) -> Iterator[dg.MaterializeResult[None]]:
        with _refusals(settings):
            frames = source.read(settings)
            with warehouse.connect(settings.warehouse) as con:
                for table in source.TABLES:
                    rows = warehouse.write_text(con, f"{layer}.{table}", frames[table])
                    yield _built([layer, table], rows)

    return build


def table_asset(table: Table, suite: Suite | None = None) -> dg.AssetsDefinition:
    """One table, of a SQL file or of scores/: its grain as description, its columns documented.

    Its suite, when it has one, is run in the same step as a blocking asset check: an error stops
    whatever reads the table, quality findings only warn.
    """
    columns = [dg.TableColumn(c, description=text or None) for c, text in table.columns.items()]
    compared = _tables_compared(suite) if suite else set()

    @dg.asset(
        key=key(table.table),
        deps=sorted(({key(read) for read in table.reads} | compared) - {key(table.table)}),
        group_name=table.layer,
        description=f"{table.grain}\n\n{table.recipe}",
        metadata={"dagster/column_schema": dg.TableSchema(columns)},
        kinds={"duckdb", "python" if table.layer == "scores" else "sql"},
        check_specs=[_check(suite)] if suite else None,
    )
    def build(settings: dg.ResourceParam[Settings]) -> Iterator[dg.MaterializeResult[None]]:
        with _refusals(settings), warehouse.connect(settings.warehouse) as con:
            verdicts.refuse_failed(con, table.reads)
            with warehouse.transaction(con):  # no table may bear the verdict of another
                rows = tables.create(con, table)
                verdicts.forget(con, table.table)
                results = [_verdict(validation.validate(con, suite))] if suite else []
        yield _built(table.table.split("."), rows, results)

    return build


def _check(suite: Suite) -> dg.AssetCheckSpec:
    meanings = "\n".join(f"- {expectation.meaning}" for expectation in suite.expectations)
    return dg.AssetCheckSpec(
        "suite",
        asset=key(suite.table),
        blocking=True,
        description=f"Ce contrôle échoue si :\n{meanings}",
    )


def _verdict(findings: Sequence[Finding]) -> dg.AssetCheckResult:
    failed = [finding for finding in findings if not finding.passed]
    blocking = [finding for finding in failed if finding.blocking or finding.error]
    return dg.AssetCheckResult(
        passed=not failed,
        severity=dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN,
        description="\n".join(map(str, failed)) or "Tous les contrôles sont réussis.",
        metadata={
            "expectations": len(findings),
            "failed": len(failed),
            "places": dg.MetadataValue.json([finding.place_only() for finding in blocking]),
        },
    )


def release_asset(made: Sequence[Table], suites: Sequence[Suite]) -> dg.AssetsDefinition:
    """The last step: the marts, all of them and only they, as a new release."""
    marts = [table for table in made if table.layer == "marts"]

    @dg.asset(
        key=RELEASE,
        # every mart, and every table that has a suite: a blocking verdict anywhere stops here
        deps=sorted({key(t.table) for t in marts} | {key(suite.table) for suite in suites}),
        group_name="release",
        description="Publie le schéma marts dans une nouvelle version, puis déplace le pointeur.",
        kinds={"duckdb"},
    )
    def build(settings: dg.ResourceParam[Settings]) -> dg.MaterializeResult[None]:
        with _refusals(settings), warehouse.connect(settings.warehouse) as con:
            manifest = publish.publish(settings, con, marts, suites)
        return dg.MaterializeResult(
            metadata={"release_id": manifest["release_id"], "tables": len(manifest["tables"])}
        )

    return build


def _built(
    path: list[str], rows: int, results: Sequence[dg.AssetCheckResult] = ()
) -> dg.MaterializeResult[None]:
    return dg.MaterializeResult(
        asset_key=path, metadata={"dagster/row_count": rows}, check_results=results
    )


def _tables_compared(suite: Suite) -> set[dg.AssetKey]:
    """The other tables from which a suite takes its accepted values."""
    queries = [e.value_set_from for e in suite.expectations if e.value_set_from]
    trees = [sqlglot.parse_one(query, read="duckdb") for query in queries]
    return {key(f"{t.db}.{t.name}") for tree in trees for t in tree.find_all(exp.Table) if t.db}


@contextmanager
def _refusals(settings: Settings) -> Iterator[None]:
    """Hand a TecsError to Dagster as a Failure: its French text is what the UI and `tecs` show."""
    try:
        with disk.explained(settings.data):
            yield
    except TecsError as error:
        raise dg.Failure(
            description=str(error),
            metadata={
                "problems": dg.MetadataValue.json([str(p) for p in error.problems]),
                "places": dg.MetadataValue.json([p.place_only() for p in error.problems]),
            },
            allow_retries=False,
        ) from error
