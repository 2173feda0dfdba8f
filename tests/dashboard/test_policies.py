"""The policies page on the tiny world: states on any day, from tests/world/EXPECTED.md."""

import csv
import io
import json
import re
from datetime import date

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import queries
from dashboard.content import policies, timeline
from dashboard.exports import geography, tables
from dashboard.fiche.section import Section, shown
from dashboard.snapshot import Snapshot
from tests.dashboard.test_pages import (
    ROYANS,
    app,  # noqa: F401 # a fixture
    text,
    url,
)

CRESTOIS, DIOIS = "200040509", "242600534"
AS_OF = date(2026, 11, 23)


def visit(app: AppTest, **query: str) -> str:  # noqa: F811
    """The page as an address opens it; returns what it says."""
    app.run().switch_page("views/politiques.py")
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return text(app)


def states(release: Snapshot, day: date, siren_epci: str) -> dict[str, str]:
    """Scheme → state on a day."""
    return {
        row["dispositif_id"]: row["state"]
        for row in queries.schemes_on(release, day)
        if row["siren_epci"] == siren_epci and row["dispositif_id"]
    }


@pytest.mark.parametrize(
    ("day", "scheme", "state"),
    [
        (date(2018, 12, 31), "CTE", "unknown"),
        (date(2019, 1, 1), "CTE", "in_preparation"),
        (date(2020, 2, 1), "CTE", "in_force"),
        (date(2024, 2, 29), "CTE", "in_force"),  # four years, to the end of February
        (date(2024, 3, 1), "CTE", "to_renew"),
        (date(2023, 12, 31), "PAT", "unknown"),
        (date(2024, 1, 1), "PAT", "in_force"),
        (date(2030, 1, 1), "PAT", "to_renew"),
    ],
)
def test_a_scheme_has_on_each_day_the_state_of_its_period(
    release: Snapshot, day: date, scheme: str, state: str
) -> None:
    assert states(release, day, ROYANS)[f"{scheme}-ROYANS-VERCORS"] == state


def test_a_state_without_a_date_counts_from_its_source_only(release: Snapshot) -> None:
    assert states(release, date(2026, 11, 22), CRESTOIS)["PCAET-CRESTOIS"] == "unknown"
    assert states(release, AS_OF, CRESTOIS)["PCAET-CRESTOIS"] == "in_preparation"


def test_on_the_day_of_the_sources_the_two_marts_agree(release: Snapshot) -> None:
    keys = ("siren_epci", "policy", "dispositif_id", "state", "state_label")
    then = {tuple(row[key] for key in keys) for row in queries.schemes_on(release, AS_OF)}
    assert then == {tuple(row[key] for key in keys) for row in queries.schemes(release)}


def test_what_is_covered_is_the_least_that_is_known(release: Snapshot) -> None:
    found = {row["policy"]: row for row in queries.coverage_on(release, date(2022, 6, 1))}
    assert (found["CTE"]["territories"], found["CTE"]["all_territories"]) == (2, 4)
    places = {row["siren_epci"]: row for row in queries.territories(release)}
    royans = next(r for r in queries.schemes(release) if r["dispositif_id"] == "CTE-ROYANS-VERCORS")
    covered = round((royans["coverage_share_drome"] or 0) * places[ROYANS]["communes_drome"])
    assert found["CTE"]["communes"] >= covered
    assert found["CRTE"]["territories"] == 0  # Arche Agglo's rests on no date


def test_the_day_of_the_address_is_the_day_of_the_page(app: AppTest) -> None:  # noqa: F811
    said = visit(app, epci=ROYANS, date="2022-06-01")
    assert "État des politiques le 1er juin 2022" in said
    assert "Royans-Vercors Inconnu première date connue : 1er janvier 2024 En vigueur Port" in said
    assert "n'est compté qu'à partir du jour de sa source" in said
    app.date_input(key="date").set_value(AS_OF).run()
    assert url(app) == {"epci": ROYANS}  # the default is not written
    app.date_input(key="date").set_value(date(2029, 1, 1)).run()
    assert url(app) == {"epci": ROYANS, "date": "2029-01-01"}
    assert "Ce jour est à venir" in text(app)


@pytest.mark.parametrize("asked", ["hier", "2022-13-01", "1900-01-01"])
def test_a_day_that_cannot_be_read_is_said_and_ignored(app: AppTest, asked: str) -> None:  # noqa: F811
    said = visit(app, date=asked)
    assert f"« {asked} » n'est pas un jour entre le 1er janvier" in said.replace("\\", "")
    assert "État des politiques le 23 novembre 2026" in said


def test_participation_stands_beside_what_is_known(app: AppTest) -> None:  # noqa: F811
    said = visit(app, epci=ROYANS)
    # 2 of 3, 21 % to 94 %: nothing can be said of one half
    assert f"PAT En vigueur 67 % (2 sur 3 ; de 21 % à 94 %) 3 {policies.UNSURE}" in said
    assert policies.SIGNAL in said  # two structures take part in a CRTE that no source gives
    assert "la table des politiques est peut-être incomplète : CRTE" in said


@pytest.mark.parametrize(
    ("participants", "low", "high", "gap"),
    [
        (1, 0.01, 0.4, policies.NOBODY),
        (3, 0.1, 0.45, policies.FEWER),
        (9, 0.6, 0.98, policies.MORE),
        (5, 0.3, 0.7, policies.UNSURE),
    ],
)
def test_a_gap_is_said_only_when_the_interval_leaves_one_half(
    participants: int, low: float, high: float, gap: str
) -> None:
    row = {"policy_known": True, "participation_rate": 0.5}
    row |= {"participants": participants, "low": low, "high": high}
    assert policies.gap(row, 1, is_signal=False) == gap


def test_without_a_territory_the_line_of_time_has_one_line_for_each(release: Snapshot) -> None:
    schemes = queries.schemes_on(release, AS_OF)
    drawn = policies.lines(policies.held(release, schemes, AS_OF, "", "PAT"), "")
    assert len(drawn) == len({row["territory"] for row in drawn}) == 4
    svg = timeline.draw(drawn, AS_OF, "Frise", date(2022, 6, 1))
    assert svg
    assert "trait plein : 1er juin 2022" in svg.replace("\u00a0", " ")


def test_the_line_of_time_of_a_phone_is_narrow_and_says_the_same(release: Snapshot) -> None:
    schemes = queries.schemes_on(release, AS_OF)
    drawn = policies.lines(policies.held(release, schemes, AS_OF, "", "PAT"), "")
    wide, narrow = (
        timeline.draw(drawn, AS_OF, "Frise", room=room) or ""
        for room in (timeline.WIDE, timeline.NARROW)
    )
    assert 'width="420"' in narrow
    places = [float(x) for x in re.findall(r'(?:x|cx)="([\d.]+)"', narrow)]
    assert min(places) >= 0
    assert max(places) <= 420
    assert narrow.count("<rect") == wide.count("<rect")
    for row in drawn:
        assert row["territory"] in narrow
    assert narrow.count("En vigueur") == wide.count("En vigueur") > 0


def sections(release: Snapshot, day: date, siren_epci: str) -> list[Section]:
    schemes = queries.schemes_on(release, day)
    return [
        policies.matrix(release, schemes, day),
        policies.held(release, schemes, day, siren_epci, "PAT"),
        policies.beside(release, 2025, siren_epci, "PAT"),
    ]


@pytest.mark.parametrize("siren_epci", ["", ROYANS])
def test_every_file_holds_the_rows_of_the_page(
    app: AppTest,  # noqa: F811
    release: Snapshot,
    siren_epci: str,
) -> None:
    said = visit(app, date="2022-06-01", epci=siren_epci)
    parts = [shown(s, release, "Essai") for s in sections(release, date(2022, 6, 1), siren_epci)]
    book = openpyxl.load_workbook(io.BytesIO(tables.xlsx(parts)))
    for n, part in enumerate(parts, start=1):
        assert part.rows
        lines = list(csv.DictReader(io.StringIO(tables.csv_standard(part).decode(), newline="")))
        features = json.loads(geography.geojson(part))["features"]
        sheet = list(book.worksheets[n].iter_rows(min_row=2, values_only=True))
        assert len(lines) == len(features) == len(sheet) == len(part.rows)
        heads = [next(iter(part.columns.values())), list(part.columns.values())[1]]
        for line, feature, cells in zip(lines, features, sheet, strict=True):
            first, second = (line[head] for head in heads)
            assert f"{first} {second}" in said
            assert [feature["properties"][head] for head in heads] == [first, second]
            assert list(cells[:2]) == [first, second]
            assert feature["geometry"]
