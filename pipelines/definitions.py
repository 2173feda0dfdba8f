"""The whole graph on one screen: sources, tables, checks, release, jobs, what starts them.

Text tables come from the files (raw) and from the hand-kept CSV (reference); every SQL file and
every module of scores/ is an asset that depends on what it reads, checked by its suite, which
blocks what follows; the release comes last and publishes the marts.
"""

import dagster as dg

from pipelines.assets import RELEASE, release_asset, table_asset, text_assets
from pipelines.automation import (
    drop_sensor,
    failure_alert,
    held_settings,
    housekeeping,
    monthly_housekeeping,
)
from pipelines.checks import SUITES
from pipelines.sources import (
    policies,
    practices,
    reference,
    source_files,
    structures,
    territories,
    waves,
)
from pipelines.tables import load_tables

TABLES = load_tables()

texts = [
    text_assets(reference, "Tables tenues à la main : questions, échelles, poids.", "reference"),
    *(
        text_assets(source, text)
        for source, text in (
            (source_files, "Les fichiers reçus : leur description et leur empreinte."),
            (territories, "Communes, EPCI et passage des anciens codes, tels que reçus."),
            (structures, "Le registre des structures, ligne à ligne, tel que reçu."),
            (policies, "Les faits sur les politiques locales, ligne à ligne, tels que reçus."),
            (practices, "Pratiques, accompagnements et démarche, tels que reçus."),
            (waves, "Les exports d'enquête, cellule à cellule, tels que reçus."),
        )
    ),
]
suites = {suite.table: suite for suite in SUITES}
tables = [table_asset(table, suites.get(table.table)) for table in TABLES]
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
    jobs=[observatory, verification, housekeeping],
    sensors=[drop_sensor(observatory), failure_alert],
    schedules=[monthly_housekeeping],
    resources={"settings": held_settings},
    # one process, one run: the default executor spends seconds a step importing, and its
    # processes would fight for the DuckDB file
    executor=dg.in_process_executor,
)
