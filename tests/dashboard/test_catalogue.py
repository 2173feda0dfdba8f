"""The catalogue of practices: one address, the same rows on the page and in every file."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from tests.dashboard.test_browser import PAGES, PATIENCE, visit
from tests.dashboard.test_fiche_browser import download
from tests.dashboard.test_pages import ROYANS, app, opened, text, url  # noqa: F401 # a fixture

MOBILITY, WELL_BEING = "Partenariats locaux sur la mobilité", "Bien-être au travail"
RESILIENCE = "Actions citoyennes pour la résilience du territoire"
EVERYTHING = {MOBILITY, WELL_BEING, RESILIENCE}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, EVERYTHING),
        ({"mot": "MOBILITE"}, {MOBILITY}),  # neither accents nor capitals
        ({"mot": "bien-etre royans"}, {WELL_BEING}),  # every word, wherever it stands
        ({"mot": "introuvable"}, set()),
        ({"theme_pratique": "alimentation"}, {MOBILITY}),  # its second theme
        ({"epci": ROYANS}, {MOBILITY, WELL_BEING}),
        ({"epci": ROYANS, "theme_pratique": "bien_etre"}, {WELL_BEING}),
        ({"ingredient": "participation"}, set()),  # no title names it
    ],
)
def test_the_address_says_which_practices_are_shown(
    app: AppTest,  # noqa: F811
    query: dict[str, str],
    titles: set[str],
) -> None:
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page("views/pratiques.py").run()
    said = text(app)
    assert {title for title in EVERYTHING if f"{title} " in said} == titles
    assert f"{len(titles)} pratique" in said
    assert "sur 3" in said
    assert url(app) == query


def test_a_found_practice_brings_the_structure_to_ask(app: AppTest) -> None:  # noqa: F811
    opened(app, "pratiques")
    app.text_input(key="mot").set_value("mobilité").run()
    said = text(app)
    assert "À qui demander : Centre social La Paz , Saint-Jean-en-Royans" in said
    assert "1 structure connue" in said
    assert "Valdequint" not in said
    assert url(app) == {"mot": "mobilité"}


def test_one_address_gives_the_same_rows_on_the_page_and_in_every_file(
    browser_page: Page, server: str, tmp_path: Path
) -> None:
    visit(browser_page, f"{server}/pratiques?epci={ROYANS}&mot=la%20paz", PAGES["pratiques"])
    browser_page.get_by_text("Les mêmes pratiques, en tableau").click()
    table = browser_page.locator("table", has=browser_page.locator("caption", has_text="pratique"))
    expect(table).to_be_visible(timeout=PATIENCE)
    names = table.locator("thead th").all_inner_texts()
    shown = [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]
    assert [row[0] for row in shown] == [WELL_BEING, MOBILITY]

    french = download(browser_page, "CSV (tableur français)", tmp_path).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(french, newline=""), delimiter=";"))
    assert [[line[name] for name in names] for line in lines] == shown
    standard = download(browser_page, "CSV standard", tmp_path).decode()
    assert list(csv.DictReader(io.StringIO(standard, newline=""))) == lines
    features = json.loads(download(browser_page, "GeoJSON", tmp_path))["features"]
    assert [[f["properties"][name] for name in names] for f in features] == shown
    assert {feature["geometry"]["type"] for feature in features} == {"Point"}
    book = openpyxl.load_workbook(io.BytesIO(download(browser_page, "Excel (XLSX)", tmp_path)))
    assert book.sheetnames == ["Lisez-moi", "Pratiques à partager", "Structures du registre"]
    first, *others = book.worksheets[1].iter_rows(values_only=True)
    places = [first.index(name) for name in names]
    assert [[row[place] for place in places] for row in others] == shown
