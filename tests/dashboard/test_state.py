"""One state in the address: a pinned release, a frame, the first visit, the keyboard."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from dashboard import french
from tests.conftest import serve
from tests.dashboard.test_browser import PAGES, PATIENCE, faults, visit
from tests.dashboard.test_pages import (
    ROYANS,
    app,  # noqa: F401 # a fixture
    opened,
    published_again,
    text,
    url,
)

LONGEST_WALK = 150  # presses of the Tab key
LAYOUT = 800  # milliseconds for a page to lay itself out


@pytest.fixture
def versions(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two releases, the second one served; the page is to open on them."""
    found = published_again(world, tmp_path / "world")
    monkeypatch.setenv("TECS_DATA", str(tmp_path / "world"))
    return found


def test_an_address_shows_the_release_that_it_names(app: AppTest, versions: list[str]) -> None:  # noqa: F811
    first, second = versions
    app.query_params["release"] = first
    said = text(opened(app, "carte"))
    assert f"Version {first}" in said
    assert f"Version {second}" not in said
    assert "Vous regardez la version du" in said
    assert url(app) == {"release": first}


def test_the_pinned_release_follows_the_reader_and_can_be_dropped(
    app: AppTest,  # noqa: F811
    versions: list[str],
) -> None:
    first, second = versions
    app.query_params["release"] = first
    app.query_params["epci"] = ROYANS
    opened(app, "carte")
    app.switch_page("views/politiques.py").run()
    assert f"Version {first}" in text(app)
    assert url(app) == {"release": first, "epci": ROYANS}
    today, pinned = (code.value for code in app.code)
    assert "release" not in today
    assert f"release={first}" in pinned
    (drop,) = (button for button in app.button if button.label == "Revenir à la version en cours")
    drop.click().run()
    said = text(app)
    assert f"Version {second}" in said
    assert "Vous regardez la version" not in said
    assert url(app) == {"epci": ROYANS}


def test_the_served_release_may_be_named_without_a_notice(
    app: AppTest,  # noqa: F811
    versions: list[str],
) -> None:
    app.query_params["release"] = versions[1]
    assert "Vous regardez la version" not in text(opened(app, "carte"))
    assert url(app) == {"release": versions[1]}


@pytest.mark.parametrize("asked", ["2020-01-01-000000-000", "../raw", "![x](http://x.invalid/y)"])
def test_an_unknown_release_is_said_and_the_served_one_shown(
    app: AppTest,  # noqa: F811
    versions: list[str],
    asked: str,
) -> None:
    app.query_params["release"] = asked
    opened(app, "carte")
    said = text(app)
    assert f"Version {versions[1]}" in said
    assert f"« {asked} » que demande l'adresse n'est pas sur le disque" in said.replace("\\", "")
    assert "![x](" not in app.warning[0].value  # shown, not obeyed


def test_a_damaged_release_is_said_and_the_served_one_shown(
    app: AppTest,  # noqa: F811
    versions: list[str],
    tmp_path: Path,
) -> None:
    first, second = versions
    (tmp_path / "world" / "published" / first / "SHA256SUMS").unlink()
    app.query_params["release"] = first
    said = text(opened(app, "carte"))
    assert f"« {first} » que demande l'adresse est abîmée" in said
    assert f"Version {second}" in said


def test_whoever_comes_by_no_link_is_told_what_the_page_is_until_they_have_understood(
    app: AppTest,  # noqa: F811
) -> None:
    assert "Première visite ?" in text(opened(app, "carte"))
    next(button for button in app.button if button.label == "Compris").click().run()
    assert "Première visite ?" not in text(app)
    app.switch_page("views/methode.py").run()
    app.switch_page("views/carte.py").run()
    assert "Première visite ?" not in text(app)


def test_whoever_comes_by_a_link_is_told_nothing(app: AppTest) -> None:  # noqa: F811
    app.query_params["epci"] = ROYANS
    assert "Première visite ?" not in text(opened(app, "carte"))


def test_words_of_an_address_are_shown_not_obeyed() -> None:
    assert french.quoted("999999999") == "« 999999999 »"
    assert french.quoted("![x](y)*") == r"« \!\[x\]\(y\)\* »"


@pytest.mark.long
def test_an_open_page_stays_on_the_release_of_its_address(
    browser_page: Page, world: Path, tmp_path: Path
) -> None:
    first, _ = published_again(world, tmp_path / "world")
    serving = serve(tmp_path / "world")
    address = next(serving)
    try:
        visit(browser_page, f"{address}/?release={first}", PAGES[""])
        browser_page.wait_for_timeout(10_000)  # the watcher has looked once, every eight seconds
        expect(browser_page.get_by_text(f"Version {first}, publiée")).to_be_visible()
        browser_page.get_by_role("link", name="Politiques").click()
        expect(browser_page.get_by_role("heading", level=1)).to_contain_text("politiques locales")
        expect(browser_page.get_by_text(f"Version {first}, publiée")).to_be_visible(
            timeout=PATIENCE
        )
        expect(browser_page).to_have_url(f"{address}/politiques?release={first}")
        browser_page.reload()
        expect(browser_page.get_by_text(f"Version {first}, publiée")).to_be_visible(
            timeout=PATIENCE
        )
        browser_page.get_by_role("button", name="Revenir à la version en cours").click()
        expect(browser_page.get_by_text(f"Version {first}, publiée")).to_have_count(
            0, timeout=PATIENCE
        )
        expect(browser_page).to_have_url(f"{address}/politiques")
    finally:
        next(serving, None)


@pytest.mark.parametrize("width", [1440, pytest.param(375, marks=pytest.mark.long)])
def test_a_frame_has_no_chrome_and_keeps_its_sources(
    browser_page: Page, server: str, width: int
) -> None:
    browser_page.set_viewport_size({"width": width, "height": 900})
    browser_page.goto(f"{server}/?embed=true&theme=alimentation")
    expect(browser_page.get_by_text("· Sources :")).to_be_visible(timeout=PATIENCE)
    expect(browser_page.get_by_text("· Réponses simulées ·")).to_be_visible()
    expect(browser_page.get_by_text("Sources reçues")).to_have_count(0)
    expect(browser_page.get_by_role("link", name="Politiques")).to_have_count(0)
    expect(browser_page.locator("header")).to_be_hidden()
    assert "embed=true" in browser_page.url
    assert "theme=alimentation" in browser_page.url
    assert faults(browser_page) == []


def test_back_and_reload_keep_the_weights(browser_page: Page, server: str) -> None:
    visit(browser_page, f"{server}/et_si?poids=numerique:5", PAGES["et_si"])
    said = browser_page.get_by_text("passe de 57 à 59")
    expect(said).to_be_visible(timeout=PATIENCE)
    browser_page.reload()
    expect(said).to_be_visible(timeout=PATIENCE)
    browser_page.get_by_role("button", name="Revenir à la méthode de référence").click()
    expect(browser_page.get_by_text("Ce sont les poids de la méthode")).to_be_visible()
    expect(browser_page).to_have_url(f"{server}/et_si")
    browser_page.go_back()
    expect(said).to_be_visible(timeout=PATIENCE)


def test_a_slider_is_moved_by_the_keyboard(browser_page: Page, server: str) -> None:
    visit(browser_page, f"{server}/et_si", PAGES["et_si"])
    browser_page.get_by_role("slider", name="Numérique").focus()
    browser_page.keyboard.press("ArrowLeft")
    expect(browser_page).to_have_url(f"{server}/et_si?poids=numerique%3A0.5", timeout=PATIENCE)
    browser_page.get_by_role("slider", name="Numérique").focus()
    browser_page.keyboard.press("ArrowLeft")
    expect(browser_page.get_by_text("passe de 57 à 56")).to_be_visible(timeout=PATIENCE)
    expect(browser_page).to_have_url(f"{server}/et_si?poids=numerique%3A0", timeout=PATIENCE)


LOOK = """
    const look = e => JSON.stringify(
        [e, e.parentElement, e.closest('[data-baseweb]')].filter(Boolean).map(n => {
            const s = getComputedStyle(n);
            return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderColor, s.backgroundColor];
        }));
"""
STEP = f"""n => {{ {LOOK} const e = document.activeElement;
    if (e === document.body || e.dataset.met) return null;
    e.dataset.met = n;
    return [e.getAttribute('role') || e.tagName, look(e)] }}"""
AFTER = f"""n => {{ {LOOK} const e = document.querySelector(`[data-met="${{n}}"]`);
    return e ? [e.outerHTML.slice(0, 100), look(e)] : null }}"""
NEVER = """[...document.querySelectorAll('main a, main button, main input, main summary')].filter(
    e => e.checkVisibility() && !e.dataset.met && e.tabIndex >= 0 && !e.disabled
).map(e => e.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize(
    ("path", "kinds", "scheme"),
    [
        ("", {"combobox", "BUTTON", "A", "DIV"}, "light"),
        ("fiche", {"combobox", "BUTTON", "A", "DIV"}, "light"),
        pytest.param(
            "pratiques",
            {"combobox", "INPUT", "SUMMARY", "BUTTON", "A", "DIV"},
            "dark",
            marks=pytest.mark.long,
        ),
        ("qualite", {"combobox", "SUMMARY", "BUTTON", "A"}, "light"),
        ("et_si", {"combobox", "INPUT", "BUTTON", "A", "DIV"}, "dark"),
    ],
)
def test_the_keyboard_goes_to_the_end_of_the_page_and_shows_where_it_is(
    browser_page: Page, server: str, path: str, kinds: set[str], scheme: Literal["light", "dark"]
) -> None:
    browser_page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visit(browser_page, f"{server}/{path}", PAGES[path])
    browser_page.wait_for_timeout(LAYOUT)
    met: list[tuple[str, str]] = []
    for number in range(LONGEST_WALK):
        browser_page.keyboard.press("Tab")
        step = browser_page.evaluate(STEP, number)
        if step is None:
            break  # past the last one, or back to the first
        met.append(step)
    assert len(met) < LONGEST_WALK, "the keyboard is held"
    assert {kind for kind, _ in met} >= kinds
    assert browser_page.evaluate(NEVER) == []
    browser_page.evaluate("document.activeElement.blur()")
    unseen = [
        left[0]
        for number, (kind, with_focus) in enumerate(met)
        if kind != "MAIN"  # Streamlit's frame of the whole page
        and (left := browser_page.evaluate(AFTER, number))
        and left[1] == with_focus
    ]
    assert unseen == []


@pytest.mark.parametrize("path", PAGES)
def test_at_twice_the_size_nothing_overflows(browser_page: Page, server: str, path: str) -> None:
    browser_page.set_viewport_size({"width": 640, "height": 450})  # 1280 × 900 at 200 %
    visit(browser_page, f"{server}/{path}", PAGES[path])
    browser_page.wait_for_timeout(LAYOUT)
    assert browser_page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_transitions_end_at_once_for_those_who_ask(browser_page: Page, server: str) -> None:
    browser_page.emulate_media(reduced_motion="reduce")
    visit(browser_page, f"{server}/et_si", PAGES["et_si"])
    slowest = browser_page.evaluate(
        "Math.max(...[...document.querySelectorAll('*')].map("
        "e => parseFloat(getComputedStyle(e).transitionDuration)))"
    )
    assert slowest <= 0.001  # seconds
