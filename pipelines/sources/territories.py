"""geo/: the communes and their shapes, the passage of former codes, the official EPCI members."""

import geopandas
import numpy
import pandas as pd
import shapely

from pipelines import coverage
from pipelines.errors import Problem, UnusableInput
from pipelines.settings import Settings
from pipelines.sources.drops import read_drop
from pipelines.sources.geoparquet import COLUMNS, COMMUNES, read_communes
from pipelines.sources.tabular import frame, read_table

LISTS = {  # raw table -> its file, its columns
    "commune_passage": (
        "communes_passage.csv",
        ("code_ancien", "nom_ancien", "code_insee", "nom", "nature", "annee_cog"),
    ),
    "epci_members": (
        "epci_membres.csv",
        ("siren_epci", "nom_epci", "nom_epci_long", "nature", "code_insee", "nom", "population"),
    ),
    "department": ("departement.csv", ("code_departement", "nom", "annee_cog")),
    "enclaves": ("enclaves.csv", ("longitude", "latitude", "surface_m2", "communes")),
}
SHAPES = ("commune_shapes", "epci_shapes", "department_shape", "coverage_defects")
TABLES = ("communes", *LISTS, *SHAPES)
TOLERANCE = 50.0  # metres: how far the borders on the map may be from the true ones
DECIMALS = 4  # of a degree, in the shapes on the map: 11 m
COARSE, COARSE_DECIMALS = 300.0, 3  # the same for communes: to be seen small, and all at once
POLYGONS = (3, 6)  # shapely's type numbers: polygon, multipolygon


def read(settings: Settings) -> dict[str, pd.DataFrame]:
    """Return the tables of the territories, all text.

    The files as they are: `communes` (one row per row of communes.parquet, `geometry` as WKB in
    hexadecimal, EPSG:4326), `commune_passage`, `epci_members`, `department`, `enclaves`. Then
    what geometry alone can tell, from geo/communes.parquet: `commune_shapes` (one row per commune
    that has a valid polygon, with its line: area_m2, a point inside, how far from it its town
    hall is, a coarse GeoJSON), `epci_shapes` (one per EPCI: area_m2, label point, GeoJSON of the
    whole and of its part in the department, simplified together so that neighbours share their
    borders), `department_shape` (one row), `coverage_defects` (one per hole, overlap or unmatched
    edge).
    Raises UnusableInput with every unusable file.
    """
    folder = read_drop(settings, settings.geo, "territories").folder
    tables: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for table, (file, columns) in LISTS.items():
        try:
            tables[table] = frame(read_table(folder / file, f"geo/{file}"), required=columns)
        except UnusableInput as error:
            problems.extend(error.problems)
    try:
        communes = read_communes(folder)
    except UnusableInput as error:
        raise UnusableInput([*problems, *error.problems]) from error
    if problems:
        raise UnusableInput(problems)
    code = _department_code(tables["department"])
    return {"communes": _passthrough(communes), **tables, **_describe_shapes(communes, code)}


def _department_code(department: pd.DataFrame) -> str:
    """The code of the department that the extract was made for."""
    if len(department) != 1:
        raise UnusableInput(
            Problem(
                "ce fichier doit nommer le département de l'extrait, et lui seul.",
                "geo/departement.csv",
                found=f"{len(department)} lignes sous l'en-tête",
                expected="une ligne",
            )
        )
    return str(department["code_departement"].iloc[0])


def _passthrough(communes: geopandas.GeoDataFrame) -> pd.DataFrame:
    text = {column: communes[column] for column in ("source_file", "source_row")}
    for column in COLUMNS:
        text[column] = [None if pd.isna(value) else str(value) for value in communes[column]]
    text["geometry"] = shapely.to_wkb(communes.geometry.to_numpy(), hex=True)
    return pd.DataFrame(text)


def _describe_shapes(communes: geopandas.GeoDataFrame, code: str) -> dict[str, pd.DataFrame]:
    """The tables that geometry makes, from the communes that have a valid polygon."""
    drawn = communes.geometry.to_numpy()
    usable = shapely.is_valid(drawn) & numpy.isin(shapely.get_type_id(drawn), POLYGONS)
    rows = communes[usable].reset_index(drop=True)
    shapes = coverage.project(rows.geometry)
    return {
        "commune_shapes": _commune_shapes(rows, shapes),
        **_map_shapes(rows, shapes, code),
        "coverage_defects": _defects(rows, shapes),
    }


def _commune_shapes(rows: geopandas.GeoDataFrame, shapes: coverage.Shapes) -> pd.DataFrame:
    inside = shapely.point_on_surface(rows.geometry.to_numpy())
    shown = coverage.simplify(shapes, COARSE, COARSE_DECIMALS)
    halls = [
        None if numpy.isnan(x + y) else shapely.Point(x, y)
        for x, y in zip(rows["longitude"], rows["latitude"], strict=True)
    ]
    distances = shapely.distance(shapes, coverage.project(halls))
    return pd.DataFrame(
        {
            "source_file": rows["source_file"],
            "source_row": rows["source_row"],
            "area_m2": [f"{area:.1f}" for area in shapely.area(shapes)],
            "longitude": [f"{x:.5f}" for x in shapely.get_x(inside)],
            "latitude": [f"{y:.5f}" for y in shapely.get_y(inside)],
            "town_hall_distance_m": [
                None if numpy.isnan(far) else f"{far:.0f}" for far in distances
            ],
            "geometry": [_geojson(shape) for shape in shown],
        }
    )


def _map_shapes(
    rows: geopandas.GeoDataFrame, shapes: coverage.Shapes, code: str
) -> dict[str, pd.DataFrame]:
    """`epci_shapes` and `department_shape`, from cells simplified together.

    A cell is the part of an EPCI inside, or outside, the department. EPCI and department are
    unions of cells: all their borders stay common.
    """
    local = rows["code_departement"].astype(str) == code
    keys = [f"{siren} {here:d}" for siren, here in zip(rows["siren_epci"], local, strict=True)]
    cells = coverage.dissolve(shapes, keys)
    areas = coverage.dissolve(shapes, [key.split()[0] for key in keys])
    shown = coverage.simplify(list(cells.values()), TOLERANCE, DECIMALS)
    wholes = coverage.dissolve(shown, [key.split()[0] for key in cells])
    inside = dict(zip(cells, shown, strict=True))
    return {
        "epci_shapes": pd.DataFrame(
            _epci_shape(siren, areas[siren], whole, inside.get(f"{siren} 1"))
            for siren, whole in wholes.items()
        ),
        "department_shape": pd.DataFrame(
            {
                "source_file": [f"geo/{COMMUNES}"],
                "code_departement": [code],
                "geometry": [
                    _geojson(coverage.unite(inside[key] for key in cells if key[-1] == "1"))
                ],
            }
        ),
    }


def _epci_shape(
    siren_epci: str, true: coverage.Land, shown: coverage.Land, inside: coverage.Land | None
) -> dict[str, str | None]:
    return {
        "source_file": f"geo/{COMMUNES}",
        "siren_epci": siren_epci,
        "area_m2": f"{true.area:.1f}",
        **_label(true),
        "geometry": _geojson(shown),
        "geometry_department": _geojson(inside),
    }


def _label(shape: coverage.Land) -> dict[str, str]:
    [point] = coverage.project([coverage.find_label_point(shape)], coverage.LAMBERT, coverage.WGS84)
    return {"longitude": f"{point.x:.5f}", "latitude": f"{point.y:.5f}"}


def _geojson(shape: coverage.Land | None) -> str | None:
    """The geometry as GeoJSON, rings turning as the standard asks; None when there is no land."""
    if shape is None or shape.is_empty:
        return None
    return str(shapely.to_geojson(shapely.orient_polygons(shape)))


def _defects(rows: geopandas.GeoDataFrame, shapes: coverage.Shapes) -> pd.DataFrame:
    """One row per defect, on the line of the first commune concerned."""
    names = [f"{n} ({c})" for n, c in zip(rows["nom"], rows["code_insee"], strict=True)]
    columns = ["source_file", "source_row", "kind", "area_m2", "longitude", "latitude", "message"]
    found = [
        [
            f"geo/{COMMUNES}",
            rows["source_row"].iloc[defect.shapes[0]],
            defect.kind,
            f"{defect.area:.2f}",
            f"{defect.where.x:.5f}",
            f"{defect.where.y:.5f}",
            defect.describe(names),
        ]
        for defect in coverage.find_defects(shapes)
    ]
    return pd.DataFrame(found, columns=columns, dtype="str")
