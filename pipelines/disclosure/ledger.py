"""What each release told the public, kept beside it: the next one may not tell the difference.

`disclosure.parquet` holds the equations with the structures' own values: it is the comité's.
"""

from pathlib import Path

import duckdb
import pandas as pd

from pipelines import releases
from pipelines.disclosure.figures import Figures
from pipelines.settings import Settings

FILE = "disclosure.parquet"
COLUMNS = [
    *("figure", "family", "wave", "low", "high"),
    *("unknown", "about", "structure_id", "value", "weight"),
]


def write(con: duckdb.DuckDBPyConnection, folder: Path, said: Figures) -> None:
    """Write the published equations, one row a term, into a release's folder."""
    bounds = said.figures[["low", "high"]]
    rows = said.terms.join(bounds, on="figure")[COLUMNS]
    con.register("told", rows)
    path = (folder / FILE).as_posix()
    con.execute(f"copy (from told order by all) to '{path}' (format parquet)")
    con.unregister("told")


def read(con: duckdb.DuckDBPyConnection, settings: Settings) -> pd.DataFrame:
    """Return what the releases on the disk told, as rows of write() with `release` before them.

    The same file twice says the same once. One that cannot be read (a damaged release, one of a
    former format) is left out.
    """
    told: dict[str, pd.DataFrame] = {}
    for release in releases.known(settings):
        path = settings.published / release / FILE
        digest = releases.sha256(path) if path.is_file() else ""
        if digest and digest not in told:
            try:
                found = con.execute(f"from read_parquet('{path.as_posix()}')").df()
            except duckdb.Error:
                continue
            told[digest] = found.assign(release=release)
    empty = pd.DataFrame(columns=["release", *COLUMNS])
    return pd.concat(told.values(), ignore_index=True) if told else empty
