"""The rows with their shapes: GeoJSON and GeoPackage, WGS 84."""

import json
import tempfile
from pathlib import Path

from dashboard.exports.shown import Shown, about, headers, records, shapes

LAYER, READ_ME = "donnees", "lisez_moi"


def geojson(shown: Shown) -> bytes:
    """A FeatureCollection (RFC 7946), one feature per row; what must be said is beside them."""
    features = [
        {"type": "Feature", "properties": record, "geometry": shape}
        for record, shape in zip(records(shown), shapes(shown), strict=True)
    ]
    said = [f"{heading} : {text}" if heading else text for heading, text in about(shown)]
    collection = {
        "type": "FeatureCollection",
        "name": shown.title,
        "about": said,
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False, default=str).encode("utf-8")


def gpkg(shown: Shown) -> bytes:
    """A GeoPackage: the layer `donnees`, one feature per row, and the table `lisez_moi`."""
    import geopandas
    import pandas as pd
    from shapely.geometry import shape

    rows = geopandas.GeoDataFrame(
        pd.DataFrame(records(shown), columns=headers(shown)),
        geometry=[shape(found) if found else None for found in shapes(shown)],
        crs="EPSG:4326",
    )
    said = pd.DataFrame(about(shown), columns=["rubrique", "texte"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "carte.gpkg"
        rows.to_file(path, driver="GPKG", layer=LAYER, engine="pyogrio")
        _add_table(path, said)
        return path.read_bytes()


def _add_table(path: Path, rows: object) -> None:
    import pyogrio

    pyogrio.write_dataframe(rows, path, layer=READ_ME, driver="GPKG")
