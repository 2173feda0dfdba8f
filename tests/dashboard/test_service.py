"""What the service says of itself: headers, refusals, health, metrics, degraded mode."""

import json
import shutil
import urllib.error
import urllib.request
from datetime import UTC, date, datetime
from email.message import Message
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dashboard import snapshot
from dashboard.service import condition, hardening, operations
from tests.dashboard.test_browser import PAGES, map_canvas, visit
from tests.dashboard.test_pages import ROYANS, app, opened, text  # noqa: F401 # app is a fixture


def ask(address: str, method: str = "GET", **headers: str) -> tuple[int, Message, str]:
    """One request to the real server: status, headers, body."""
    request = urllib.request.Request(address, method=method, headers=headers)  # noqa: S310 # ours
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 # our own address
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read().decode()


@pytest.fixture
def client(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The operator's routes alone, on a copy of the published tiny world."""
    shutil.copytree(world / "published", tmp_path / "published")
    monkeypatch.setenv("TECS_DATA", str(tmp_path))
    return TestClient(Starlette(routes=operations.ROUTES))


def gauges(client: TestClient) -> dict[str, float]:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {sample.name: sample.value for family in families for sample in family.samples}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/fiche", 200), ("/_stcore/health", 200), ("/healthz", 200), ("/readyz", 200),
     ("/metrics", 200), ("/static/media/rien.woff2", 200), ("/_stcore/metrics", 404)],
)  # fmt: skip
def test_every_response_carries_the_security_headers(server: str, path: str, status: int) -> None:
    found, headers, _ = ask(server + path, accept="text/html")
    assert found == status
    said = headers["content-security-policy"]
    assert "default-src 'none'" in said
    assert "frame-ancestors 'self'" in said
    assert "unsafe-eval'" not in said.replace("'wasm-unsafe-eval'", "")
    assert "http" not in said, "no other host"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize("path", ["/", "/_stcore/upload_file/x/y", "/_stcore/agent/interact"])
def test_nothing_is_uploaded_nor_driven(server: str, path: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        status, headers, said = ask(server + path, method)
        assert status == 405
        assert headers["content-type"] == "application/problem+json"
        assert json.loads(said)["title"] == "Méthode refusée"


def test_the_page_works_under_its_policy_and_the_policy_holds(
    browser_page: Page, server: str
) -> None:
    """The map is drawn; a script that slipped into the page would not run."""
    refused: list[str] = []
    browser_page.on("console", lambda message: refused.append(message.text))
    browser_page.on("pageerror", lambda error: refused.append(str(error)))
    visit(browser_page, server, PAGES[""])
    map_canvas(browser_page)
    assert not [words for words in refused if "Content Security Policy" in words]
    browser_page.evaluate(
        "() => { document.body.insertAdjacentHTML('beforeend',"
        ' \'<img src="data:," onerror="window.broken = 1">\');'
        " const s = document.createElement('script'); s.textContent = 'window.broken = 2';"
        " document.body.append(s); }"
    )
    browser_page.wait_for_timeout(300)
    assert browser_page.evaluate("window.broken") is None
    assert len([words for words in refused if "Content Security Policy" in words]) >= 2


def test_another_site_cannot_frame_the_pages_unless_it_is_named(
    browser_page: Page, server: str
) -> None:
    """« localhost » and « 127.0.0.1 » are two sites for a browser."""
    browser_page.goto(f"{server.replace('127.0.0.1', 'localhost')}/healthz")
    browser_page.evaluate(
        "address => { const f = document.createElement('iframe'); f.src = address;"
        " document.body.append(f); }",
        server,
    )
    browser_page.wait_for_timeout(1_500)
    frame = browser_page.frames[-1]
    assert "tecs" not in frame.content().lower()
    expect(browser_page.frame_locator("iframe").get_by_role("heading")).to_have_count(0)


def test_the_sites_that_may_frame_the_pages_are_a_setting() -> None:
    assert hardening.policy("https://a.fr https://*.b.fr:8443").endswith(
        "frame-ancestors 'self' https://a.fr https://*.b.fr:8443"
    )
    with pytest.raises(ValueError, match="TECS_EMBED"):
        hardening.policy("https://a.fr; script-src *")


def test_ready_means_that_a_release_opens(client: TestClient, tmp_path: Path) -> None:
    served = (tmp_path / "published" / "current").read_text().strip()
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok", "release": served}
    (tmp_path / "published" / served / "SHA256SUMS").unlink()
    assert client.get("/healthz").status_code == 200
    refused = client.get("/readyz")
    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert gauges(client)["tecs_release_available"] == 0


def test_the_metrics_tell_the_release_the_run_and_the_memory(
    client: TestClient, tmp_path: Path
) -> None:
    found = gauges(client)
    assert 0 < found["tecs_release_age_seconds"] < 86_400
    assert found["tecs_rows_rejected"] >= 8
    assert found["tecs_last_run_success"] == 1
    assert found["process_resident_memory_bytes"] > 1e7
    note = {"at": "2026-11-25T10:00:00+00:00", "problems": 3}
    (tmp_path / "published" / "last_run.json").write_text(json.dumps(note))
    found = gauges(client)
    assert (found["tecs_last_run_success"], found["tecs_last_run_problems"]) == (0, 3)
    for unreadable in ("{", "[]", '{"at": 3}'):
        (tmp_path / "published" / "last_run.json").write_text(unreadable)
        assert "tecs_last_run_success" not in gauges(client), "unknown is not a failure"


def test_the_pages_say_that_the_last_run_failed(
    app: AppTest,  # noqa: F811
    world: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "a échoué" not in text(opened(app, "carte"))
    shutil.copytree(world / "published", tmp_path / "published")
    note = {"at": datetime.now(UTC).isoformat(), "problems": 2}
    (tmp_path / "published" / "last_run.json").write_text(json.dumps(note))
    monkeypatch.setenv("TECS_DATA", str(tmp_path))
    for page in ("carte", "qualite"):
        said = text(opened(app, page))
        assert "La dernière mise à jour, tentée le" in said
        assert "a échoué : les données reçues depuis ne sont pas encore montrées" in said


def test_data_older_than_promised_are_said_to_be(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tiny world promises that of its policies for 2099-06-30 (its source.toml)."""
    monkeypatch.setenv("TECS_DATA", str(world))
    release = snapshot.current()
    assert release
    assert condition.overdue(release, date(2099, 6, 30)) == []
    (late,) = condition.overdue(release, date(2099, 7, 1))
    assert late["renew_by"] == date(2099, 6, 30)


def test_carte_leads_home(server: str) -> None:
    asked = {"accept": "text/html"}
    home = httpx.get(f"{server}/carte?epci={ROYANS}", headers=asked)
    assert (home.status_code, home.headers["location"]) == (307, f"./?epci={ROYANS}")
