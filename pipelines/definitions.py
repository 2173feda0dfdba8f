"""The whole graph on one screen: sources, tables, checks, release, job.

Text tables come from the files (raw) and from the hand-kept CSV (reference); every SQL file is an
asset that depends on what it reads; every suite blocks what follows its table; the release comes
last and publishes the marts.
"""

import dagster as dg

from pipelines.assets import RELEASE, release_asset, sql_asset, suite_check, text_assets
from pipelines.checks import SUITES
from pipelines.settings import load
from pipelines.sources import (
    policies,
    practices,
    reference,
    source_files,
    structures,
    surveys,
    territories,
)
from pipelines.sql_tables import load_tables

TABLES = load_tables()

texts = [
    text_assets(reference, layer="reference"),
    *(
        text_assets(s)
        for s in (source_files, territories, structures, policies, practices, surveys)
    ),
]
tables = [sql_asset(table) for table in TABLES]
checks = [suite_check(suite) for suite in SUITES]
release = release_asset(TABLES, SUITES)

everything = dg.AssetSelection.all()
observatory = dg.define_asset_job(
    "observatoire", everything, description="Lit les dépôts, contrôle, calcule, publie une version."
)
verification = dg.define_asset_job(
    "verification",
    everything - dg.AssetSelection.assets(RELEASE),
    description="Lit les dépôts, contrôle, calcule ; ne publie rien.",
)

defs = dg.Definitions(
    assets=[*texts, *tables, release],
    asset_checks=checks,
    jobs=[observatory, verification],
    resources={"settings": load()},
    # one process, one run: the default executor spends seconds a step importing, and its
    # processes would fight for the DuckDB file
    executor=dg.in_process_executor,
)
