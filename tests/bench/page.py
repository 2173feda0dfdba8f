"""The page as a browser sees it, beside bare Streamlit pages; and its weight through the proxy.

The first drawing of the map is the first call that WebGL gets to draw something; a change of filter
lasts from the key that chooses to the last change in the document. Each measure is a fresh browser
context, nothing cached; ours and theirs in turn.
"""

import asyncio
import gzip
import json
import statistics
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import browser
from tests.conftest import CHROMIUM_FLAGS, serve
from tests.soak import serving
from tests.soak.visitor import Visitor

DESK: dict[str, Any] = {  # the policy of the page forbids to evaluate strings, as Playwright does
    "viewport": {"width": 1440, "height": 900},
    "bypass_csp": True,
}
RUNS = 7
CHANGES = 4  # of the filter, in each browser; the first one is not counted
WATCH = """
for (const kind of [WebGLRenderingContext, WebGL2RenderingContext])
  for (const name of Object.getOwnPropertyNames(kind.prototype)) {
    if (!/^draw[AER]/.test(name)) continue;
    const draw = kind.prototype[name];
    kind.prototype[name] = function (...words) {
      window.drawn ??= performance.now();
      return draw.apply(this, words);
    };
  }
addEventListener("keydown", (event) => {
  if (event.key === "Enter") window.chosen = window.changed = performance.now();
}, true);
new MutationObserver(() => { window.changed = performance.now(); })
  .observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
"""
AT_REST = """() => performance.now() - window.changed > 700
  && document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning" """
BARE_MAP = """
import json, pathlib, pydeck, streamlit
shapes = json.loads(pathlib.Path({path!r}).read_text("utf-8"))
layer = pydeck.Layer("GeoJsonLayer", shapes, get_fill_color=[65, 182, 196], pickable=True)
view = pydeck.ViewState(longitude=5.2, latitude=44.7, zoom=8)
streamlit.pydeck_chart(pydeck.Deck([layer], initial_view_state=view, map_provider=None), height=620)
"""
BARE_CHOICE = """
import streamlit
streamlit.write(streamlit.selectbox("Thème", [f"Thème {n}" for n in range(10)]))
"""


def first_map(opened: Browser, address: str) -> float:
    """Milliseconds from the navigation to the first drawing of the map."""
    page = _page(opened.new_context(**DESK), address)
    page.wait_for_function("window.drawn", timeout=60_000)
    drawn = float(page.evaluate("window.drawn"))
    page.context.close()
    return drawn


def changes(opened: Browser, address: str) -> float:
    """Milliseconds of a change of the selector named « Thème », median of a few."""
    page = _page(opened.new_context(**DESK), address)
    page.get_by_label("Thème").first.wait_for(timeout=60_000)
    found = []
    for _ in range(CHANGES):
        page.wait_for_function(AT_REST, timeout=60_000)
        page.get_by_label("Thème").first.click()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_timeout(100)
        page.wait_for_function(AT_REST, timeout=60_000)
        found.append(float(page.evaluate("window.changed - window.chosen")))
    page.context.close()
    return statistics.median(found[1:])


def weight(opened: Browser, address: str, log: Path) -> int:
    """Bytes received for a first visit of the map through the proxy, websocket included."""
    context = opened.new_context(**DESK)
    page = context.new_page()
    network = context.new_cdp_session(page)
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    network.send("Network.enable")
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_function("window.drawn", timeout=60_000)
    page.wait_for_function(AT_REST, timeout=60_000)
    context.close()
    opened.new_context().close()  # the proxy has written its line by then
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    stream = [line["size"] for line in lines if line["request"]["uri"] == "/_stcore/stream"]
    return int(sum(sizes)) + int(stream[-1])


async def map_data(address: str) -> int:
    """Bytes of the description of the map, compressed."""
    async with Visitor(address.replace("http", "ws")) as visitor:
        await visitor.open()
        return len(gzip.compress(visitor.map.encode(), 6))


def compare(
    ours: Callable[[], float], theirs: Callable[[], float]
) -> tuple[list[float], list[float]]:
    """Measure in turn, after one uncounted round."""
    pairs = [(ours(), theirs()) for _ in range(RUNS + 1)][1:]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def line(what: str, ours: list[float], theirs: list[float], aim: str) -> str:
    """One line of the table: the ratio is the median of the ratios, turn by turn."""
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    return (
        f"| {what} | {statistics.median(ours):.0f} ms / {statistics.median(theirs):.0f} ms"
        f" | {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) | {aim} |"
    )


def report(folder: Path, data: Path) -> list[str]:
    """Return the lines of a Markdown table for the served release of `data`; writes in `folder`."""
    folder.mkdir(parents=True)
    release = (data / "published" / "current").read_text("utf-8").strip()
    shapes = data / "published" / release / "exports" / "territories.geojson"
    (folder / "map.py").write_text(BARE_MAP.format(path=str(shapes)), "utf-8")
    (folder / "choice.py").write_text(BARE_CHOICE, "utf-8")
    log = folder / "proxy.log"
    with ExitStack() as stack:
        ours = stack.enter_context(contextmanager(serve)(data))
        bare_map = stack.enter_context(serving.streamlit(folder / "map.py"))
        bare_choice = stack.enter_context(serving.streamlit(folder / "choice.py"))
        public = stack.enter_context(serving.proxy([ours], log))
        playwright = stack.enter_context(sync_playwright())
        opened = playwright.chromium.launch(executable_path=browser.find(), args=CHROMIUM_FLAGS)
        first = compare(lambda: first_map(opened, ours), lambda: first_map(opened, bare_map))
        changed = compare(lambda: changes(opened, ours), lambda: changes(opened, bare_choice))
        page = weight(opened, public, log) / 1e6
        opened.close()
    with contextmanager(serve)(data) as ours:  # Playwright's event loop is gone
        drawn = asyncio.run(map_data(ours)) / 1e3
    return [
        "| what, in a browser | medians | ratio (min to max) | aim |",
        "|---|---|---|---|",
        line("first map drawn / a bare page with the same polygons", *first, "≤ 1.3"),
        line("a change of filter / an empty page with one selector", *changed, "≤ 3"),
        f"| first visit through the proxy, compressed | {page:.2f} MB | | ≤ 1.6 MB |",
        f"| the map's data, compressed | {drawn:.0f} kB | | ≤ 60 kB |",
    ]


def _page(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    return page
