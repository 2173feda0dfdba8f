"""The page around the pages: French, with our fonts, its code asked for early, one step back."""

import re

import httpx
from fontTools.ttLib import TTFont
from playwright.sync_api import Page, expect

from dashboard.service import fonts, shell
from tests.dashboard.test_browser import ENGLISH, PAGES, PATIENCE, english, visit

ASKED = {"accept": "text/html"}


def test_the_page_is_french_and_names_the_code_of_the_map(server: str) -> None:
    answer = httpx.get(f"{server}/?vague=2022", headers=ASKED | {"if-none-match": "*"})
    assert (answer.status_code, answer.headers.get("etag")) == (200, None)
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert '<html lang="fr">' in answer.text
    assert "<title>Observatoire TECS" in answer.text
    assert "You need" not in answer.text
    early, preloaded = re.findall(r"\./static/js/DeckGlJsonChart\.[\w-]+\.js", answer.text)
    assert early == preloaded
    assert "DeckGl" not in httpx.get(f"{server}/methode", headers=ASKED).text


def test_every_file_that_the_page_names_is_there(server: str) -> None:
    text = httpx.get(server, headers=ASKED).text
    for address in re.findall(r'(?:href|src)="\./((?:static|early|french)[^"]*)"', text):
        answer = httpx.get(f"{server}/{address}")
        kind = answer.headers["content-type"]
        assert (answer.status_code, kind.split(";")[0]) in {
            *(
                (200, "application/javascript"),
                (200, "text/javascript"),
                (200, "text/css"),
                (200, "font/woff2"),
            ),
        }, address


def test_the_fonts_are_ours_and_hold_what_streamlit_s_hold_for_us(server: str) -> None:
    for address, ours in shell.FILES.items():
        if address.endswith(".woff2"):
            assert (
                httpx.get(f"{server}{address}").content == (shell.ASSETS / ours.path).read_bytes()
            )
    theirs = TTFont(next((fonts.STATIC / "media").glob("MaterialSymbols-Rounded.*.woff2")))
    icons = set(TTFont(shell.ASSETS / "icons.woff2").getGlyphOrder())
    missing = fonts.icon_names() & set(theirs.getGlyphOrder()) - icons
    assert not missing, "an upgrade of Streamlit: make fonts"
    assert {"keyboard_arrow_down", "expand_more", "check"} <= icons
    letters = TTFont(shell.ASSETS / "text.woff2").getBestCmap()
    assert set("éÉœŒçàùïâ’«»—–…€≥≤→²\u202f\u00a0").issubset(map(chr, letters))


def test_a_page_opens_at_its_head(browser_page: Page, server: str) -> None:
    browser_page.set_viewport_size({"width": 1440, "height": 600})
    visit(browser_page, f"{server}/qualite", PAGES["qualite"])
    browser_page.get_by_text("contrôles", exact=False).last.scroll_into_view_if_needed()
    place = "document.querySelector('[data-testid=stMain]').scrollTop"
    assert browser_page.evaluate(place) > 300
    browser_page.get_by_role("link", name="Méthode").first.click()
    title = browser_page.get_by_role("heading", level=1, name="Méthode")
    expect(title).to_be_visible(timeout=PATIENCE)
    browser_page.wait_for_timeout(1_000)  # the rest of the page comes
    assert browser_page.evaluate(place) == 0


def test_the_words_said_in_french_are_those_of_streamlit() -> None:
    code = "".join(path.read_text("utf-8") for path in shell.CODE.glob("*.js"))
    gone = [words for words in ENGLISH if " ".join(words.split()[:2]).rstrip(":,") not in code]
    assert not gone, "an upgrade of Streamlit: what does it say now?"


def test_what_opens_later_is_french_too(browser_page: Page, server: str) -> None:
    visit(browser_page, f"{server}/politiques", PAGES["politiques"])
    browser_page.get_by_role("button", name="Ouvrir le calendrier").click()
    expect(browser_page.get_by_role("button", name="Mois précédent")).to_be_visible()
    assert english(browser_page) == set()
    visit(browser_page, f"{server}/nowhere", PAGES[""])
    expect(browser_page.get_by_text("Page introuvable")).to_be_visible()
    assert english(browser_page) == set()


def test_a_choice_carried_to_the_next_page_is_no_step_of_its_own(
    browser_page: Page, server: str
) -> None:
    visit(browser_page, f"{server}/?epci=200067767", "Royans-Vercors")
    browser_page.get_by_role("link", name="Politiques").first.click()
    expect(browser_page).to_have_url(f"{server}/politiques?epci=200067767", timeout=PATIENCE)
    browser_page.go_back()
    expect(browser_page).to_have_url(f"{server}/?epci=200067767", timeout=PATIENCE)
    title = browser_page.get_by_role("heading", level=1)
    expect(title).to_contain_text("Royans-Vercors", timeout=PATIENCE)


def test_the_code_of_the_map_comes_compressed_to_who_reads_it(server: str) -> None:
    [address] = re.findall(
        r'href="\./(static/js/DeckGl[^"]*)"', httpx.get(server, headers=ASKED).text
    )
    plain = httpx.get(f"{server}/{address}", headers={"accept-encoding": "identity"})
    packed = httpx.get(f"{server}/{address}", headers={"accept-encoding": "gzip, br;q=1"})
    assert packed.headers["content-encoding"] == "br"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content) / 4
    assert "immutable" in packed.headers["cache-control"]
    assert plain.headers.get("content-encoding") is None
