"""Who may read what: every page and route by every reader, against a real provider process."""

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pytest
from itsdangerous import URLSafeTimedSerializer
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from dashboard.api.representations import FORMATS
from dashboard.api.resources import RESOURCES
from dashboard.service import access, provider, roles
from dashboard.service.provider import BadSetting
from dashboard.service.roles import Role
from tests.conftest import free_port, serve, wait_for
from tests.dashboard.test_browser import PATIENCE, faults
from tests.dashboard.test_pages import PAGES, ROYANS, app, opened, text  # noqa: F401 # a fixture
from tests.dashboard.wire import Visitor, run

DIOIS = "242600534"
SECRET = "a-secret-of-the-tests-of-forty-characters"  # noqa: S105 # of this process only
COOKIE = "_streamlit_user"
MENTION = "Version 20"  # which release, under every figure
RESERVED = "Cette page est réservée"
BROKEN = "n'a pas pu être affichée"
PEOPLE: dict[str, dict[str, Any]] = {
    "comite": {"email": "Comite@exemple.invalid"},  # capitals: the table has none
    "steward": {"email": "steward@exemple.invalid"},
    "partenaire": {"email": "pat@exemple.invalid"},
    "neighbour": {"email": "voisin@exemple.invalid"},
    "claimed": {"email": "claimed@exemple.invalid", "tecs": ["lecture", f"partenaire:{ROYANS}"]},
    "nobody": {"email": "nobody@exemple.invalid", "tecs": "administrateur"},
    "unverified": {"email": "comite@exemple.invalid", "email_verified": False},
}
TABLE = f"""email,role,siren_epci
comite@exemple.invalid,comite,
steward@exemple.invalid,steward,
pat@exemple.invalid,partenaire,{ROYANS}
voisin@exemple.invalid,partenaire,{DIOIS}
"""
READERS = ("anybody", *PEOPLE)
CLOSED = {  # the pages that each one is refused
    "anybody": {"qualite", "opportunites"},
    "nobody": {"qualite", "opportunites"},
    "unverified": {"qualite", "opportunites"},
    "partenaire": {"qualite"},
    "neighbour": {"qualite"},
    "claimed": {"qualite"},
    "steward": {"opportunites"},
    "comite": set(),
}
LINKS = [f"/api/v1/{r.name}{f.suffix}" for r in RESOURCES for f in FORMATS]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A provider that runs, and the environment of a dashboard that trusts it."""
    folder, port, own = tmp_path_factory.mktemp("access"), free_port(), free_port()
    (folder / "roles.csv").write_text(TABLE)
    (folder / "cookie").write_text(f"{SECRET}\n")
    known = [{"sub": sub, "email_verified": True, **claims} for sub, claims in PEOPLE.items()]
    users = [word for user in known for word in ("--user-claims", json.dumps(user))]
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *users],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        metadata = f"http://127.0.0.1:{port}/.well-known/openid-configuration"
        wait_for(metadata, process)
        yield {
            "TECS_ACCESS": "oidc",
            "TECS_ADDRESS": f"http://127.0.0.1:{own}",
            "TECS_OIDC_METADATA": metadata,
            "TECS_OIDC_CLIENT_ID": "tecs",
            "TECS_OIDC_CLIENT_SECRET": "known-to-both",
            "TECS_COOKIE_SECRET_FILE": str(folder / "cookie"),
            "TECS_ROLES": str(folder / "roles.csv"),
            "TECS_ROLE_CLAIM": "tecs",
            "TECS_AUDIT_LOG": str(folder / "audit.log"),
        }
        process.terminate()


@pytest.fixture(scope="module")
def told(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny world's release, with something to hide: it is too small to tell partners much.

    The partner of the Royans is given the proposals that the comité sees there.
    """
    data = tmp_path_factory.mktemp("told")
    published = shutil.copytree(world / "published", data / "published")
    folder = published / (published / "current").read_text().strip()
    path = folder / "partenaires" / f"{ROYANS}.duckdb"
    before = sha256(path.read_bytes()).hexdigest()
    with duckdb.connect(path) as con:
        con.execute(f"attach '{folder / 'comite.duckdb'}' as comite (read_only)")
        con.execute("insert into marts.opportunities by name from comite.marts.opportunities")
        assert con.execute("select distinct siren_epci from marts.opportunities").fetchall() == [
            (ROYANS,)
        ]
    sums = (folder / "SHA256SUMS").read_text()
    sums = sums.replace(before, sha256(path.read_bytes()).hexdigest())
    (folder / "SHA256SUMS").write_text(sums)
    return data


@pytest.fixture(scope="module")
def guarded(told: Path, settings: dict[str, str]) -> Iterator[str]:
    """The dashboard on it, behind that provider."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in settings.items():
            environment.setenv(name, value)
        yield from serve(told, int(settings["TECS_ADDRESS"].rpartition(":")[2]))


@pytest.fixture(scope="module")
def visitors(guarded: str) -> dict[str, Visitor]:
    """Everybody, logged in once; « anybody » is not."""
    found = {name: Visitor(guarded) for name in READERS}
    for name in PEOPLE:
        found[name].sign_in(name)
    return found


@pytest.fixture
def oidc(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same environment in this process."""
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


def audited(settings: dict[str, str]) -> list[dict[str, str]]:
    path = Path(settings["TECS_AUDIT_LOG"])
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def claims_of(visitor: Visitor) -> dict[str, Any]:
    """What the session's cookie says: it is signed, not hidden."""
    found = json.loads(URLSafeTimedSerializer(SECRET, salt=COOKIE).loads(visitor.cookies[COOKIE]))
    assert isinstance(found, dict)
    return found


def with_claims(visitor: Visitor, secret: str = SECRET, **changed: Any) -> Visitor:
    """The same visitor with other claims in the cookie, signed with `secret`."""
    said = json.dumps({**claims_of(visitor), **changed})
    signed = URLSafeTimedSerializer(secret, salt=COOKIE).dumps(said)
    assert isinstance(signed, str)
    return Visitor(visitor.server, {**visitor.cookies, COOKIE: signed})


@pytest.mark.parametrize("reader", READERS)
def test_every_page_opens_for_those_whom_it_is_for_and_no_other(
    visitors: dict[str, Visitor], settings: dict[str, str], reader: str
) -> None:
    before = len(audited(settings))
    with visitors[reader].open() as socket:
        said = {page: run(socket, page, "embed=true") for page in PAGES}
    assert {page for page in PAGES if RESERVED in said[page]} == CLOSED[reader]
    assert not [page for page in PAGES if BROKEN in said[page]]
    assert not [page for page in CLOSED[reader] if MENTION in said[page]], "nothing but words"
    assert all(MENTION in said[page] for page in PAGES if page not in CLOSED[reader])
    lines = audited(settings)[before:]
    assert {line["what"] for line in lines} == {f"page {page}" for page in CLOSED[reader]}
    expected = "anonyme" if reader == "anybody" else PEOPLE[reader]["email"]
    assert {line["who"] for line in lines} <= {expected}


def test_every_route_answers_every_reader_from_his_own_databases(
    visitors: dict[str, Visitor],
) -> None:
    """The six resources are public: the same rows for all, under the tag of each audience."""
    tags = {}
    for link in LINKS:
        answers = {name: visitor.get(f"{link}?limit=1") for name, visitor in visitors.items()}
        assert {answer.status_code for answer in answers.values()} == {200}, link
        assert len({answer.content for answer in answers.values()}) == 1, link
        tags = {name: answer.headers["etag"] for name, answer in answers.items()}
        assert {a.headers["cache-control"] for a in answers.values()} == {"private, no-cache"}
    assert tags["anybody"] == tags["nobody"] == tags["unverified"] == tags["steward"]
    assert tags["partenaire"] == tags["claimed"]
    assert len({tags[name] for name in ("anybody", "partenaire", "neighbour", "comite")}) == 4


def test_a_partner_sees_nothing_of_another_territory_whatever_the_address(
    visitors: dict[str, Visitor],
) -> None:
    proposals = "Ordre :"  # there are some for the Royans only
    for name in ("partenaire", "claimed", "comite"):
        assert proposals in visitors[name].read("opportunites", f"epci={ROYANS}")
    for query in (f"epci={ROYANS}", "", f"epci={ROYANS}&role=comite&audience=comite"):
        assert proposals not in visitors["neighbour"].read("opportunites", query)


@pytest.mark.parametrize(
    "path",
    ["/api/v1/maturite?role=comite", "/api/v1/maturite?epci=' or 1=1 --", "/api/v1/../v1/comite",
     "/api/v1/structures?epci=../comite", "/api/v1/maturite?limit=99999999",
     "/api/v1/maturity_by_structure", "/comite.duckdb", "/app/static/comite.duckdb",
     "/partenaires/200067767.duckdb", "/media/comite.duckdb"],
)  # fmt: skip
def test_tampered_addresses_give_no_figure(visitors: dict[str, Visitor], path: str) -> None:
    for name in ("anybody", "partenaire"):
        answer = visitors[name].get(path)
        refused = answer.status_code in {400, 404}
        assert refused or b"<!DOCTYPE html>" in answer.content, "Streamlit's empty page"


FORGERIES: dict[str, Any] = {
    "another secret": lambda v: with_claims(v, "another-secret-of-forty-characters-or-so"),
    "not signed": lambda v: Visitor(v.server, {**v.cookies, COOKIE: json.dumps(claims_of(v))}),
    "too old": lambda v: with_claims(v, iat=int(time.time()) - 9 * 3600),
    "of tomorrow": lambda v: with_claims(v, iat=int(time.time()) + 86_400),
    "without a date": lambda v: with_claims(v, iat=None),
    "of another site": lambda v: with_claims(v, origin="https://ailleurs.invalid"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_or_expired_session_opens_nothing_and_is_noted(
    visitors: dict[str, Visitor], settings: dict[str, str], forgery: str
) -> None:
    before = len(audited(settings))
    visitor = FORGERIES[forgery](visitors["comite"])
    refused = visitor.get("/api/v1/maturite")
    assert refused.status_code == 401
    assert refused.headers["content-type"] == "application/problem+json"
    assert "session" in refused.json()["detail"].casefold()
    assert audited(settings)[before]["what"] == "api /api/v1/maturite"
    said = visitor.read("qualite")
    assert RESERVED in said
    assert "session" in said
    assert {line["what"] for line in audited(settings)[before + 1 :]} == {"session", "page qualite"}


def test_a_downgraded_user_loses_access_at_the_next_rerun(
    visitors: dict[str, Visitor], settings: dict[str, str]
) -> None:
    path = Path(settings["TECS_ROLES"])
    with visitors["comite"].open() as socket:
        assert RESERVED not in run(socket, "qualite")
        try:
            path.write_text(TABLE.replace("comite@exemple.invalid,comite", "x@y.invalid,comite"))
            assert RESERVED in run(socket, "qualite"), "on the open page"
            path.write_text("this is no table\n")
            assert "Les rôles ne peuvent être lus" in run(socket, "qualite")
            assert visitors["comite"].get("/api/v1/maturite").status_code == 401
        finally:
            path.write_text(TABLE)
        assert RESERVED not in run(socket, "qualite")


def test_logging_out_ends_the_session_also_for_a_copy_of_its_cookies(guarded: str) -> None:
    visitor = Visitor(guarded)
    visitor.sign_in("steward")
    copy = Visitor(guarded, dict(visitor.cookies))
    with copy.open() as socket:
        assert RESERVED not in run(socket, "qualite")
        left = visitor.get("/auth/logout")
        assert "end_session" in left.headers["location"]
        assert COOKIE not in visitor.cookies
        assert RESERVED in run(socket, "qualite"), "an open page too"
    assert copy.get("/api/v1/maturite").status_code == 401


def test_the_page_that_asked_to_leave_is_not_warned_while_it_still_runs(
    guarded: str, settings: dict[str, str]
) -> None:
    visitor = Visitor(guarded)
    visitor.sign_in("neighbour")
    before = len(audited(settings))
    with visitor.open() as socket:
        button = re.search(r"\[Se déconnecter\]\((\S+)\)", run(socket, "methode"))
        assert button, "no way out"
        run(socket, "methode", press=button[1])
        visitor.get("/auth/logout")
        left = run(socket, "methode")
    assert "Se connecter" in left
    assert "Votre session est terminée" not in left
    assert audited(settings)[before:] == []


@pytest.mark.usefixtures("oidc")
def test_a_download_made_after_the_role_was_taken_away_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "roles.csv"
    table.write_text(TABLE)
    monkeypatch.setenv("TECS_ROLES", str(table))
    said = {"is_logged_in": True, "sub": "s", "iat": int(time.time()),
            "email": "comite@exemple.invalid", "email_verified": True}  # fmt: skip
    reader = access.identify(said)
    assert reader.role == Role("comite")
    assert reader.still()
    table.write_text("email,role,siren_epci\n")
    assert not reader.still()


@pytest.mark.usefixtures("oidc")
def test_the_session_is_read_by_every_page_and_not_by_the_address(
    app: AppTest,  # noqa: F811
) -> None:
    app.user = {"is_logged_in": True, "sub": "s", "iat": int(time.time()),
                "email": "steward@exemple.invalid", "email_verified": True}  # fmt: skip
    said = text(opened(app, "qualite"))
    assert "Gestion des données · steward@exemple.invalid" in said


def test_a_person_logs_in_and_out_by_the_browser(
    browser_page: Page, guarded: str, settings: dict[str, str]
) -> None:
    before = len(audited(settings))
    browser_page.goto(guarded)
    expect(browser_page.get_by_role("button", name="Se connecter")).to_be_visible(timeout=PATIENCE)
    expect(browser_page.get_by_role("link", name="Qualité", exact=True)).to_have_count(0)
    browser_page.get_by_role("button", name="Se connecter").click()
    browser_page.get_by_placeholder("sub").fill("comite")
    browser_page.get_by_role("button", name="Authorize").click()
    expect(browser_page.get_by_text("Comité de pilotage · Comite@exemple.invalid")).to_be_visible(
        timeout=PATIENCE
    )
    assert faults(browser_page) == []
    expect(browser_page.get_by_role("link", name="Qualité", exact=True)).to_be_visible()
    browser_page.goto(f"{guarded}/qualite")
    expect(browser_page.get_by_text("Lignes rejetées").first).to_be_visible(timeout=PATIENCE)
    browser_page.get_by_role("button", name="Se déconnecter").click()
    browser_page.wait_for_url("**/oauth2/end_session**", timeout=PATIENCE)
    browser_page.goto(f"{guarded}/qualite")
    expect(browser_page.get_by_text(RESERVED)).to_be_visible(timeout=PATIENCE)
    assert faults(browser_page) == []
    assert "session" not in {line["what"] for line in audited(settings)[before:]}, (
        "to leave is fine"
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("TECS_ACCESS", "fermé", "ni « open » ni « oidc »"),
     ("TECS_ADDRESS", "http://tecs.exemple.invalid", "https://"),
     ("TECS_OIDC_CLIENT_ID", "", "TECS_OIDC_CLIENT_ID n'est pas réglée"),
     ("TECS_COOKIE_SECRET_FILE", "/nowhere", "ne peut être lu"),
     ("TECS_OIDC_CLIENT_SECRET_FILE", "/nowhere", "ne peut être lu")],
)  # fmt: skip
@pytest.mark.usefixtures("oidc")
def test_a_setting_that_cannot_be_used_is_said_without_a_secret(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=said) as caught:
        provider.load()
    assert SECRET not in str(caught.value)


@pytest.mark.usefixtures("oidc")
def test_a_short_cookie_secret_is_refused_and_none_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert SECRET not in repr(provider.load())
    monkeypatch.delenv("TECS_COOKIE_SECRET_FILE")
    monkeypatch.setenv("TECS_COOKIE_SECRET", "short")
    with pytest.raises(BadSetting, match="32 caractères"):
        provider.load()


@pytest.mark.parametrize(
    "line",
    ["a@b.invalid,chef,", "a@b.invalid,partenaire,", "a@b.invalid,comite,200067767",
     "a@b.invalid,partenaire,20006776", ",comite,", "x@y.invalid,comite,\nX@y.invalid,steward,"],
)  # fmt: skip
@pytest.mark.usefixtures("oidc")
def test_a_table_of_roles_that_says_nothing_clear_gives_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    path = tmp_path / "roles.csv"
    path.write_text(f"email,role,siren_epci\n{line}\n")
    monkeypatch.setenv("TECS_ROLES", str(path))
    with pytest.raises(BadSetting, match="ligne"):
        roles.table()


@pytest.mark.usefixtures("oidc")
def test_an_email_counts_only_when_it_is_vouched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"email": "comite@exemple.invalid"}
    assert roles.role_of(said) == Role()
    monkeypatch.setenv("TECS_EMAIL_TRUSTED", "oui")
    assert roles.role_of(said) == Role("comite")
    assert roles.role_of({**said, "email_verified": False}) == Role()
