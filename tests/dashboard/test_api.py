"""The read-only API, read back as those who will use it do; its own description put to the test."""

import io
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest
import schemathesis
from hypothesis import given, settings
from schemathesis.generation import GenerationMode
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.api import routes
from dashboard.api.representations import FORMATS
from dashboard.api.resources import RESOURCES
from dashboard.french import SIMULATED_TEXT
from tests.dashboard.test_pages import ROYANS

ROOT = "/api/v1"
NAMES = [resource.name for resource in RESOURCES]


@pytest.fixture
def client(world: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The routes alone, on the tiny world."""
    monkeypatch.setenv("TECS_DATA", str(world))
    return TestClient(Starlette(routes=routes.ROUTES))


def get(client: TestClient, path: str, **params: Any) -> Any:
    answer = client.get(f"{ROOT}/{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer


def test_the_figures_are_those_computed_by_hand_and_of_the_pages(client: TestClient) -> None:
    page = get(client, "maturite", epci=ROYANS, vague=2025, theme="ensemble").json()
    (row,) = page["items"]
    assert round(row["score"], 3) == 56.944
    assert row["structures"] == 4
    assert page["simulated"] is True
    assert page["mention"] == SIMULATED_TEXT
    assert page["sources"]
    assert page["total"] == 1


def test_a_masked_figure_is_empty_in_every_format_and_says_so(client: TestClient) -> None:
    asked = {"epci": "242600534", "vague": 2025, "theme": "ensemble"}  # one structure
    (row,) = get(client, "maturite", **asked).json()["items"]
    assert row["is_masked"] is True
    assert [row[name] for name in ("score", "low", "high", "level")] == [None] * 4
    line = pd.read_csv(io.StringIO(get(client, "maturite.csv", **asked).text)).iloc[0]
    assert pd.isna(line["score"])
    assert line["is_masked"] == "oui"
    (feature,) = get(client, "maturite.geojson", **asked).json()["features"]
    assert feature["properties"]["score"] is None


@pytest.mark.parametrize("name", NAMES)
def test_pandas_and_geopandas_read_the_same_rows(client: TestClient, name: str) -> None:
    items = get(client, name, limit=1000).json()["items"]
    text = get(client, f"{name}.csv", limit=1000)
    assert text.headers["content-type"] == "text/csv; charset=utf-8"
    assert f"tecs-{name}-" in text.headers["content-disposition"]
    lines = pd.read_csv(io.BytesIO(text.content), dtype={"siren_epci": str})
    layer = geopandas.read_file(io.BytesIO(get(client, f"{name}.geojson", limit=1000).content))
    key = "siren_epci"
    assert lines[key].tolist() == layer[key].tolist() == [item[key] for item in items]
    assert layer.crs.to_epsg() == 4326
    assert layer.geometry.notna().all()
    assert set(layer.geom_type) <= {"Polygon", "MultiPolygon", "Point"}
    assert {"Version", "Sources"} <= set(lines.columns)


def test_a_french_spreadsheet_reads_its_own_dialect(client: TestClient) -> None:
    asked = {"epci": ROYANS, "vague": 2025, "theme": "ensemble", "tableur": "fr"}
    content = get(client, "maturite.csv", **asked).content
    assert content.startswith(b"\xef\xbb\xbf")
    line = pd.read_csv(io.BytesIO(content), sep=";", decimal=",").iloc[0]
    assert round(line["score"], 3) == 56.944


def test_the_pages_follow_one_another_by_their_links(client: TestClient) -> None:
    path, seen = f"{ROOT}/participation?limit=7", []
    while path:
        answer = client.get(path)
        seen += [(r["siren_epci"], r["policy"], r["wave"]) for r in answer.json()["items"]]
        path = answer.links.get("next", {}).get("url", "")
    assert len(seen) == len(set(seen)) == int(answer.headers["x-total-count"])
    assert answer.links["prev"]
    assert client.get(answer.links["first"]["url"]).json()["offset"] == 0


def test_what_did_not_change_is_not_sent_again(
    client: TestClient, tmp_path: Path, world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = get(client, "structures").headers["etag"]
    again = client.get(f"{ROOT}/structures", headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    published = shutil.copytree(world / "published", tmp_path / "published")
    served = (published / "current").read_text().strip()
    folder = (published / served).rename(published / "2099-01-01-000000-000")
    former = (folder / "manifest.json").read_bytes()
    manifest = former.replace(served.encode(), folder.name.encode())
    (folder / "manifest.json").write_bytes(manifest)
    sums = (folder / "SHA256SUMS").read_text()
    sums = sums.replace(sha256(former).hexdigest(), sha256(manifest).hexdigest())
    (folder / "SHA256SUMS").write_text(sums)
    (published / "current").write_text(folder.name)
    monkeypatch.setenv("TECS_DATA", str(tmp_path))
    newer = client.get(f"{ROOT}/structures", headers={"if-none-match": tag})
    assert newer.status_code == 200
    assert newer.headers["etag"] != tag


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [("maturite?epci=999999999", 400, "n'est pas un choix possible pour « epci »"),
     ("maturite?vague=1999", 400, "Possibles : 2025"),
     ("maturite?couleur=bleu", 400, "Connus : epci, vague, theme, limit, offset"),
     ("maturite?theme=ensemble&theme=alimentation", 400, "deux fois"),
     ("maturite?limit=0", 400, "de 1 à 1000"), ("maturite?limit=%C2%B2", 400, "entier"),
     ("maturite?offset=-1", 400, "offset"), ("structures?tableur=fr", 400, "tableur"),
     ("structures.csv?tableur=de", 400, "fr"), ("rien", 404, "openapi.json")],
)  # fmt: skip
def test_a_refusal_is_a_problem_said_in_french(
    client: TestClient, path: str, status: int, said: str
) -> None:
    answer = client.get(f"{ROOT}/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


def test_no_simulated_structure_is_given_for_a_real_one(client: TestClient) -> None:
    items = get(client, "structures", limit=1000).json()["items"]
    assert items
    assert not [item for item in items if item["is_simulated"] or "DEMO" in item["structure_id"]]


def test_no_other_site_reads_the_answers(client: TestClient) -> None:
    answer = client.get(f"{ROOT}/maturite", headers={"origin": "https://ailleurs.invalid"})
    assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_the_description_is_written_from_the_table_and_the_release(client: TestClient) -> None:
    said = get(client, "openapi.json").json()
    assert said["openapi"].startswith("3.1")
    assert set(said["paths"]) == {f"{ROOT}/{r.name}{f.suffix}" for r in RESOURCES for f in FORMATS}
    columns = said["components"]["schemas"]["maturite"]["properties"]
    assert columns["score"]["description"].startswith("Moyenne des structures, de 0 à 100")
    assert "geometry" not in said["components"]["schemas"]["territoires"]["properties"]


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_to_a_generated_request_is_as_described(
    client: TestClient, mode: GenerationMode
) -> None:
    """Good and bad requests to each operation: statuses, media types, headers, bodies."""
    schema = schemathesis.openapi.from_asgi(f"{ROOT}/openapi.json", client.app)
    tried = set()
    for found in schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]

        @settings(max_examples=4, deadline=None, derandomize=True, database=None)
        @given(case=operation.as_strategy(generation_mode=mode))
        def answer(case: Any) -> None:
            tried.add(case.operation.label)
            case.call_and_validate()

        answer()
    assert len(tried) == len(RESOURCES) * len(FORMATS)
