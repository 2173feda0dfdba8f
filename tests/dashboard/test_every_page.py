"""Every page in both themes at three widths: in French, whole, accessible to axe-core."""

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from pipelines.settings import ROOT
from tests.dashboard.test_browser import (
    PAGES,
    english,
    faults,
    no_other_host,  # noqa: F401 # a fixture
    visit,
)

WIDTHS = (1440, 1024, 375)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ARTIFACTS = ROOT / "tests" / "artifacts"


def dress(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Have the page take this theme, as when the reader's system changes it."""
    page.emulate_media(color_scheme=scheme)
    expect(page.locator(".stApp")).to_have_css("color-scheme", scheme)
    page.wait_for_timeout(500)  # the page runs again, for the colours that the server chooses


def unroll(page: Page, width: int) -> None:
    """Make the window as tall as the page: axe-core does not see what has to be scrolled to."""
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(500)  # the page lays itself out again
    height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(500)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_french_and_accessible_at_every_width_in_both_themes(
    browser_page: Page, server: str, path: str
) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    visit(browser_page, f"{server}/{path}", PAGES[path])
    assert browser_page.locator("html").get_attribute("lang") == "fr"
    for width in WIDTHS:
        unroll(browser_page, width)
        overflow = browser_page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow == 0
        assert english(browser_page) == set()
        for scheme in SCHEMES:
            dress(browser_page, scheme)
            assert faults(browser_page) == [], f"{width} pixels, {scheme}"
            name = f"{path or 'carte'}-{width}-{scheme}.png"
            browser_page.screenshot(path=ARTIFACTS / name, full_page=True)


def test_the_chosen_territory_is_readable_among_the_others(browser_page: Page, server: str) -> None:
    visit(browser_page, f"{server}/?epci=200067767", "Royans-Vercors")
    expect(browser_page.get_by_test_id("stBaseButton-primary").first).to_be_visible()
    unroll(browser_page, 1440)
    for scheme in SCHEMES:
        dress(browser_page, scheme)
        assert faults(browser_page) == []
