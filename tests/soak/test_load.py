"""Short versions of `make soak` and of the load of `make bench`: the proxy, visitors, a release."""

import asyncio
import json
import os
import shutil
import subprocess
import threading
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from pipelines import releases, servers
from pipelines.settings import ROOT, Settings
from tests.conftest import serve, tecs
from tests.soak import serving
from tests.soak.load import Tally, load, verify

DEPLOY = ROOT / "deploy"
DROP = Path("raw/surveys/2020/reponses.csv")


@pytest.fixture(scope="module")
def data(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world of its own: a release is published in it."""
    return shutil.copytree(world, tmp_path_factory.mktemp("load") / "world")


@pytest.fixture(scope="module")
def public(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard through the proxy; yields the public address."""
    log = tmp_path_factory.mktemp("proxy") / "access.log"
    with contextmanager(serve)(data) as dashboard, serving.proxy([dashboard], log) as address:
        yield address


def asked(address: str, **headers: str) -> tuple[dict[str, str], bytes]:
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 # our own address
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
        return {name.lower(): value for name, value in answer.headers.items()}, answer.read()


def test_the_proxy_compresses_the_page_and_keeps_its_hashed_files_for_a_year(public: str) -> None:
    headers, page = asked(public, Accept="text/html")
    assert headers["cache-control"] == "no-cache"
    script = "static/js/index." + page.decode().split('src="./static/js/index.')[1].split('"')[0]
    for encoding in ("br", "zstd", "gzip"):
        compressed, body = asked(f"{public}/{script}", **{"Accept-Encoding": encoding})
        assert compressed["content-encoding"] == encoding
        assert "immutable" in compressed["cache-control"]
        assert "max-age=31536000" in compressed["cache-control"]
    _, plain = asked(f"{public}/{script}", **{"Accept-Encoding": "identity"})
    assert len(body) < len(plain) / 2


def test_what_is_measured_for_the_operator_is_not_shown_outside(public: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        asked(f"{public}/metrics")


def test_visitors_see_no_failed_view_and_no_wrong_figure_while_a_release_is_published(
    public: str, data: Path
) -> None:
    path = data / DROP
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    runs: list[subprocess.CompletedProcess[str]] = []
    publication = threading.Thread(target=lambda: runs.append(tecs(data, "run")))
    address, tally = public.replace("http", "ws"), Tally()
    for moment in ("before", "during", "after"):
        if moment == "during":
            publication.start()
        while True:  # until the release is there, however slow the machine
            asyncio.run(load(address, visitors=5, seconds=4, pace=1, tally=tally))
            if not publication.is_alive():
                break
    assert [run.returncode for run in runs] == [0]
    checked = asyncio.run(verify(address, tally, 15))
    assert not tally.failures
    assert not tally.wrong
    assert not tally.recoveries, "a connection broke"
    assert checked == 15
    assert {shown.release for shown in tally.views} == set(releases.known(Settings(data, "auto")))


def test_every_setting_is_explained_to_the_administrator() -> None:
    """A name of the code that deploy/.env.example does not say is a setting that nobody finds."""
    found = subprocess.run(
        ["git", "grep", "-ohE", "TECS_[A-Z_]*[A-Z]", "--", "pipelines", "dashboard",
         "deploy/*.sh", "deploy/*.yaml", "deploy/Caddyfile", "deploy/systemd"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    own = {"TECS_VERSION", "TECS_BACKUPS"}  # of compose.yaml alone, said there
    explained = (DEPLOY / ".env.example").read_text("utf-8")
    assert not {name for name in set(found.split()) - own if f"{name}=" not in explained}


def test_dagster_in_service_differs_from_the_studio_by_its_storage_alone() -> None:
    service = yaml.safe_load((DEPLOY / "dagster.yaml").read_text("utf-8"))
    assert service.pop("storage") == {"postgres": {"postgres_url": {"env": "TECS_POSTGRES_URL"}}}
    assert service == yaml.safe_load(servers.DAGSTER_YAML)


def test_the_image_gets_the_locked_packages_and_none_of_the_developers() -> None:
    def pins(path: Path) -> set[str]:
        lines = path.read_text("utf-8").splitlines()
        return {line.split(" ")[0] for line in lines if "==" in line and line[0].isalnum()}

    service, everything = pins(DEPLOY / "requirements.lock"), pins(ROOT / "requirements.lock")
    assert service < everything
    assert not {name for name in service if name.startswith(("pytest", "playwright", "mypy"))}
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    first = wanted["optional-dependencies"]["service"][0]
    assert first in service


def test_the_scripts_and_the_composition_can_be_read() -> None:
    subprocess.run(["bash", "-n", "deploy/demarrer.sh"], cwd=ROOT, check=True)
    composed = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    for name in ("tableau-1", "tableau-2"):  # sees the releases, and nothing that was received
        assert composed["services"][name]["volumes"] == [
            "publie:/var/lib/tecs/donnees/published:ro",
            "./acces:/etc/tecs:ro",  # who has which role
        ]
    told = json.dumps(composed["services"]["dagster-interface"]["ports"])
    assert "127.0.0.1:" in told
    for script in ("demarrer.sh", "tecs"):
        assert os.access(DEPLOY / script, os.X_OK)


def test_the_proxy_asks_to_come_back_encrypted_and_leaves_the_machine_as_it_is() -> None:
    told = subprocess.run(
        [serving.caddy(), "adapt", "--config", str(serving.CADDYFILE), "--adapter", "caddyfile"],
        env={**os.environ, "TECS_SITE": "localhost"}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert json.loads(told)["apps"]["pki"]["certificate_authorities"]["local"] == {
        "install_trust": False
    }
    assert '"match":[{"protocol":"https"}]' in told.replace(" ", "")
    assert "Strict-Transport-Security" in told


def test_what_an_administrator_writes_stays_out_of_git() -> None:
    mine = [
        "deploy/.env",
        "deploy/acces/roles.csv",
        "sauvegardes/tecs-1.tar.gz",
        "data/service/run",
    ]
    found = subprocess.run(
        ["git", "check-ignore", *mine], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.stdout.split() == mine
