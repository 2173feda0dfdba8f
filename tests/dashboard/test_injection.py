"""Names that are markup or formulas: shown as they are written, run by nothing."""

import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from tests.conftest import serve
from tests.dashboard.test_api import client, get  # noqa: F401 # client is a fixture
from tests.dashboard.test_browser import PATIENCE, map_canvas
from tests.dashboard.test_pages import PAGES, ROYANS, app, opened  # noqa: F401 # a fixture

MARKUP = '<img src="x" onerror="window.broken = 1">'
IMAGE = "![x](https://ailleurs.invalid/x.png)"
FORMULA = '=HYPERLINK("https://ailleurs.invalid","Voir")'


@pytest.fixture(scope="module")
def spoilt(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny world's release, with such names in it and the hashes made good."""
    data = tmp_path_factory.mktemp("spoilt")
    published = shutil.copytree(world / "published", data / "published")
    folder = published / (published / "current").read_text().strip()
    sums = (folder / "SHA256SUMS").read_text()
    for name in ("public.duckdb", "comite.duckdb"):
        before = sha256((folder / name).read_bytes()).hexdigest()
        with duckdb.connect(folder / name) as con:
            con.execute("update marts.territories set name = ? || name", [MARKUP])
            con.execute("update marts.structures set name = ?", [f"{MARKUP}{IMAGE}"])
            con.execute("update marts.practices set label = ?", [FORMULA])
        sums = sums.replace(before, sha256((folder / name).read_bytes()).hexdigest())
    (folder / "SHA256SUMS").write_text(sums)
    return data


@pytest.fixture(scope="module")
def spoilt_server(spoilt: Path) -> Iterator[str]:
    yield from serve(spoilt)


def test_markup_in_a_name_is_text_in_the_tooltip_the_tables_and_the_panels(
    browser_page: Page, spoilt_server: str
) -> None:
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.goto(f"{spoilt_server}/?epci={ROYANS}")
    expect(browser_page.get_by_text("Sources reçues")).to_be_visible(timeout=PATIENCE)
    x, y, width, height = map_canvas(browser_page)
    browser_page.mouse.move(x + width / 2, y + height / 2)
    browser_page.mouse.move(x + width / 2 + 4, y + height / 2, steps=4)
    tooltip = browser_page.locator(".deck-tooltip")
    expect(tooltip).to_contain_text("<img", timeout=PATIENCE)
    expect(browser_page.get_by_text(IMAGE).first).to_be_visible(timeout=PATIENCE)
    assert browser_page.locator('img[src="x"], img[src*="ailleurs"]').count() == 0
    browser_page.goto(f"{spoilt_server}/pratiques")
    expect(browser_page.get_by_text("Sources reçues")).to_be_visible(timeout=PATIENCE)
    expect(browser_page.locator("table", has_text="<img").first).to_be_visible()
    assert browser_page.locator('img[src="x"], img[src*="ailleurs"]').count() == 0
    assert browser_page.evaluate("window.broken") is None
    assert not [url for url in asked if "ailleurs" in url]


def test_every_page_writes_markup_as_text(
    app: AppTest,  # noqa: F811
    spoilt: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TECS_DATA", str(spoilt))
    for page in PAGES:
        blocks = [element.proto.body for element in opened(app, page).get("html")]
        assert not [body for body in blocks if "<img src" in body], page


def test_a_formula_is_neutralised_in_the_csv_of_the_api(
    client: TestClient,  # noqa: F811
    spoilt: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TECS_DATA", str(spoilt))
    lines = get(client, "pratiques.csv").text
    assert "'=HYPERLINK" in lines
    assert ',"=HYPERLINK' not in lines
    assert get(client, "pratiques").json()["items"][0]["label"] == FORMULA
