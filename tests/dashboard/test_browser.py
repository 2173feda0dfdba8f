"""What only a browser shows: the drawn map, a click, the URL, the network, a new release."""

import os
import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import ConsoleMessage, Page, Request, expect

from dashboard.service.shell import ASSETS
from tests.conftest import serve, tecs

PAGES = {
    "": "Où en sont les territoires de la Drôme",
    "fiche": "Toute la Drôme",
    "politiques": "Les politiques locales",
    "pratiques": "Structures et pratiques",
    "evolution": "Ce qui a évolué",
    "ingredients": "Les ingrédients qui font la différence",
    "opportunites": "Où accompagner ensuite",
    "demarche": "La démarche TECS",
    "changements": "Ce qui a changé",
    "qualite": "Qualité des données",
    "methode": "Méthode",
    "et_si": "Et si les thèmes",
    "accessibilite": "Accessibilité",
}
ENGLISH = re.findall(r'^ {4}"([^"]+)":', (ASSETS / "french.js").read_text("utf-8"), re.MULTILINE)
SAID = """() => [...document.body.querySelectorAll("*")].flatMap(element => [
  ...["aria-label", "placeholder", "title"].map(name => element.getAttribute(name)),
  ...[...element.childNodes].map(node => node.nodeType === Node.TEXT_NODE ? node.data : null),
]).filter(text => text)"""
PATIENCE = 30_000  # milliseconds, on a slow machine


@pytest.fixture(autouse=True)
def no_other_host(browser_page: Page, server: str) -> Iterator[None]:
    """Fail on any request to another host, and on any error of the page's own code."""
    ours = urlsplit(server).netloc
    strangers: list[str] = []
    errors: list[str] = []

    def note(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.hostname != "127.0.0.1":
            strangers.append(request.url)

    def hear(message: ConsoleMessage) -> None:
        # on a page other than the first, Streamlit's client looks for its server one folder too
        # deep before it finds it: 404 on …/_stcore, by design
        if message.type == "error" and "/_stcore/" not in str(message.location.get("url")):
            errors.append(message.text)

    browser_page.on("request", note)
    browser_page.on("console", hear)
    yield
    assert not strangers, f"{ours} asked for other hosts"
    assert not errors


def visit(page: Page, address: str, title: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text(title, timeout=PATIENCE)
    expect(page.get_by_text("Sources reçues")).to_be_visible(timeout=PATIENCE)


def faults(page: Page) -> list[str]:
    """The serious and critical violations that axe-core finds in the page."""
    return [
        f"{found['id']}: {node['html'][:120]}"
        for found in Axe().run(page).response["violations"]
        if found["impact"] in {"serious", "critical"}
        for node in found["nodes"]
    ]


def english(page: Page) -> set[str]:
    """The words of Streamlit that the page says, to the eyes or to a screen reader."""
    return {
        text
        for text in page.evaluate(SAID)
        if text in ENGLISH
        or any(text.startswith(words) for words in ENGLISH if words.endswith(" "))
    }


@pytest.mark.parametrize(("scheme", "paper"), [("light", (255, 255, 255)), ("dark", (23, 29, 27))])
@pytest.mark.parametrize("path", ["evolution", "politiques"])
def test_a_drawing_is_on_a_paper_of_the_theme(
    browser_page: Page,
    server: str,
    path: str,
    scheme: Literal["light", "dark"],
    paper: tuple[int, ...],
) -> None:
    browser_page.emulate_media(color_scheme=scheme)
    visit(browser_page, f"{server}/{path}", PAGES[path])
    drawing = browser_page.locator(".tecs-drawing img").first
    corner = Image.open(BytesIO(drawing.screenshot())).convert("RGB").getpixel((4, 4))
    assert corner == paper


def map_canvas(page: Page) -> tuple[float, float, float, float]:
    canvas = page.locator("#deckgl-overlay, [data-testid=stDeckGlJsonChart] canvas").first
    expect(canvas).to_be_visible(timeout=PATIENCE)
    canvas.scroll_into_view_if_needed()
    page.wait_for_timeout(2_000)  # the map draws after it is there
    box = canvas.bounding_box()
    assert box
    return box["x"], box["y"], box["width"], box["height"]


def test_a_click_on_the_map_chooses_the_territory_and_writes_the_url(
    browser_page: Page, server: str
) -> None:
    visit(browser_page, server, PAGES[""])
    x, y, width, height = map_canvas(browser_page)
    # the seven square communes of the tiny world fill the frame: one of these points is land
    for across, down in ((0.5, 0.35), (0.5, 0.5), (0.6, 0.4), (0.4, 0.6), (0.65, 0.65)):
        browser_page.mouse.click(x + across * width, y + down * height)
        browser_page.wait_for_timeout(2_500)
        if "epci=" in browser_page.url:
            break
    assert "epci=" in browser_page.url
    siren = browser_page.url.split("epci=")[1][:9]
    expect(browser_page.locator("tr[aria-current=true]")).to_have_count(1, timeout=PATIENCE)
    chosen = browser_page.locator("tr[aria-current=true] th").inner_text()
    selector = browser_page.get_by_role("combobox", name="Communauté de communes ou agglo")
    expect(selector).to_have_value(chosen, timeout=PATIENCE)
    expect(browser_page.locator("h3", has_text=chosen).last).to_be_visible()
    browser_page.reload()
    expect(browser_page.locator("tr[aria-current=true] th")).to_have_text(chosen, timeout=PATIENCE)
    assert siren in browser_page.url


def test_a_shared_link_shows_the_figures_computed_by_hand(browser_page: Page, server: str) -> None:
    address = f"{server}/?epci=200067767&theme=alimentation&vague=2022"
    visit(browser_page, address, "Royans-Vercors : où en est-on")
    expect(browser_page).to_have_title(re.compile("^Royans-Vercors"))
    row = browser_page.locator("tr[aria-current=true]")
    expect(row).to_contain_text("Royans-Vercors")
    expect(row).to_contain_text("38 sur 100")  # 37.5
    expect(row).to_contain_text("4 structures")


def test_back_brings_the_former_choice(browser_page: Page, server: str) -> None:
    visit(browser_page, f"{server}/?vague=2022", PAGES[""])
    browser_page.get_by_role("link", name="Politiques").click()
    title = browser_page.get_by_role("heading", level=1)
    expect(title).to_contain_text("politiques locales", timeout=PATIENCE)
    browser_page.go_back()
    expect(title).to_contain_text("Où en sont", timeout=PATIENCE)
    expect(browser_page.get_by_text("vague 2022").first).to_be_visible(timeout=PATIENCE)


def test_an_open_page_shows_a_new_release_without_a_restart(
    browser_page: Page, world: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(world, tmp_path / "world")
    old = (data / "published" / "current").read_text().strip()
    serving = serve(data)
    address = next(serving)
    try:
        visit(browser_page, address, PAGES[""])
        expect(browser_page.get_by_text(f"Version {old}, publiée")).to_be_visible()
        run = tecs(data, "run", PATH=os.environ["PATH"])
        assert run.returncode == 0, run.stderr
        new = (data / "published" / "current").read_text().strip()
        expect(browser_page.get_by_text(f"Version {new}, publiée")).to_be_visible(timeout=PATIENCE)
    finally:
        next(serving, None)
