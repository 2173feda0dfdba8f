"""Land of others inside the extract: a hole that outside communes fill is not a fault."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import shapely

from pipelines import coverage
from pipelines.coverage import Defect, Shapes
from pipelines.extract.origins import Contours, Division

COLUMNS = ("longitude", "latitude", "surface_m2", "communes")
FILLED = 0.99  # share of a hole that must be somebody's


@dataclass(frozen=True)
class Around:
    """The communes of the country that are not in the extract (EPSG:2154)."""

    names: tuple[str, ...]
    shapes: Shapes


def find_around(division: Division, contours: Contours) -> Around:
    """Return the communes that `contours` draws, under their names of the division."""
    names = {c["code"]: f"{c['nom']} ({c['code']})" for c in division.communes}
    codes = sorted(contours.shapes)
    shapes = coverage.project(contours.shapes[code] for code in codes)
    return Around(tuple(names.get(code, code) for code in codes), shapes)


def explain(defects: Sequence[Defect], around: Around) -> tuple[pd.DataFrame, list[Defect]]:
    """Tell the holes that others fill from the true defects.

    Returns the enclaves (COLUMNS: a point inside in degrees, the area of the hole in m², whose
    communes they are) and the defects left.
    """
    tree = shapely.STRtree(list(around.shapes))
    enclaves, left = [], []
    for defect in defects:
        if defect.land is None:
            left.append(defect)
            continue
        found = sorted(tree.query(defect.land, predicate="intersects"))
        shares = shapely.area(shapely.intersection(around.shapes[found], defect.land))
        if shares.sum() < FILLED * defect.area:
            left.append(defect)
            continue
        owners = [
            around.names[n]
            for n, share in zip(found, shares, strict=True)
            if share > (1 - FILLED) * defect.area
        ]
        place = (f"{defect.where.x:.5f}", f"{defect.where.y:.5f}", f"{defect.area:.2f}")
        enclaves.append((*place, ", ".join(owners)))
    return pd.DataFrame(enclaves, columns=list(COLUMNS), dtype="str"), left
