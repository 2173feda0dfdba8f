"""One department, from the packages or the official addresses to a folder like data/geo."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy
import pandas as pd
import shapely

from pipelines import coverage
from pipelines.coverage import Defect, Land, Shapes
from pipelines.errors import Problem, UnusableInput
from pipelines.extract.enclaves import explain, find_around
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
    communes.parquet, communes_passage.csv, epci_membres.csv, departement.csv, enclaves.csv (land
    of others inside), source.toml (dated `received_on`, today by default) and PROVENANCE.md; the
    same origins give the same bytes. Nothing is written unless the polygons make a coverage.
    Raises UnusableInput: unknown department, unreadable place, commune without a polygon, hole
    that nobody fills.
    """
    reader = Reader()
    division = read_division(reader, origins.division)
    communes = list_communes(division, department)
    older = [read_division(reader, place) for place in origins.former_divisions]
    former = list_former_codes(communes, division, older)
    contours, lost = _read_contours(reader, origins, communes, former, division.year)
    shapes, repairs, defects = _cover(communes, former, contours, lost)
    enclaves = _find_enclaves(reader, origins, division, communes, defects)
    members = list_members(communes, division, contours.names)

    folder.mkdir(parents=True, exist_ok=True)
    write_communes(folder, _place(communes, contours.town_halls), shapes)
    name = next(str(d["nom"]) for d in division.departments if d["code"] == department)
    head = {"code_departement": [department], "nom": [name], "annee_cog": [division.year]}
    _write_list(folder / "communes_passage.csv", former)
    _write_list(folder / "epci_membres.csv", members)
    _write_list(folder / "departement.csv", pd.DataFrame(head))
    _write_list(folder / "enclaves.csv", enclaves)
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


def _write_list(path: Path, rows: pd.DataFrame) -> None:
    rows.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _read_contours(
    reader: Reader, origins: Origins, communes: pd.DataFrame, former: pd.DataFrame, year: int
) -> tuple[Contours, dict[str, Land]]:
    """What is known of the communes, and the polygons of the codes that they had."""
    codes = {*communes["code_insee"], *former["code_ancien"]}
    contours = read_contours(reader, origins.contours, codes, year)
    lost = contours.shapes
    if origins.former_contours:
        lost = read_contours(reader, origins.former_contours, codes, year).shapes | lost
    for heir, old in former.groupby("code_insee")["code_ancien"]:
        if heir not in contours.shapes and (land := [lost[code] for code in old if code in lost]):
            contours.shapes[str(heir)] = coverage.unite(land)  # drawn under its former code
    missing = communes[~communes["code_insee"].isin(contours.shapes.keys())]
    if len(missing):
        names = ", ".join(f"{c.nom} ({c.code_insee})" for c in missing.itertuples())
        raise UnusableInput(Problem(f"communes sans contour : {names}.", origins.contours))
    if not contours.town_halls and origins.town_halls:
        sirens = sorted(set(communes["siren_epci"]))
        contours.town_halls.update(read_town_halls(reader, origins.town_halls, sirens))
    return contours, lost


def _cover(
    communes: pd.DataFrame, former: pd.DataFrame, contours: Contours, lost: Mapping[str, Land]
) -> tuple[Shapes, list[str], list[Defect]]:
    """The polygons in the order of the communes (EPSG:4326), what was mended, what is left."""
    shapes = coverage.project(contours.shapes[code] for code in communes["code_insee"])
    repairs = _give_back(shapes, communes, former, lost)
    before = coverage.find_defects(shapes)
    cleaned = coverage.project(coverage.clean(shapes), coverage.LAMBERT, coverage.WGS84)
    rounded: Shapes = coverage.round_points(cleaned, DECIMALS)
    left = coverage.find_defects(coverage.project(rounded))
    land = shapely.union_all([defect.land for defect in left])
    repairs += [
        f"Corrigé : {defect.describe(_full_names(communes))}"
        for defect in before
        if defect.area >= 1 and not (defect.land and defect.land.intersects(land))
    ]
    return rounded, repairs, left


def _find_enclaves(
    reader: Reader,
    origins: Origins,
    division: Division,
    communes: pd.DataFrame,
    defects: list[Defect],
) -> pd.DataFrame:
    """The holes that communes outside the extract fill; refuses every other defect."""
    others = {c["code"] for c in division.communes} - set(communes["code_insee"])
    drawn = (
        read_contours(reader, origins.contours, others, division.year) if defects else Contours()
    )
    enclaves, left = explain(defects, find_around(division, drawn))
    names = _full_names(communes)
    if left:
        raise UnusableInput(
            Problem(
                "les contours restent défectueux après nettoyage.",
                found=f"{defect.describe(names)} Longitude {defect.where.x}, "
                f"latitude {defect.where.y}",
                hint="Donner des contours plus anciens, où la commune disparue a son polygone.",
            )
            for defect in left
        )
    return enclaves


def _full_names(communes: pd.DataFrame) -> list[str]:
    return [f"{n} ({c})" for n, c in zip(communes["nom"], communes["code_insee"], strict=True)]


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
            name = str(row.nom_ancien) or "ancienne commune"
            repairs.append(
                f"Contour réuni : {name} ({row.code_ancien}) à {row.nom} ({row.code_insee}), "
                f"{coverage.tell_area(land.area)} que la source ne donnait plus à personne."
            )
    return repairs


def _place(communes: pd.DataFrame, town_halls: Mapping[str, shapely.Point]) -> pd.DataFrame:
    """The communes with the longitude and latitude of their town hall, to a metre."""
    halls = [town_halls.get(code) for code in communes["code_insee"]]
    return communes.assign(
        longitude=[round(hall.x, 5) if hall else numpy.nan for hall in halls],
        latitude=[round(hall.y, 5) if hall else numpy.nan for hall in halls],
    )
