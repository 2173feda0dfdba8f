"""What leads out of a page: the link of exactly this view, the pages that follow, the welcome."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from dashboard import sharing
from tests.dashboard.test_browser import PAGES as TITLES
from tests.dashboard.test_browser import PATIENCE, visit
from tests.dashboard.test_pages import (
    PAGES,
    ROYANS,
    app,  # noqa: F401 # a fixture
    opened,
    text,
)


def test_every_page_leads_to_pages_that_exist_and_none_to_itself() -> None:
    assert set(sharing.NEXT) == set(PAGES)
    for page, following in sharing.NEXT.items():
        assert following
        assert set(following) <= set(sharing.PAGES) - {page}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_ends_with_those_that_follow(app: AppTest, page: str) -> None:  # noqa: F811
    assert "Et ensuite ?" in text(opened(app, page))
    links = [link.proto.label for link in app.get("page_link")]
    assert [label for label in links if label.endswith("→")] == [
        f"{sharing.PAGES[other]} →" for other in sharing.NEXT[page]
    ]


def test_the_link_has_every_choice_and_another_keeps_the_release(app: AppTest, world: Path) -> None:  # noqa: F811
    app.query_params["epci"] = ROYANS
    app.query_params["theme"] = "alimentation"
    opened(app, "carte")
    served = (world / "published" / "current").read_text().strip()
    view, pinned = (code.value for code in app.code)
    assert view.endswith(f"?theme=alimentation&epci={ROYANS}")
    assert pinned == f"{view}&release={served}"


def test_the_copied_link_opens_the_same_view_for_somebody_else(
    browser_page: Page, server: str
) -> None:
    """By a finger: the button is there without a mouse over it."""
    browser_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(browser_page, f"{server}/pratiques?mot=paz", TITLES["pratiques"])
    browser_page.get_by_role("button", name="Partager cette vue").click()
    copy = browser_page.get_by_role("button", name="Copier", exact=True).first
    expect(copy).to_be_visible(timeout=PATIENCE)
    seen = copy.evaluate(
        "e => { let o = 1; for (; e; e = e.parentElement) o *= getComputedStyle(e).opacity;"
        " return o }"
    )
    assert seen == 1
    copy.click()
    assert browser_page.evaluate("navigator.clipboard.readText()") == browser_page.url


def test_the_two_links_say_what_each_keeps(app: AppTest) -> None:  # noqa: F811
    said = text(opened(app, "carte"))
    assert "cette vue, avec les chiffres du jour où on l'ouvre" in said
    assert "ces chiffres-ci, tels que publiés le" in said


def test_the_home_page_says_who_speaks_and_what_maturity_is(app: AppTest) -> None:  # noqa: F811
    said = text(opened(app, "carte"))
    assert "La CAF de la Drôme et la Fédération des centres sociaux portent ensemble" in said
    assert "accorderies disent en être, de 0 (pas abordé)" in said


def test_a_chosen_territory_has_its_sheet_and_the_welcome_leaves_on_the_next_page(
    app: AppTest,  # noqa: F811
) -> None:
    assert "Première visite ?" in text(opened(app, "carte"))
    app.selectbox(key="epci").set_value(ROYANS).run()
    assert "Première visite ?" in text(app)
    labels = [link.proto.label for link in app.get("page_link")]
    assert "**Ouvrir la fiche : Royans-Vercors**" in labels
    app.switch_page("views/methode.py").run()
    app.switch_page("views/carte.py").run()
    assert "Première visite ?" not in text(app)


@pytest.mark.parametrize("width", [1440, 1024, 375])
def test_the_first_choice_does_not_move_the_map(
    browser_page: Page, server: str, width: int
) -> None:
    browser_page.set_viewport_size({"width": width, "height": 5000})
    visit(browser_page, server, TITLES[""])
    title = browser_page.get_by_role("heading", name="Maturité de la transition")
    expect(title).to_be_visible(timeout=PATIENCE)
    browser_page.wait_for_timeout(1_000)  # the page lays itself out
    before = title.bounding_box()
    browser_page.get_by_role("button", name="Royans-Vercors").click()
    link = browser_page.get_by_role("link", name="Ouvrir la fiche : Royans-Vercors")
    expect(link).to_be_visible(timeout=PATIENCE)
    browser_page.wait_for_timeout(1_000)
    after = title.bounding_box()
    assert before
    assert after
    assert (after["x"], after["y"]) == pytest.approx((before["x"], before["y"]), abs=0.5)
