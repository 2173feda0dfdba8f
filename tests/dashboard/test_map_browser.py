"""From an address to the files: the map page in a real browser, its downloads opened."""

import csv
import io
import json
import re
from pathlib import Path

import geopandas
import openpyxl
from playwright.sync_api import Page, expect

from tests.dashboard.test_browser import PAGES, map_canvas, visit
from tests.dashboard.test_fiche_browser import PATIENCE, download


def on_screen(page: Page) -> list[tuple[str, str, str]]:
    """Territory, class, value, as the table of the map writes them."""
    caption = page.locator("caption", has_text="les lignes de la carte")
    table = page.locator("table", has=caption)
    lines = [
        (row.locator("th").inner_text(), row.locator("td").all_inner_texts())
        for row in table.locator("tbody tr").all()
    ]
    return [(name, cells[0], plain(cells[1])) for name, cells in lines]


def plain(text: str) -> str:
    """The page typesets its signs (: ; %) with no-break spaces, the files do not."""
    return text.replace("\u00a0", " ")


def test_an_address_opens_a_map_whose_files_hold_its_rows(
    browser_page: Page, server: str, tmp_path: Path
) -> None:
    browser_page.goto(f"{server}/?indicateur=participation&politique=PAT&vague=2025&superposer=CTE")
    expect(browser_page.get_by_text("Sources reçues")).to_be_visible(timeout=PATIENCE)
    rows = on_screen(browser_page)
    assert len(rows) == 4
    assert any("67" in value for _, _, value in rows)

    text = download(browser_page, "CSV (tableur français)", tmp_path).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert [(x["Territoire"], x["Classe"], x["En clair"]) for x in lines] == rows
    assert {line["Valeur (part de 0 à 1)"] for line in lines} == {"", "0,666667"}

    book = openpyxl.load_workbook(
        io.BytesIO(download(browser_page, "Excel (XLSX)", tmp_path))
    ).worksheets
    names = [cell.value for cell in book[1][1]]
    places = [names.index(name) for name in ("Territoire", "Classe", "En clair")]
    found = [[line[at] for at in places] for line in book[1].iter_rows(min_row=2, values_only=True)]
    assert [tuple(line) for line in found] == rows

    features = json.loads(download(browser_page, "GeoJSON", tmp_path))["features"]
    said = [feature["properties"] for feature in features]
    assert [(x["Territoire"], x["Classe"], x["En clair"]) for x in said] == rows
    download(browser_page, "GeoPackage", tmp_path)
    [path] = tmp_path.glob("*.gpkg")
    layer = geopandas.read_file(path, layer="donnees")
    assert list(layer["En clair"]) == [value for _, _, value in rows]
    assert layer.is_valid.all()

    drawing = download(browser_page, "Carte (SVG)", tmp_path).decode("utf-8")
    assert all(text in drawing for text in ("Réponses simulées", "CTE en vigueur", "Sources"))
    assert re.search(r"Version \d{4}-\d\d-\d\d", drawing)
    assert download(browser_page, "Carte (PNG)", tmp_path).startswith(b"\x89PNG")


def test_the_wheel_and_a_finger_over_the_map_scroll_the_page(
    browser_page: Page, server: str
) -> None:
    visit(browser_page, server, PAGES[""])
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    x, y, width, height = map_canvas(browser_page)
    browser_page.mouse.move(x + width / 2, y + height / 4)
    before = browser_page.evaluate(scrolled)
    browser_page.mouse.wheel(0, 200)
    browser_page.wait_for_timeout(1_000)
    assert browser_page.evaluate(scrolled) >= before + 100
    touch = "getComputedStyle(document.querySelector('#deckgl-overlay')).touchAction"
    assert browser_page.evaluate(touch) == "pan-y"
