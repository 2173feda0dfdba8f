"""`tecs fetch` against a real local server that misbehaves in every way: nothing good is lost."""

import ast
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipelines.errors import Problem
from pipelines.fetch import Fetched, Limits, fetch
from pipelines.official_files import OfficialFile
from pipelines.settings import ROOT, Settings
from pipelines.sources import policies
from tests.conftest import copy_world, tecs
from tests.sources.official import FOLDER

GOOD = (FOLDER / "anct-crte" / "liste-crte.csv").read_bytes()
PERSONAL = (FOLDER / "ademe-pcaet-v1" / "Demarches_PCAET_V1_entete.csv").read_bytes()
LIMITS = Limits(silence=0.5, total=1.5, size=1024 * 1024, attempts=3, wait=0.01)
TODAY = date(2026, 11, 24)
WEB_PAGE = b"<!DOCTYPE html><html lang='fr'><title>Maintenance</title></html>"
CHANGED = "Thu, 17 Jul 2025 10:00:00 GMT"


class Server(ThreadingHTTPServer):
    """Answers by path; `asked` is the number of requests of each, `sent` those that got a body."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.body = GOOD
        self.asked: dict[str, int] = {}
        self.sent = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    """One behaviour for each path."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer as the path says."""
        word = self.path.strip("/")
        self.server.asked[word] = self.server.asked.get(word, 0) + 1
        getattr(self, f"answer_{word}")()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def reply(self, body: bytes, code: int = 200, **headers: str) -> None:
        self.send_response(code)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def answer_good(self) -> None:
        if self.headers.get("If-None-Match") == '"one"' and self.server.body == GOOD:
            self.reply(b"", 304, ETag='"one"')
            return
        self.server.sent += 1
        tag = '"one"' if self.server.body == GOOD else '"two"'
        self.reply(self.server.body, ETag=tag, Last_Modified=CHANGED)

    def answer_plain(self) -> None:
        self.reply(self.server.body)

    def answer_moved(self) -> None:
        self.reply(b"", 302, Location="/good")

    def answer_busy(self) -> None:
        if self.server.asked["busy"] < 3:
            self.reply(b"", 503)
        else:
            self.reply(GOOD)

    def answer_missing(self) -> None:
        self.reply(b"introuvable", 404)

    def answer_broken(self) -> None:
        self.reply(b"", 500)

    def answer_empty(self) -> None:
        self.reply(b"")

    def answer_page(self) -> None:
        self.reply(WEB_PAGE, Content_Type="text/html; charset=utf-8")

    def answer_disguised(self) -> None:
        self.reply(b"\xef\xbb\xbf\r\n" + WEB_PAGE, Content_Type="text/csv")

    def answer_truncated(self) -> None:
        self.reply(GOOD[:300], Content_Length=str(len(GOOD)))
        self.close_connection = True

    def answer_cut(self) -> None:
        """Cut short by a server that announces no length: only the last line tells."""
        self.reply(GOOD[:-30], Content_Length=str(len(GOOD) - 30))

    def answer_large(self) -> None:
        self.reply(b"", Content_Length=str(2 * 1024 * 1024))
        self.close_connection = True

    def answer_endless(self) -> None:
        """Too large, and announces nothing: chunk after chunk."""
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for _ in range(64):
                self.wfile.write(b"10000\r\n" + b"a" * 0x10000 + b"\r\n")
        except OSError:  # the client has had enough
            self.close_connection = True

    def answer_silent(self) -> None:
        time.sleep(1)
        self.close_connection = True

    def answer_dripping(self) -> None:
        """A byte now and then: never silent, never done."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(GOOD)))
        self.end_headers()
        try:
            for byte in GOOD[:100]:
                self.wfile.write(bytes([byte]))
                time.sleep(0.1)
        except OSError:
            self.close_connection = True

    def answer_other(self) -> None:
        self.reply(b"a,b\n1,2\n")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
        yield server
        server.shutdown()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, demonstration="auto")


def crte(address: str, name: str = "crte") -> OfficialFile:
    words = ("Suivi des CRTE", "ANCT", "etalab-2.0", address, "https://exemple.invalid/crte")
    return OfficialFile(name, "anct-crte", "liste-crte.csv", *words, "false")


def got(settings: Settings, file: OfficialFile, today: date = TODAY) -> Fetched:
    done, problems = fetch(settings, [file], LIMITS, today)
    assert not problems, problems
    return done[0]


def refused(settings: Settings, file: OfficialFile) -> Problem:
    done, problems = fetch(settings, [file], LIMITS, TODAY)
    assert not done
    return problems[0]


def files(settings: Settings) -> dict[str, bytes]:
    """Every file under the data folder; leftovers would show."""
    found = (p for p in settings.data.rglob("*") if p.is_file())
    return {path.relative_to(settings.data).as_posix(): path.read_bytes() for path in found}


def test_a_new_file_makes_a_complete_drop_that_the_pipeline_reads(
    server: Server, tmp_path: Path
) -> None:
    settings = Settings(copy_world(tmp_path), "auto")
    one = got(settings, crte(f"{server.address}/moved"))
    assert (one.outcome, one.place, one.rows) == ("nouveau", "raw/policies/2026-crte", 7)
    drop = tmp_path / one.place
    assert (drop / "liste-crte.csv").read_bytes() == GOOD
    assert (drop / "source.toml").read_text("utf-8") == (
        'title = "Suivi des CRTE"\nproducer = "ANCT"\nlicence = "etalab-2.0"\n'
        'address = "https://exemple.invalid/crte"\nlayout = "anct-crte"\npersonal_data = false\n'
        "received_on = 2026-11-24\nstated_on = 2025-07-17\n"
    )
    assert len(policies.read(settings)["official_policies"]) == 7


def test_an_unchanged_file_is_not_sent_twice(server: Server, settings: Settings) -> None:
    file = crte(f"{server.address}/good")
    got(settings, file)
    before = files(settings)
    assert got(settings, file).outcome == "inchangé"
    assert got(settings, file, date(2027, 2, 1)).outcome == "inchangé"  # nor the year after
    assert (server.asked["good"], server.sent) == (3, 1)
    assert files(settings) == before


def test_an_unchanged_file_is_known_by_its_bytes_when_the_server_tells_nothing(
    server: Server, settings: Settings
) -> None:
    file = crte(f"{server.address}/plain")
    got(settings, file)
    assert got(settings, file, date(2027, 2, 1)).outcome == "inchangé"
    assert not (settings.raw / "policies/2027-crte").exists()


def test_a_changed_file_replaces_the_former_and_keeps_the_words_of_the_steward(
    server: Server, settings: Settings
) -> None:
    file = crte(f"{server.address}/good")
    drop = settings.data / got(settings, file).place
    with (drop / "source.toml").open("a", encoding="utf-8") as said:
        said.write('note = "Relu."\n')
    server.body = GOOD.replace(b"12-07-2021", b"13-07-2021")
    assert got(settings, file, date(2026, 12, 1)).outcome == "mis à jour"
    assert (drop / "liste-crte.csv").read_bytes() == server.body
    words = (drop / "source.toml").read_text("utf-8")
    assert 'note = "Relu."' in words
    assert words.count("received_on = 2026-12-01") == words.count("received_on") == 1


def test_a_changed_file_of_another_year_is_a_new_drop(server: Server, settings: Settings) -> None:
    file = crte(f"{server.address}/good")
    got(settings, file)
    server.body = GOOD.replace(b"12-07-2021", b"13-07-2021")
    assert got(settings, file, date(2027, 2, 1)).place == "raw/policies/2027-crte"
    assert (settings.raw / "policies/2026-crte/liste-crte.csv").read_bytes() == GOOD


def test_a_file_edited_or_removed_here_is_downloaded_again(
    server: Server, settings: Settings
) -> None:
    file = crte(f"{server.address}/good")
    path = settings.data / got(settings, file).place / "liste-crte.csv"
    path.write_bytes(b"ouvert dans un tableur")
    assert got(settings, file).outcome == "mis à jour"
    assert path.read_bytes() == GOOD


def test_a_busy_server_is_asked_again(server: Server, settings: Settings) -> None:
    assert got(settings, crte(f"{server.address}/busy")).outcome == "nouveau"
    assert server.asked["busy"] == 3


@pytest.mark.parametrize(
    ("path", "message", "tries"),
    [
        ("missing", "ce fichier n'est plus à cette adresse.", 1),
        ("broken", "le serveur refuse ou échoue.", 3),
        ("empty", "le fichier est vide.", 1),
        ("page", "l'adresse donne une page web au lieu d'un tableau.", 1),
        ("disguised", "l'adresse donne une page web au lieu d'un tableau.", 1),
        ("truncated", "le téléchargement s'est interrompu : le fichier est tronqué.", 3),
        ("cut", "cette ligne n'a pas le nombre de cellules de l'en-tête.", 1),
        ("large", "le fichier est trop gros.", 1),
        ("endless", "le fichier est trop gros.", 1),
        ("silent", "le serveur est trop lent.", 1),
        ("dripping", "le serveur est trop lent.", 1),
        ("other", "la colonne « id_crte » manque.", 1),
    ],
)
def test_a_server_that_misbehaves_is_refused_in_french_and_the_former_file_stays(
    server: Server, settings: Settings, path: str, message: str, tries: int
) -> None:
    got(settings, crte(f"{server.address}/good"))
    before = files(settings)
    problem = refused(settings, crte(f"{server.address}/{path}"))
    assert problem.message == message
    assert problem.file == f"{server.address}/{path}"
    assert problem.hint
    assert server.asked[path] == tries
    assert files(settings) == before


def test_a_first_download_that_fails_leaves_no_drop(server: Server, settings: Settings) -> None:
    refused(settings, crte(f"{server.address}/page"))
    assert list(settings.data.iterdir()) == []


def test_nobody_at_the_address_is_said(settings: Settings) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as closed:
        address = f"http://127.0.0.1:{closed.server_port}/good"
    assert refused(settings, crte(address)).message == "pas de réponse de cette adresse."


def test_one_refusal_does_not_stop_the_others(server: Server, settings: Settings) -> None:
    wanted = [crte(f"{server.address}/missing", "a"), crte(f"{server.address}/good", "b")]
    done, problems = fetch(settings, wanted, LIMITS, TODAY)
    assert ([one.name for one in done], len(problems)) == (["b"], 1)


def test_git_ignores_a_drop_that_names_persons(server: Server, settings: Settings) -> None:
    server.body = PERSONAL
    words = ("PCAET", "ADEME", "etalab-2.0", f"{server.address}/plain", "https://exemple.invalid/")
    one = got(settings, OfficialFile("pcaet-v1", "ademe-pcaet-v1", "v1.csv", *words, "true"))
    subprocess.run(["git", "init", "-q"], cwd=settings.data, check=True)
    seen = subprocess.run(
        ["git", "status", "--short", "-uall"], cwd=settings.data, capture_output=True, check=True
    )
    assert seen.stdout == b""
    assert "personal_data = true" in (settings.data / one.place / "source.toml").read_text()


def test_the_command_says_what_it_did_and_what_it_could_not(
    server: Server, settings: Settings
) -> None:
    known = settings.data / "liste.csv"
    head = "name,layout,file,title,producer,licence,address,page,personal_data"
    line = (
        "{0},anct-crte,liste-crte.csv,Suivi,ANCT,etalab-2.0,{1}/{0},https://exemple.invalid/,false"
    )
    lines = [line.format(name, server.address) for name in ("good", "missing")]
    known.write_text("\n".join([head, *lines]), "utf-8")
    run = tecs(settings.data, "fetch", "--liste", str(known))
    assert run.returncode == 2
    assert "good : nouveau, raw/policies/" in run.stdout
    assert f"{server.address}/missing : ce fichier n'est plus à cette adresse." in run.stderr
    again = tecs(settings.data, "fetch", "good", "--liste", str(known))
    assert (again.returncode, again.stdout) == (0, "good : inchangé\n")
    unknown = tecs(settings.data, "fetch", "goud", "--liste", str(known))
    assert unknown.returncode == 2
    assert "ce fichier officiel est inconnu. Trouvé : goud. Attendu : good, missing." in (
        unknown.stderr
    )


def test_the_list_that_is_shipped_is_complete_and_every_file_of_it_has_its_reader() -> None:
    from pipelines.official_files import choose

    known = choose([])
    assert [file.name for file in known] == ["pcaet-v1", "pcaet-v2", "pat", "crte"]
    for file in known:
        assert file.address.startswith("https://")
        assert all(vars(file).values())


def test_the_pipeline_never_imports_the_download() -> None:
    code = (
        "import sys, pipelines.definitions, pipelines.console\n"
        "print([m for m in sys.modules if m in ('pipelines.fetch', 'httpx')])"
    )
    asked = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert asked.stdout == "[]\n"
    importers = {
        path.name
        for path in (ROOT / "pipelines").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        and ("fetch" in (node.module or "") or any(name.name == "fetch" for name in node.names))
    }
    assert importers == {"maintenance.py"}
