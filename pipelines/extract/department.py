"""One department, from the packages or the official addresses to a folder like data/geo."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy
import pandas as pd
import shapely

from pipelines import coverage
from pipelines.coverage import Land, Shapes
from pipelines.errors import Problem, UnusableInput
from pipelines.extract.lists import list_communes, list_former_codes, list_members
from pipelines.extract.notes import write_notes
from pipelines.extract.origins import (
    OFFICIAL,
    Contours,
    Division,
    Origins,
    Reader,
    read_contours,
    read_division,
    read_town_halls,
)
from pipelines.sources.geoparquet import write_communes

DECIMALS = 6  # of a degree: 10 cm
LOST = 0.5  # share of a former commune that nobody draws any more, from which it is given back


@dataclass(frozen=True)
class Extract:
    """What was made."""

    cog_year: int
    communes: int
    epci: int
    former_codes: int
    repairs: tuple[str, ...]  # what was mended in the polygons, French sentences


def extract(
    department: str,
    folder: Path,
    origins: Origins = OFFICIAL,
    received_on: date | None = None,
) -> Extract:
    """Write into `folder` every commune of the EPCI that have communes in the department.

    `department` is a code of metropolitan France (« 26 », « 2A »). The folder receives
    communes.parquet, communes_passage.csv, epci_membres.csv, departement.csv, source.toml (dated
    `received_on`, today by default) and PROVENANCE.md; the same origins give the same bytes.
    Nothing is written unless the polygons make a coverage. Raises UnusableInput: unknown
    department, unreadable place, commune without a polygon, hole that no former commune fills.
    """
    reader = Reader()
    division = read_division(reader, origins.division)
    communes = list_communes(division, department)
    older = [read_division(reader, place) for place in origins.former_divisions]
    former = list_former_codes(communes, division, older)
    contours, lost = _read_contours(reader, origins, communes, former, division.year)
    shapes, repairs = _cover(communes, former, contours, lost)
    members = list_members(communes, division, contours.names)

    folder.mkdir(parents=True, exist_ok=True)
    write_communes(folder, _place(communes, contours.town_halls), shapes)
    name = _write_lists(folder, department, division, former, members)
    write_notes(
        folder,
        department=name,
        cog_year=division.year,
        repairs=repairs,
        checksums=reader.checksums,
        received_on=received_on or date.today(),
    )
    return Extract(
        division.year, len(communes), communes["siren_epci"].nunique(), len(former), tuple(repairs)
    )


def _read_contours(
    reader: Reader, origins: Origins, communes: pd.DataFrame, former: pd.DataFrame, year: int
) -> tuple[Contours, dict[str, Land]]:
    """What is known of the communes, and the polygons that former communes had."""
    codes = {*communes["code_insee"], *former["code_ancien"]}
    contours = read_contours(reader, origins.contours, codes, year)
    missing = communes[~communes["code_insee"].isin(contours.shapes.keys())]
    if len(missing):
        names = ", ".join(f"{c.nom} ({c.code_insee})" for c in missing.itertuples())
        raise UnusableInput(Problem(f"communes sans contour : {names}.", origins.contours))
    if not contours.town_halls and origins.town_halls:
        sirens = sorted(set(communes["siren_epci"]))
        contours.town_halls.update(read_town_halls(reader, origins.town_halls, sirens))
    lost = contours.shapes
    if origins.former_contours:
        lost = read_contours(reader, origins.former_contours, codes, year).shapes | lost
    return contours, lost


def _cover(
    communes: pd.DataFrame, former: pd.DataFrame, contours: Contours, lost: Mapping[str, Land]
) -> tuple[Shapes, list[str]]:
    """The polygons as one coverage (EPSG:4326), in the order of the communes; what was mended."""
    shapes = coverage.project(contours.shapes[code] for code in communes["code_insee"])
    repairs = _give_back(shapes, communes, former, lost)
    names = [f"{n} ({c})" for n, c in zip(communes["nom"], communes["code_insee"], strict=True)]
    repairs += [
        f"Corrigé : {defect.describe(names)}"
        for defect in coverage.find_defects(shapes)
        if defect.area >= 1
    ]
    cleaned = coverage.project(coverage.clean(shapes), coverage.LAMBERT, coverage.WGS84)
    rounded: Shapes = coverage.round_points(cleaned, DECIMALS)
    left = coverage.find_defects(coverage.project(rounded))
    if left or not shapely.is_valid(rounded).all():
        raise UnusableInput(
            Problem(
                "ce contour reste défectueux après nettoyage.",
                found=f"{defect.describe(names)} Longitude {defect.where.x}, "
                f"latitude {defect.where.y}.",
                hint="Donner des contours plus anciens, où une commune disparue a son polygone.",
            )
            for defect in left
        )
    return rounded, repairs


def _give_back(
    shapes: Shapes, communes: pd.DataFrame, former: pd.DataFrame, lost: Mapping[str, Land]
) -> list[str]:
    """Join to its successor, in place, each former commune whose land nobody draws any more."""
    repairs = []
    position = {code: number for number, code in enumerate(communes["code_insee"])}
    for row in former[former["code_ancien"].isin(lost.keys())].itertuples():
        [land] = coverage.project([lost[str(row.code_ancien)]])
        nobody = shapely.difference(land, coverage.unite(shapes))
        if nobody.area > LOST * land.area:
            heir = position[str(row.code_insee)]
            shapes[heir] = coverage.unite([shapes[heir], land])
            repairs.append(
                f"Le contour de {row.nom_ancien} ({row.code_ancien}), "
                f"{coverage.tell_area(land.area)} que la source ne donnait plus à personne, est "
                f"réuni à celui de {row.nom} ({row.code_insee})."
            )
    return repairs


def _place(communes: pd.DataFrame, town_halls: Mapping[str, shapely.Point]) -> pd.DataFrame:
    """The communes with the longitude and latitude of their town hall, to a metre."""
    halls = [town_halls.get(code) for code in communes["code_insee"]]
    return communes.assign(
        longitude=[round(hall.x, 5) if hall else numpy.nan for hall in halls],
        latitude=[round(hall.y, 5) if hall else numpy.nan for hall in halls],
    )


def _write_lists(
    folder: Path, department: str, division: Division, former: pd.DataFrame, members: pd.DataFrame
) -> str:
    """Write the three CSV; return the name of the department."""
    name = next(str(d["nom"]) for d in division.departments if d["code"] == department)
    head = pd.DataFrame(
        {"code_departement": [department], "nom": [name], "annee_cog": [division.year]}
    )
    for file, rows in (
        ("communes_passage.csv", former),
        ("epci_membres.csv", members),
        ("departement.csv", head),
    ):
        rows.to_csv(folder / file, index=False, lineterminator="\n", encoding="utf-8")
    return name
