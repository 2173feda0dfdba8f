"""Communes as one coverage, in metres (EPSG:2154): what is wrong with it, how it is mended."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas
import numpy
import shapely
from numpy.typing import NDArray
from shapely import Geometry, MultiPolygon, Point, Polygon

WGS84, LAMBERT = "EPSG:4326", "EPSG:2154"
GAP = 10.0  # metres: a narrower gap between two communes is a drawing fault, and is filled
NOISE = 0.01  # m²: what the arithmetic alone makes
NAMED = 5  # communes named in a message: enough to find the place
SQUARE_KILOMETRES = 100_000  # m²: from a tenth of a square kilometre, areas are told in km²

Land = Polygon | MultiPolygon
Shapes = NDArray[numpy.object_]  # an array of Land


@dataclass(frozen=True)
class Defect:
    """One place where the coverage is not one."""

    kind: str  # hole (nobody's land), overlap (two owners), edge (neighbours' points differ)
    area: float  # m², 0 for an edge
    where: Point  # EPSG:4326
    shapes: tuple[int, ...]  # positions of the shapes concerned
    land: Land | None = None  # the hole itself, EPSG:2154

    def describe(self, names: Sequence[str]) -> str:
        """Say it in French; `names` are those of the shapes, by position."""
        who = [names[position] for position in self.shapes]
        last = f"{len(who) - NAMED} autres" if len(who) > NAMED else who.pop()
        some = " et ".join(filter(None, (", ".join(who[:NAMED]), last)))
        match self.kind:
            case "hole":
                return f"Trou de {tell_area(self.area)} entre {some}."
            case "overlap":
                return f"Recouvrement de {tell_area(self.area)} entre {some}."
            case _:
                return f"Contour qui ne joint pas exactement celui des voisines : {some}."


def tell_area(area: float) -> str:
    """An area in m² as a French text: « 21,7 km² », « 588 m² », « 0,25 m² »."""
    if area >= SQUARE_KILOMETRES:
        return f"{area / 1e6:.1f} km²".replace(".", ",")
    return f"{area:.2f} m²".replace(".", ",") if area < 1 else f"{area:.0f} m²"


def project(
    shapes: Iterable[Geometry | None], source: str = WGS84, target: str = LAMBERT
) -> Shapes:
    """Return the shapes in the other coordinate system; None stays None."""
    moved = geopandas.GeoSeries(list(shapes), crs=source).to_crs(target)
    return numpy.array(moved.values, dtype=object)


def round_points(shapes: Any, decimals: int) -> Any:
    """Round every coordinate of one geometry or of an array; shared points stay shared."""
    return shapely.transform(shapes, lambda points: numpy.round(points, decimals))


def simplify(shapes: Any, tolerance: float, decimals: int) -> Any:
    """Shapes in EPSG:2154 drawn with fewer points, borders kept common: in EPSG:4326, rounded."""
    simple = shapely.coverage_simplify(shapes, tolerance)
    return round_points(project(simple, LAMBERT, WGS84), decimals)


def find_defects(shapes: Shapes) -> list[Defect]:
    """Return the holes, the overlaps and the unmatched edges of shapes in EPSG:2154."""
    tree = shapely.STRtree(list(shapes))
    return [*_holes(shapes, tree), *_overlaps(shapes, tree), *_edges(shapes)]


def clean(shapes: Shapes) -> Shapes:
    """Return the same shapes with exactly shared borders, no overlap and no gap under GAP."""
    cleaned: Shapes = shapely.coverage_clean(  # type: ignore[attr-defined] # typed up to 2.1
        shapes, gap_width=GAP
    )
    return cleaned


def dissolve(shapes: Shapes, groups: Sequence[str]) -> dict[str, Land]:
    """Unite the shapes of each group; the groups come out in alphabetical order."""
    positions: dict[str, list[int]] = {group: [] for group in sorted(set(groups))}
    for position, group in enumerate(groups):
        positions[group].append(position)
    return {group: unite(shapes[found]) for group, found in positions.items()}


def unite(shapes: Iterable[Land]) -> Land:
    """Unite the shapes into one."""
    united = shapely.union_all(list(shapes))
    return united  # type: ignore[return-value] # polygons unite into polygons


def find_label_point(shape: Land) -> Point:
    """Return the point inside that lies farthest from the border: where a name fits best."""
    radius = shapely.maximum_inscribed_circle(shape, tolerance=50.0)
    return Point(radius.coords[0])


def _holes(shapes: Shapes, tree: shapely.STRtree) -> Iterator[Defect]:
    for part in shapely.get_parts(shapely.union_all(shapes)):
        for ring in part.interiors:
            hole = shapely.Polygon(ring)
            around = tree.query(hole, predicate="dwithin", distance=1.0)
            if hole.area > NOISE:
                yield _defect("hole", hole.area, hole.representative_point(), around, hole)


def _overlaps(shapes: Shapes, tree: shapely.STRtree) -> Iterator[Defect]:
    first, second = tree.query(shapes, predicate="intersects")
    for one, other in zip(first[first < second], second[first < second], strict=True):
        common = shapely.intersection(shapes[one], shapes[other])
        if common.area > NOISE:
            yield _defect("overlap", common.area, common.representative_point(), (one, other))


def _edges(shapes: Shapes) -> Iterator[Defect]:
    for position, edge in enumerate(shapely.coverage_invalid_edges(shapes)):
        if not edge.is_empty:
            yield _defect("edge", 0.0, edge.representative_point(), (position,))


def _defect(
    kind: str, area: float, where: Point, shapes: Iterable[int], land: Land | None = None
) -> Defect:
    [point] = round_points(project([where], LAMBERT, WGS84), 5)
    return Defect(kind, area, point, tuple(sorted(int(shape) for shape in shapes)), land)
