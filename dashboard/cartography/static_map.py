"""The map as one vector drawing (SVG), for print and for download. No Streamlit, no query.

Longitudes are multiplied by the cosine of the middle latitude (equirectangular projection): over
130 km the error is smaller than a line's width.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import drawing, french
from dashboard.drawing import INK, OUTLINED, SELECTED, SOFT, WARNING, paint, paragraph, text
from dashboard.indicators import HIDDEN, MASKED, Band, Reading
from dashboard.snapshot import Row

WIDTH, MAP_WIDTH, MAP_HEIGHT, MARGIN = 900, 540, 640, 24
NAME_WIDTH, NAME_LINES = 15, 3  # characters, lines
OUTSIDE = 0.35  # how much is left of the colour outside the department

Ring = list[list[float]]


@dataclass(frozen=True)
class Caption:
    """What must be read with a map."""

    title: str
    filters: str
    basis: str  # from how many answers
    sources: str
    date: str
    release_id: str
    simulated: bool


def draw(
    territories: Sequence[Row],
    readings: Sequence[Reading],
    department: Row,
    bands: Sequence[Band],
    caption: Caption,
    *,
    selected: str = "",
    outlined: tuple[str, frozenset[str]] = ("", frozenset()),
) -> str:
    """Return the SVG: areas in their class, names and values, the department, legend and sources.

    `territories` and `readings` are in the same order, one per EPCI or per commune, with `geometry`
    and `geometry_drome` as GeoJSON texts (WGS 84); `selected` is a siren_epci or "". `outlined`:
    what an overlay means, and the siren_epci that it surrounds.
    """
    head, top = _head(caption)
    frame = _Frame(department, MARGIN, top)
    pairs = list(zip(territories, readings, strict=True))
    legend, low = _legend(bands, readings, MAP_WIDTH + 2 * MARGIN, top + 14, overlay=outlined[0])
    foot, bottom = _foot(caption, max(top + MAP_HEIGHT, low) + 28)
    shapes = _shapes(frame, pairs, department, selected, outlined=outlined[1])
    body = head + frame.clipped(shapes) + legend + foot
    said = f"{caption.title}. {caption.filters}"
    return drawing.page(WIDTH, bottom, said, body)


def locate(
    territories: Sequence[Row],
    readings: Sequence[Reading],
    department: Row,
    bands: Sequence[Band],
    selected: str,
) -> str:
    """Return the map and the classes that are on it, without title nor sources: a page says them.

    Its legend has no line for a class of no territory.
    """
    frame = _Frame(department, 0, 0)
    pairs = list(zip(territories, readings, strict=True))
    there = [band for band in bands if any(reading.band == band for reading in readings)]
    legend, bottom = _legend(there, readings, 4, MAP_HEIGHT + 32, room=40, size=23, located=True)
    shapes = _shapes(frame, pairs, department, selected, named=False)
    body = frame.clipped(shapes) + legend
    return drawing.page(MAP_WIDTH, bottom, "Carte de la Drôme", body)


class _Frame:
    """Where a longitude and a latitude fall on the drawing."""

    def __init__(self, department: Row, left: float, top: float) -> None:
        points = [point for ring in _rings(department["geometry"]) for point in ring]
        self.left, self.top = left, top
        self.west, self.east = min(x for x, _ in points), max(x for x, _ in points)
        self.south, self.north = min(y for _, y in points), max(y for _, y in points)
        self.squeeze = math.cos(math.radians((self.south + self.north) / 2))
        wide, high = (self.east - self.west) * self.squeeze, self.north - self.south
        self.scale = 0.94 * min(MAP_WIDTH / wide, MAP_HEIGHT / high)
        self.x0 = left + (MAP_WIDTH - wide * self.scale) / 2
        self.y0 = top + (MAP_HEIGHT - high * self.scale) / 2

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (
            self.x0 + (longitude - self.west) * self.squeeze * self.scale,
            self.y0 + (self.north - latitude) * self.scale,
        )

    def path(self, geometry: str | None) -> str:
        drawn = []
        for ring in _rings(geometry):
            points = (self.place(longitude, latitude) for longitude, latitude, *_ in ring)
            drawn.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z")
        return "".join(drawn)

    def holds(self, longitude: float, latitude: float) -> bool:
        x, y = self.place(longitude, latitude)
        edge = 30
        return (
            self.left + edge < x < self.left + MAP_WIDTH - edge
            and self.top + edge < y < self.top + MAP_HEIGHT - edge
        )

    def clipped(self, body: str) -> str:
        box = f'x="{self.left}" y="{self.top:.1f}" width="{MAP_WIDTH}" height="{MAP_HEIGHT}"'
        return (
            f'<clipPath id="cadre"><rect {box}/></clipPath><g clip-path="url(#cadre)">{body}</g>'
            f'<rect {box} fill="none" stroke="#b9b3a6"/>'
        )


def _shapes(
    frame: _Frame,
    pairs: list[tuple[Row, Reading]],
    department: Row,
    selected: str,
    *,
    named: bool = True,
    outlined: frozenset[str] = frozenset(),
) -> str:
    line = 'stroke="#5a5a5a" stroke-width="0.8" fill-rule="evenodd"'
    drawn = [
        f'<path d="{frame.path(territory[column])}" fill="{paint(reading.band)}"'
        f' fill-opacity="{opacity}" {line}/>'
        for column, opacity in (("geometry", OUTSIDE), ("geometry_drome", 1))
        for territory, reading in pairs
    ]
    outline = frame.path(department["geometry"])
    drawn.append(f'<path d="{outline}" fill="none" stroke="{INK}" stroke-width="2.2"/>')
    drawn += [
        f'<path d="{frame.path(territory["geometry"])}" fill="none" stroke="{color}"'
        f' stroke-width="{width}" stroke-linejoin="round"/>'
        for color, width, chosen in ((OUTLINED, 3.5, outlined), (SELECTED, 4.5, {selected}))
        for territory, _ in pairs
        if territory["siren_epci"] in chosen
    ]
    return "".join(drawn) + "".join(_name(frame, *pair, named=named) for pair in pairs)


def _name(frame: _Frame, territory: Row, reading: Reading, *, named: bool) -> str:
    """What stands on a territory: its value, under its name unless the map is to be small."""
    if not reading.short or not frame.holds(territory["longitude"], territory["latitude"]):
        return ""
    x, y = frame.place(territory["longitude"], territory["latitude"])
    if not named:
        # a word would hide its neighbours
        short = HIDDEN if reading.band == MASKED else reading.short
        return text(x, y + 9, short, 25, anchor="middle", bold=True, halo=True)
    names = drawing.lines(reading.name, NAME_WIDTH)
    if len(names) > NAME_LINES:
        names = [*names[: NAME_LINES - 1], f"{names[NAME_LINES - 1]}…"]
    top = y - 5.5 * len(names)
    drawn = [
        text(x, top + 11 * n, name, 10.5, anchor="middle", halo=True)
        for n, name in enumerate(names)
    ]
    value = text(x, top + 11 * len(names) + 5, reading.short, 14, anchor="middle", bold=True,
                 halo=True)  # fmt: skip
    return "".join(drawn) + value


def _head(caption: Caption) -> tuple[str, float]:
    title, y = paragraph(MARGIN, 38, caption.title, 62, 24, bold=True)
    said, y = paragraph(MARGIN, y, caption.filters, 110, 14, color=SOFT)
    if not caption.simulated:
        return title + said, y
    warning, y = paragraph(
        MARGIN, y + 4, f"{french.SIMULATED}. On ne peut rien en conclure sur un territoire.", 100,
        15, color=WARNING, bold=True,
    )  # fmt: skip
    return title + said + warning, y


def _legend(
    bands: Sequence[Band],
    readings: Sequence[Reading],
    x: float,
    y: float,
    *,
    room: int = 38,
    size: float = 14,
    overlay: str = "",
    located: bool = False,
) -> tuple[str, float]:
    """The classes and their number of territories, the lines; and the y below them.

    `room` is how many characters of that size fit in a line; `located`: the map points at one
    territory, and has the sign of what is masked in place of the word.
    """
    sign, gap = 1.9 * size, 2.6 * size
    drawn = [text(x, y, "Nombre de territoires par classe", size, color=SOFT)]
    y += 0.8 * size
    for band in bands:
        several = sum(reading.band == band for reading in readings)
        drawn.append(
            f'<rect x="{x}" y="{y:.1f}" width="{sign:.1f}" height="{1.25 * size:.1f}"'
            f' fill="{paint(band)}" stroke="#555"/>'
        )
        word = f"{HIDDEN} {band.label}" if located and band == MASKED else band.label
        label = f"{word}\u00a0:\u00a0{several}"
        said, low = paragraph(x + gap, y + size, label, room, size)
        drawn.append(said)
        y = max(y + 1.8 * size, low)
    for sample, label in (
        (f'stroke="{INK}" stroke-width="2.2"', "Limite de la Drôme"),
        ('stroke="#5a5a5a" stroke-width="0.8"', "Limite de territoire"),
        *([(f'stroke="{OUTLINED}" stroke-width="3.5"', overlay)] if overlay else []),
        *([(f'stroke="{SELECTED}" stroke-width="4.5"', "Le territoire de la fiche")] * located),
    ):
        drawn.append(f'<path d="M{x} {y + 0.8 * size:.1f}h{sign:.1f}" {sample}/>')
        drawn.append(text(x + gap, y + 1.1 * size, label, size))
        y += 1.6 * size
    note = "En clair : la partie d'un territoire qui est hors de la Drôme."
    said, y = paragraph(x, y + 1.1 * size, note, room + 4, 0.9 * size, color=SOFT)
    return "".join(drawn) + said, y


def _foot(caption: Caption, y: float) -> tuple[str, float]:
    drawn = ""
    for said in (
        caption.basis,
        f"Sources : {caption.sources}",
        f"Version {caption.release_id}, {caption.date} · Licence Ouverte 2.0 · Observatoire TECS",
    ):
        part, y = paragraph(MARGIN, y, said, 150, 12, color=SOFT)
        drawn += part
    return drawn, y + 6


def _rings(geometry: str | None) -> list[Ring]:
    """Every ring of a polygon or of several, holes too."""
    if not geometry:
        return []
    shape = json.loads(geometry)
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]
