"""communes.parquet: a GeoParquet of communes, EPSG:4326, read and written with its columns."""

from pathlib import Path

import geopandas
import pandas as pd
import shapely

from pipelines import coverage
from pipelines.errors import Problem, UnusableInput

COMMUNES = "communes.parquet"
COLUMNS = (  # besides the geometry
    "code_insee",
    "nom",
    "siren_epci",
    "code_departement",
    "population",
    "codes_postaux",
    "longitude",
    "latitude",
)
EPSG = 4326
REBUILD = "Refaire l'extrait avec « tecs territoires », ou reprendre le dossier geo/ d'origine."


def read_communes(folder: Path) -> geopandas.GeoDataFrame:
    """Return the communes, one row per row of the file, with `source_file` and `source_row`.

    Raises UnusableInput when the file is absent, empty, not a GeoParquet, in another coordinate
    system, or has not all the COLUMNS.
    """
    name, path = f"geo/{COMMUNES}", folder / COMMUNES
    if not path.is_file():
        raise UnusableInput(Problem("fichier introuvable.", name, hint=REBUILD))
    try:
        rows = geopandas.read_parquet(path)
    except (ValueError, OSError) as error:  # pyarrow's own errors are of these two kinds
        found = str(error).splitlines()[0]
        raise UnusableInput(
            Problem("ce fichier n'est pas un GeoParquet lisible.", name, found=found, hint=REBUILD)
        ) from error
    if problems := _find_problems(rows, name):
        raise UnusableInput(problems)
    rows["source_file"] = name
    rows["source_row"] = [str(number) for number in range(1, len(rows) + 1)]
    return rows


def _find_problems(rows: geopandas.GeoDataFrame, name: str) -> list[Problem]:
    present = ", ".join(map(str, rows.columns))
    problems = [
        Problem(f"la colonne « {column} » manque.", name, found=present, hint=REBUILD)
        for column in COLUMNS
        if column not in rows.columns
    ]
    if rows.crs is None or rows.crs.to_epsg() != EPSG:
        wrong = "le système de coordonnées ne convient pas."
        found = rows.crs.name if rows.crs else "aucun"
        problems.append(Problem(wrong, name, found=found, expected=coverage.WGS84, hint=REBUILD))
    if rows.empty:
        problems.append(Problem("ce fichier ne contient aucune commune.", name, hint=REBUILD))
    return problems


def write_communes(folder: Path, rows: pd.DataFrame, shapes: coverage.Shapes) -> None:
    """Write the file: `rows` holds the COLUMNS, `shapes` its polygons (EPSG:4326), in order."""
    shapes = shapely.normalize(shapes)  # the same land is always the same bytes
    communes = geopandas.GeoDataFrame(rows[list(COLUMNS)], geometry=shapes, crs=EPSG)
    communes.to_parquet(folder / COMMUNES, index=False, compression="zstd")
