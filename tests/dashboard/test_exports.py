"""The downloads, opened and read back with the libraries of those who will use them."""

import ast
import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas
import openpyxl
import pandas as pd
import pyogrio
import pytest

from dashboard import queries, snapshot
from dashboard.cartography import map_files, static_map
from dashboard.cartography.map_files import View
from dashboard.cartography.subjects import SUBJECTS
from dashboard.exports import geography, picture, tables
from dashboard.exports.shown import MASKING, Shown, records
from dashboard.indicators import MASKED, NO_DATA, SCORE_BANDS, Reading
from pipelines.settings import ROOT

POINT = json.dumps({"type": "Point", "coordinates": [5.37, 44.75]})
ROWS: list[dict[str, Any]] = [
    {"name": "Diois", "score": 57.569444, "n": 4, "on": date(2026, 11, 23), "here": True,
     "note": 'à « lire » ; "avec", soin\nsur deux lignes', "is_simulated": True, "shape": POINT},
    {"name": "=HYPERLINK(1)", "score": None, "n": 0, "on": None, "here": False,
     "note": "masqué", "is_simulated": False, "shape": None},
    {"name": "@cmd", "score": -2.5, "n": 3, "on": None, "here": None,
     "note": "+33 1", "is_simulated": True, "shape": POINT},
]  # fmt: skip
COLUMNS = {"name": "Territoire", "score": "Score", "n": "Structures", "on": "Date", "here": "Ici",
           "note": "À lire avec"}  # fmt: skip


def a_table(rows: list[dict[str, Any]] = ROWS, *, simulated: bool = True) -> Shown:
    return Shown(
        "Maturité : essai [1/2]", COLUMNS, rows, "2026-11-25-040139-693",
        "2026-11-25T04:01:39.693+00:00",
        ["Enquête 2025 — CAF, date de réception : 24 novembre 2026"],
        "Vague 2025", simulated=simulated, geometry="shape",
    )  # fmt: skip


def read_csv(content: bytes, encoding: str, delimiter: str) -> list[dict[str, str]]:
    text = io.StringIO(content.decode(encoding), newline="")
    return list(csv.DictReader(text, delimiter=delimiter))


def read_sheet(content: bytes, name: str) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content))[name]
    first, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, first), row, strict=True)) for row in others]


def test_a_french_spreadsheet_reads_its_csv_by_itself() -> None:
    content = tables.csv_french(a_table())
    assert content.startswith(b"\xef\xbb\xbf")
    first, masked, _ = read_csv(content, "utf-8-sig", ";")
    assert first["Score"] == "57,569444"
    assert first["Date"] == "23/11/2026"
    assert first["À lire avec"] == 'à « lire » ; "avec", soin\nsur deux lignes'
    assert (masked["Score"], masked["Structures"]) == ("", "0")  # masked is not zero


def test_the_standard_csv_has_points_and_iso_dates() -> None:
    first, *_ = read_csv(tables.csv_standard(a_table()), "utf-8", ",")
    assert (first["Score"], first["Date"], first["Ici"]) == ("57.569444", "2026-11-23", "oui")


def test_every_format_holds_the_same_rows(tmp_path: Path) -> None:
    shown = a_table()
    expected = records(shown)
    sheet = read_sheet(tables.xlsx([shown]), "Maturité essai 1 2")
    found = [{k: v.date() if hasattr(v, "date") else v for k, v in row.items()} for row in sheet]
    assert found == expected
    features = json.loads(geography.geojson(shown))["features"]
    as_json = json.loads(json.dumps(expected, default=str))
    assert [feature["properties"] for feature in features] == as_json
    assert [bool(feature["geometry"]) for feature in features] == [True, False, True]
    path = tmp_path / "essai.gpkg"
    path.write_bytes(geography.gpkg(shown))
    layer = geopandas.read_file(path, layer="donnees")
    assert layer.crs.to_epsg() == 4326
    assert layer["Territoire"].tolist() == [row["Territoire"] for row in expected]
    assert layer["Structures"].tolist() == [4, 0, 3]
    assert pd.isna(layer["Score"][1])
    lines = read_csv(tables.csv_standard(shown), "utf-8", ",")
    assert lines == [{k: "" if v is None else str(v) for k, v in row.items()} for row in expected]


def test_a_text_that_a_spreadsheet_would_run_is_neutralised_and_a_number_is_not() -> None:
    shown = a_table()
    for lines in (
        read_csv(tables.csv_french(shown), "utf-8-sig", ";"),
        read_csv(tables.csv_standard(shown), "utf-8", ","),
        read_sheet(tables.xlsx([shown]), "Maturité essai 1 2"),
    ):
        assert lines[1]["Territoire"] == "'=HYPERLINK(1)"
        assert lines[2]["Territoire"] == "'@cmd"
        assert lines[2]["À lire avec"] == "'+33 1"
        assert str(lines[2]["Score"]).replace(",", ".") == "-2.5"


def test_no_cell_of_the_workbook_is_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(tables.xlsx([a_table()])))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_a_crossed_map_leaves_with_both_its_values(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TECS_DATA", str(world))
    release = snapshot.current()
    assert release
    crossed, choices = SUBJECTS["croisement"], {"vague": "2025", "politique": "PAT"}
    readings = crossed.read(release, choices)
    view = View(release, crossed, "Essai", choices, queries.territories(release), readings)
    rows = {str(row["Territoire"]): row for row in records(map_files.rows(view))}
    royans = rows["Royans-Vercors"]  # by hand in tests/world/EXPECTED.md
    assert royans["Maturité (sur 100)"] == pytest.approx(56.944444)
    assert royans["Participation (part de 0 à 1)"] == pytest.approx(0.666667)
    assert rows["Diois"]["Maturité (sur 100)"] is None  # masked
    assert "Valeur" not in royans


def test_the_workbook_and_the_geopackage_say_what_must_be_known(tmp_path: Path) -> None:
    shown = a_table()
    book = openpyxl.load_workbook(io.BytesIO(tables.xlsx([shown, shown])))
    assert book.sheetnames == ["Lisez-moi", "Maturité essai 1 2", "Maturité essai 1 2 2"]
    read_me = "\n".join(
        str(c) for row in book["Lisez-moi"].iter_rows(values_only=True) for c in row
    )
    path = tmp_path / "essai.gpkg"
    path.write_bytes(geography.gpkg(shown))
    told = "\n".join(pyogrio.read_dataframe(path, layer="lisez_moi")["texte"])
    beside = "\n".join(json.loads(geography.geojson(shown))["about"])
    for text in (read_me, told, beside):
        for word in ("Licence Ouverte", "Enquête 2025", shown.release_id, "Vague 2025", MASKING):
            assert word in text
        assert "fictives" in text


def test_only_the_simulated_rows_are_said_to_be() -> None:
    said = [row["Mention"] for row in records(a_table())]
    assert said == ["Réponses simulées", None, "Réponses simulées"]
    assert "Mention" not in records(a_table(simulated=False))[0]


def test_an_empty_table_still_has_its_headers(tmp_path: Path) -> None:
    empty = a_table([])
    assert tables.csv_standard(empty).decode().startswith("Territoire,Score,")
    path = tmp_path / "vide.gpkg"
    path.write_bytes(geography.gpkg(empty))
    assert len(geopandas.read_file(path, layer="donnees")) == 0


def a_map(name: str = "Diois", **words: Any) -> str:
    square = {"type": "Polygon", "coordinates": [[[5, 44], [6, 44], [6, 45], [5, 45], [5, 44]]]}
    shape = json.dumps(square)
    places = [
        {"siren_epci": code, "name": name, "short_name": name, "geometry": shape,
         "geometry_drome": shape, "longitude": 5.5, "latitude": 44.5}
        for code in ("a", "b", "c")
    ]  # fmt: skip
    readings = [
        Reading(str(place["siren_epci"]), name, band, short, short, "4 structures")
        for place, band, short in zip(
            places, (SCORE_BANDS[2], MASKED, NO_DATA), ("58", "masqué", "–"), strict=True
        )
    ]
    said: dict[str, Any] = (
        {"title": "Maturité", "filters": "Vague 2025", "basis": "D'après 7 structures",
           "sources": "Enquête 2025", "date": "25 novembre 2026", "release_id": "2026-11-25",
           "simulated": True} | words
    )  # fmt: skip
    caption = static_map.Caption(**said)
    bands = (*SCORE_BANDS, MASKED, NO_DATA)
    return static_map.draw(places, readings, {"geometry": shape}, bands, caption, selected="a")


def words_of(svg: str) -> str:
    return " ".join(text for text in ET.fromstring(svg).itertext())  # noqa: S314 # our own drawing


def test_the_drawn_map_says_title_legend_source_date_n_and_that_it_is_simulated() -> None:
    said = words_of(a_map())
    for word in ("Maturité", "Vague 2025", "7\u00a0structures", "Enquête 2025",
                 "25\u00a0novembre 2026", "Version 2026-11-25", "Réponses simulées",
                 "De 50 à 75\u00a0:\u00a01", "Pas de donnée\u00a0:\u00a01"):  # fmt: skip
        assert word in said
    assert "Réponses simulées" not in words_of(a_map(simulated=False))


def test_masked_and_without_data_are_two_patterns_never_a_colour_alone() -> None:
    svg = a_map()
    assert svg.count('fill="url(#masque)"') == svg.count('fill="url(#absent)"') == 3


def test_a_name_is_never_read_as_markup_on_the_map() -> None:
    assert "<Diois> & Cie" in words_of(a_map("<Diois> & Cie"))


def test_the_map_is_also_an_image_of_points() -> None:
    content = picture.png(a_map())
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20], "big") == 1800  # twice the drawing's 900


@pytest.mark.parametrize("folder", ["exports", "fiche", "printed"])
def test_what_makes_files_knows_no_streamlit(folder: str) -> None:
    paths = [
        *(ROOT / "dashboard" / folder).glob("*.py"),
        ROOT / "dashboard/cartography/static_map.py",
    ]
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert "streamlit" not in {alias.name for alias in node.names}, path
