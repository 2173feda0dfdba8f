"""The map as a pydeck Deck: own polygons, no basemap, no request to anyone. No Streamlit here."""

import json
import math
from collections.abc import Sequence
from functools import lru_cache

import pydeck as pdk
from pydeck.bindings.json_tools import default_serialize

from dashboard import french
from dashboard.indicators import HIDDEN, MASKED, Reading
from dashboard.snapshot import Row

WHOLE, PART, PLACES = "territoires", "partie_drome", "structures"
INK, SELECTED, OUTLINED = [34, 48, 43], [190, 30, 60], [122, 1, 119]
HOVERED = [*SELECTED, 60]  # of no class's colour: it says what a click would choose
REAL, SIMULATED = [34, 48, 43, 230], [255, 255, 255, 230]
TOOLTIP = "<b>{name}</b><br/>{text}<br/>{basis}"
TWICE = "<br/><i>Toucher de nouveau pour choisir ce territoire.</i>"
OUTSIDE_OPACITY, INSIDE_OPACITY = 0.35, 0.95


class Deck(pdk.Deck):  # type: ignore[misc] # pydeck publishes no types
    """A Deck in compact JSON: pydeck indents it, four times the bytes, by the slow encoder."""

    _written: str | None = None

    def to_json(self) -> str:
        """The same document without blanks, written once: nobody changes a map that was drawn."""
        if self._written is None:
            self._written = json.dumps(self, default=default_serialize, separators=(",", ":"))
        return self._written


def draw(
    territories: Sequence[Row],
    readings: Sequence[Reading],
    department: Row,
    places: Sequence[Row],
    selected: str,
    *,
    outlined: frozenset[str] = frozenset(),
    width: int = 620,
    height: int = 620,
    touched: bool = False,
) -> Deck:
    """Return the map: areas in their class, lighter outside the department, names and points.

    `territories` and `readings` are in the same order, one per EPCI or one per commune; `selected`
    is a siren_epci or "", `outlined` those that an overlay surrounds. Coordinates are EPSG:4326
    degrees; the view fits the department's outline. `touched`: say that a finger touches twice.
    """
    whole = [_feature(t, r, "geometry") for t, r in zip(territories, readings, strict=True)]
    part = [_feature(t, r, "geometry_drome") for t, r in zip(territories, readings, strict=True)]
    beyond = [f for f, inside in zip(whole, part, strict=True) if f != inside]
    chosen = [feature for feature in whole if feature["properties"]["siren_epci"] == selected]
    around = [f for f in whole if f["properties"]["siren_epci"] in outlined]
    return Deck(
        layers=[
            _polygons(WHOLE, beyond, OUTSIDE_OPACITY),
            _polygons(PART, [feature for feature in part if feature["geometry"]], INSIDE_OPACITY),
            _outline("departement", [_shape(department["geometry"])], INK, 2),
            # the chosen one shows on both sides of what surrounds it
            _outline("choix", chosen, SELECTED, 9 if selected in outlined else 4),
            *([_outline("superposition", around, OUTLINED, 3)] if around else []),
            _points([_point(place) for place in places]),
            _labels(territories, readings),
        ],
        initial_view_state=_view(department, width, height),
        # the wheel scrolls the page
        views=[pdk.View(type="MapView", controller={"scrollZoom": False})],
        map_provider=None,  # and no map_style: one of None makes Streamlit fetch its own
        tooltip={"html": TOOLTIP + TWICE if touched else TOOLTIP},
    )


def summary(readings: Sequence[Reading], title: str) -> str:
    """The map in words, for those who do not see it: the number of territories in each class."""
    classes: dict[str, int] = {}
    for reading in readings:
        classes[reading.band.label] = classes.get(reading.band.label, 0) + 1
    said = ", ".join(f"{label} : {n}" for label, n in classes.items())
    return f"Carte de la Drôme, {title}. Nombre de territoires par classe. {said}."


def _shape(geometry: str) -> Row:
    return {"type": "Feature", "geometry": _parse(geometry), "properties": {}}


@lru_cache(maxsize=2048)
def _parse(geometry: str) -> Row:
    """A GeoJSON text as an object that nobody changes; the same outlines come at each rerun."""
    shape: Row = json.loads(geometry)
    return shape


def _feature(territory: Row, reading: Reading, column: str) -> Row:
    geometry = territory[column]
    color = [int(reading.band.color[i : i + 2], 16) for i in (1, 3, 5)]
    return {
        "type": "Feature",
        "geometry": _parse(geometry) if geometry else None,
        "properties": {
            "siren_epci": territory["siren_epci"],
            "name": territory["name"],
            "text": reading.text,
            "basis": reading.basis,
            "color": color,
        },
    }


def _point(place: Row) -> Row:
    nature = " de démonstration" if place["is_simulated"] else ""
    return {
        "siren_epci": place["siren_epci"],
        "name": place["commune"],
        "text": french.count(place["structures"], "structure") + nature,
        "basis": place["names"],
        # the two natures stand side by side, not one upon the other
        "position": [place["longitude"] + (0.012 if place["is_simulated"] else 0),
                     place["latitude"]],
        "fill": SIMULATED if place["is_simulated"] else REAL,
        "radius": 3 + 2 * math.sqrt(place["structures"]),
    }  # fmt: skip


def _polygons(name: str, features: list[Row], opacity: float) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        {"type": "FeatureCollection", "features": features},
        id=name,
        pickable=True,
        get_fill_color="properties.color",
        opacity=opacity,
        get_line_color=[90, 90, 90, 255],
        line_width_min_pixels=1,
        auto_highlight=True,
        highlight_color=HOVERED,
    )


def _outline(name: str, features: list[Row], color: list[int], width: int) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        {"type": "FeatureCollection", "features": features},
        id=name,
        filled=False,
        get_line_color=color,
        line_width_min_pixels=width,
    )


def _points(points: list[Row]) -> pdk.Layer:
    return pdk.Layer(
        "ScatterplotLayer",
        points,
        id=PLACES,
        pickable=True,
        stroked=True,
        get_position="position",
        get_fill_color="fill",
        get_line_color=INK,
        get_radius="radius",
        radius_units=pdk.types.String("pixels"),
        line_width_min_pixels=1.5,
    )


def _labels(territories: Sequence[Row], readings: Sequence[Reading]) -> pdk.Layer:
    """What the colour says, written: never colour alone; a word would hide its neighbours."""
    labels = [
        {"position": [t["longitude"], t["latitude"]],
         "label": HIDDEN if r.band == MASKED else r.short}
        for t, r in zip(territories, readings, strict=True)
        if r.short
    ]  # fmt: skip
    return pdk.Layer(
        "TextLayer",
        labels,
        id="noms",
        get_position="position",
        get_text="label",
        get_size=15,
        get_color=INK,
        character_set=pdk.types.String("auto"),
        font_family=pdk.types.String("sans-serif"),
        background=True,
        get_background_color=[255, 255, 255, 215],
        background_padding=[4, 1],
    )


def _view(department: Row, width: int, height: int) -> pdk.ViewState:
    """Fit the department's box into a frame of width × height pixels (web Mercator)."""
    west, south, east, north = _box(department["geometry"])
    middle = math.radians((south + north) / 2)
    across = math.log2(360 * width / 512 / (east - west))
    upright = math.log2(360 * height / 512 * math.cos(middle) / (north - south))
    return pdk.ViewState(
        longitude=(west + east) / 2,
        latitude=(south + north) / 2,
        # a narrow frame has to hold what lies west of the department too
        zoom=round(min(across - 0.27, upright - 0.15), 2),
        min_zoom=6,
        max_zoom=12,
    )


@lru_cache(maxsize=8)
def _box(geometry: str) -> tuple[float, float, float, float]:
    """West, south, east and north of a GeoJSON text."""
    points = list(_coordinates(_parse(geometry)["coordinates"]))
    longitudes, latitudes = [x for x, _ in points], [y for _, y in points]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _coordinates(nested: list[object]) -> list[tuple[float, float]]:
    """Every position of a GeoJSON geometry, whatever its depth."""
    if isinstance(nested[0], int | float):
        return [(float(str(nested[0])), float(str(nested[1])))]
    return [pair for part in nested if isinstance(part, list) for pair in _coordinates(part)]
