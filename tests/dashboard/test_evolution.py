"""Évolution on the tiny world: drawings and files; figures from tests/world/EXPECTED.md."""

import csv
import io
import json
import re

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import comparisons, french, queries
from dashboard.cartography import maps
from dashboard.content import slopes, what_if
from dashboard.content import what_if_words as words
from dashboard.exports import geography, tables
from dashboard.fiche.section import shown
from dashboard.indicators import read_maturity, show_maturity
from dashboard.snapshot import Snapshot
from tests.dashboard.test_exports import words_of
from tests.dashboard.test_pages import ROYANS, app, text  # noqa: F401 # app is a fixture


def visit(app: AppTest, page: str, **query: str) -> str:  # noqa: F811
    app.run().switch_page(f"views/{page}.py")
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return text(app)


def test_a_change_is_drawn_with_its_sign_and_only_where_it_is_shown(release: Snapshot) -> None:
    found = queries.changes(release, ROYANS, 2022, 2025)
    svg = slopes.dumbbells(found, "Essai")
    assert svg
    said = words_of(svg)
    assert "▲ +19,4" in said  # 19.444…, 1.764 to 37.125
    assert "toutes : +19,4" in said.replace("\u00a0", " ")
    assert "Mobilités" not in said  # masked: DEMO-04 has no score in 2025
    diois = queries.changes(release, "242600534", 2022, 2025)
    assert slopes.dumbbells(diois, "Essai") is None
    assert comparisons.told(diois, "thème")[0].startswith("Masqué, trop peu de structures")


def test_a_change_within_its_uncertainty_is_never_called_stable(
    app: AppTest,  # noqa: F811
    release: Snapshot,
) -> None:
    found = queries.changes(release, "drome", 2020, 2025)  # +25, from -82 to +100
    assert "On ne peut pas conclure : Ensemble" in comparisons.told(found, "thème")[0]
    svg = words_of(slopes.dumbbells(found, "Essai") or "")
    assert "+25,0" in svg
    assert "▲ +25,0" not in svg
    said = visit(app, "evolution", periode="2020-2025")
    assert "Ensemble 50 → 75 (3 structures) +25,0 de −82,6 à +100,0 On ne peut pas conclure" in said


@pytest.mark.parametrize(
    ("value", "said"), [(6.66, "+6,7"), (-3.2, "−3,2"), (0.04, "+0,04"), (0.0, "+0,0"), (None, "")]
)
def test_what_is_not_zero_is_not_written_as_zero(value: float | None, said: str) -> None:
    assert comparisons.points(value) == said


def test_nobody_twice_and_nobody_new_are_said_in_words(app: AppTest) -> None:  # noqa: F811
    said = visit(app, "evolution", epci=ROYANS)
    assert "2025 Ensemble 57 toutes ont répondu Ancré" in said
    assert "Arche Agglo 0 structure – – Aucune structure aux deux vagues –" in said
    assert "Royans-Vercors 38 → 57 (4 structures) +19,4" in said
    assert "▲ En hausse +19,4, les mêmes structures" in said


def test_a_masked_figure_is_a_sign_on_the_map_and_the_chosen_one_is_under_what_surrounds_it(
    release: Snapshot,
) -> None:
    places, readings = queries.territories(release), read_maturity(release, 2025, queries.OVERALL)
    deck = maps.draw(places, readings, queries.department(release), [], ROYANS,
                     outlined=frozenset([ROYANS]))  # fmt: skip
    layers = {layer["id"]: layer for layer in json.loads(deck.to_json())["layers"]}
    labels = [label["label"] for label in layers["noms"]["data"]]
    assert "×" in labels
    assert "masqué" not in labels
    order = list(layers)
    assert order.index("choix") < order.index("superposition")
    wide = [layers[name]["lineWidthMinPixels"] for name in ("choix", "superposition")]
    assert wide == [9, 3]


def test_a_theme_is_compared_between_territories(release: Snapshot) -> None:
    found = queries.changes_by_territory(release, queries.OVERALL, 2022, 2025)
    assert found[0]["label"] == "Toute la Drôme"
    assert len(found) == 5
    said = comparisons.told(found, "territoire")
    assert "En hausse : Royans-Vercors (+19,4)." in said


def test_the_index_is_drawn_wave_by_wave_with_n(release: Snapshot) -> None:
    svg = slopes.waves(queries.history(release, ""), [], "Essai", "Toute la Drôme")
    assert svg
    assert "54 (n = 7)" in words_of(svg).replace("\u00a0", " ")  # 53.968…
    assert svg.count("h12") == 6  # an interval in 2020, 2022 and 2025


def test_the_drawings_of_a_phone_are_narrow_and_say_the_same(release: Snapshot) -> None:
    found = queries.changes(release, ROYANS, 2022, 2025)
    scores = queries.history(release, ROYANS)
    beside = queries.history(release, "")
    for wide, narrow in (
        [slopes.dumbbells(found, "Essai", room) or "" for room in (slopes.WIDE, slopes.NARROW)],
        [slopes.waves(scores, beside, "Essai", "Royans-Vercors", room) or ""
         for room in (slopes.WIDE, slopes.NARROW)],
    ):  # fmt: skip
        assert 'width="420"' in narrow
        places = [float(x) for x in re.findall(r'<text x="([\d.]+)"', narrow)]
        assert places
        assert max(places) < 400
        numbers = r"[+−]?\d+(?:,\d+)?"
        said = [sorted(re.findall(numbers, words_of(svg))) for svg in (wide, narrow)]
        assert said[0] == said[1]


def test_every_file_holds_the_rows_of_the_page(app: AppTest, release: Snapshot) -> None:  # noqa: F811
    said = visit(app, "evolution", epci=ROYANS, periode="2020-2025", theme="alimentation")
    found = queries.changes_by_territory(release, "alimentation", 2020, 2025)
    section = comparisons.changes(release, found, "Essai", "Territoire", None)
    part = shown(section, release, "Royans-Vercors")
    lines = list(csv.DictReader(io.StringIO(tables.csv_standard(part).decode(), newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(tables.xlsx([part]))).worksheets[1]
    features = json.loads(geography.geojson(part))["features"]
    cells = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(lines) == len(features) == len(cells) == 5
    for line, feature, row in zip(lines, features, cells, strict=True):
        begun = [line["Territoire"], line["Panel : avant → après"]]
        assert " ".join(begun) in said
        assert list(row[:2]) == begun
        assert feature["properties"]["Territoire"] == begun[0]
        assert feature["geometry"]


@pytest.mark.parametrize("page", ["evolution", "ingredients", "opportunites", "et_si"])
def test_what_is_on_the_screen_can_be_taken_away(app: AppTest, page: str) -> None:  # noqa: F811
    visit(app, page)
    labels = {button.proto.label for button in app.get("download_button")}
    assert {"CSV (tableur français)", "CSV standard", "Excel (XLSX)"} <= labels
    assert ("GeoJSON" in labels) == (page != "ingredients")  # its rows are no places
    assert ("Carte (SVG)" in labels) == (page == "et_si")


def test_the_map_of_other_weights_says_the_weights(release: Snapshot) -> None:
    declared = {row["theme"]: row["weight"] for row in queries.themes(release)}
    weights = declared | {"numerique": 5.0}
    found, reference, _ = what_if.view(release, 2025, weights, declared)
    labels = {row["theme"]: row["label"] for row in queries.themes(release)}
    said = words.weighed(weights, labels, is_declared=False)
    view = words.View(release, 2025, "Maturité avec ces poids", said)
    svg = words_of(words.drawn(view, show_maturity(release, found), ROYANS))
    assert "Numérique éthique et écologique 5,00" in svg.replace("\n", " ")
    assert french.SIMULATED in svg
    table = words.table(view, found, reference)
    row = next(row for row in table.rows if row["siren_epci"] == ROYANS)
    assert row["score"] == french.number(row["score_value"], 1)
