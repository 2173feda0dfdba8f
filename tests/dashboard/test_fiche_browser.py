"""From an address to the files: the fiche in a real browser, its downloads opened."""

import csv
import io
import re
import time
from pathlib import Path

import openpyxl
import pypdf
import pytest
from playwright.sync_api import Page, expect

ROYANS = "200067767"
PATIENCE = 30_000  # milliseconds, on a slow machine


@pytest.fixture
def fiche(browser_page: Page, server: str) -> Page:
    browser_page.goto(f"{server}/fiche?epci={ROYANS}&vague=2025")
    expect(browser_page.get_by_text("Sources reçues")).to_be_visible(timeout=PATIENCE)
    return browser_page


def download(page: Page, label: str, target: Path) -> bytes:
    with page.expect_download(timeout=PATIENCE) as waiting:
        page.get_by_role("button", name=label, exact=True).click()
    path = target / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path.read_bytes()


def on_screen(page: Page, caption: str) -> list[tuple[str, str, str]]:
    """Theme, reading and number of structures, as the table of the page writes them."""
    table = page.locator("table", has=page.locator("caption", has_text=caption))
    lines = [
        (row.locator("th").inner_text(), row.locator("td").all_inner_texts())
        for row in table.locator("tbody tr").all()
    ]
    return [(theme, cells[1], cells[2]) for theme, cells in lines]


def test_an_address_opens_a_fiche_whose_files_hold_the_rows_of_the_page(
    fiche: Page, tmp_path: Path
) -> None:
    rows = on_screen(fiche, "Maturité par thème, vague 2025")
    assert rows[0] == ("Ensemble", "57 sur 100", "4")
    text = download(fiche, "CSV (tableur français)", tmp_path).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert [(line["Thème"], line["Ici"], line["Structures"]) for line in lines] == rows
    assert lines[0]["Score sur 100"] == "56,944444"
    assert {line["Mention"] for line in lines} == {"Réponses simulées"}

    content = download(fiche, "Excel (XLSX)", tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[0] == "Lisez-moi"
    found = list(book.worksheets[1].iter_rows(min_row=2, max_col=3, values_only=True))
    assert [tuple(map(str, line)) for line in found] == rows

    reader = pypdf.PdfReader(io.BytesIO(download(fiche, "Télécharger la fiche (PDF)", tmp_path)))
    printed = re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in reader.pages))
    assert "Communauté de communes du Royans-Vercors" in printed
    assert all(reading.replace("\u00a0", " ") in printed for _, reading, _ in rows)


def test_the_paper_comes_within_two_seconds(fiche: Page, tmp_path: Path) -> None:
    started = time.monotonic()
    assert download(fiche, "Télécharger la fiche (PDF)", tmp_path).startswith(b"%PDF")
    assert time.monotonic() - started < 2


def test_the_chosen_table_is_the_one_downloaded(fiche: Page, tmp_path: Path) -> None:
    box = fiche.get_by_role("combobox", name=re.compile("Tableau à télécharger"))
    box.click()
    box.fill("Structures au registre")
    box.press("Enter")
    expect(box).to_have_value(re.compile("Structures au registre"), timeout=PATIENCE)
    fiche.wait_for_timeout(1_000)  # the buttons follow the choice
    text = download(fiche, "CSV standard", tmp_path).decode("utf-8")
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [line["Structure"] for line in lines] == ["Centre social La Paz"]
    assert "Mention" not in lines[0]  # the registry is real


def test_the_map_comes_as_a_drawing_and_as_an_image(fiche: Page, tmp_path: Path) -> None:
    drawing = download(fiche, "Carte (SVG)", tmp_path).decode("utf-8")
    assert "Réponses simulées" in drawing
    assert download(fiche, "Carte (PNG)", tmp_path).startswith(b"\x89PNG")


def test_the_details_are_folded_until_one_asks_for_them(fiche: Page) -> None:
    details = fiche.locator(".tecs caption", has_text="Les politiques et leurs dates")
    expect(details).not_to_be_visible()
    expect(fiche.get_by_role("heading", name="Les politiques et leurs dates")).to_be_visible()
    # who is there is read at once
    expect(fiche.locator(".tecs th", has_text="Centre social La Paz")).to_be_visible()
    for folded in fiche.get_by_text(re.compile("^Le détail")).all():
        folded.click()
    expect(details).to_be_visible(timeout=PATIENCE)


def test_no_table_of_the_page_has_a_download_of_its_own(fiche: Page) -> None:
    expect(fiche.get_by_test_id("stDownloadButton")).to_have_count(9, timeout=PATIENCE)
    assert fiche.get_by_test_id("stElementToolbarButton").count() == 0
