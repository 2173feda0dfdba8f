"""Nobody's answer is recovered from what is published; real-looking answers on the tiny world."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from dashboard import queries, snapshot
from dashboard.content import what_if
from dashboard.snapshot import Snapshot
from pipelines import audiences, publish, tables, warehouse
from pipelines.checks import SUITES
from pipelines.disclosure import cases, protection, rules
from pipelines.errors import UnusableInput
from pipelines.settings import SQL, Settings
from pipelines.tables import load_tables
from tests.disclosure import attack
from tests.disclosure.attack import Pattern

TABLES = load_tables()
MARTS = [table for table in TABLES if table.layer == "marts"]
NARROWEST = 20  # points: protection in sql/reference/disclosure_rules.csv
ROYANS = "200067767"
SURVEY_2022 = "raw/surveys/2022/reponses.csv"
REAL = "update raw.source_files set simulated = 'false' where source = 'surveys'"
# who answered « pas encore abordé » in 2022 says « partagé » to all: DEMO-04
ANOTHER_ANSWER = (
    f"update raw.survey_cells set value = 'Partagé avec d''autres' where source_file ="
    f" '{SURVEY_2022}' and source_row = '9' and value = 'Pas encore abordé'"
)
ONE_LESS = f"insert into raw.survey_decisions values ('{SURVEY_2022}', '8', 'reject', 'essai')"


@dataclass(frozen=True)
class World:
    """A world with real-looking answers, and what it published, oldest first."""

    here: Settings
    told: tuple[tuple[Pattern, Path], ...]  # who is behind the figures, public.duckdb

    @property
    def public(self) -> Path:
        return self.told[-1][1]

    @property
    def pattern(self) -> Pattern:
        return self.told[-1][0]


def publish_again(before: World, *statements: str) -> World:
    """Change the text tables, build all the tables anew, publish."""
    here = before.here
    with warehouse.connect(here.warehouse) as con:
        for statement in statements:
            con.execute(statement)
        for table in TABLES:
            tables.create(con, table)
        release = publish.publish(here, con, MARTS, SUITES)["release_id"]
    public = here.published / release / "public.duckdb"
    return World(here, (*before.told, (attack.observe(here.warehouse), public)))


def copied(real: World, target: Path) -> World:
    """The same world elsewhere, to be published again."""
    here = Settings(shutil.copytree(real.here.data, target / "world"), "auto")
    return World(here, real.told)


@pytest.fixture(scope="module")
def real(world: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Published once, as real answers. Not to be changed by a test."""
    data = shutil.copytree(world, tmp_path_factory.mktemp("real") / "world")
    shutil.rmtree(data / "published")
    return publish_again(World(Settings(data, "auto"), ()), REAL)


def test_real_answers_are_served_as_public_only(
    real: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TECS_DATA", str(real.here.data))
    release = snapshot.current()
    assert release
    assert release.audience == "public"
    assert release.rows("from marts.maturity_by_structure") == []


def test_no_score_is_bounded_within_the_protection(real: World) -> None:
    partner = real.public.parent / audiences.file_of(f"partenaire:{ROYANS}")
    assert attack.narrowest(real.told, partner) >= NARROWEST
    assert attack.narrowest_by_deviation(real.public) >= NARROWEST
    assert attack.certain(real.told) == []


def test_the_one_who_is_left_of_the_whole_is_not_found_by_subtraction(real: World) -> None:
    """2022: Royans has four structures, the Drôme five; the fifth is DEMO-05."""
    with duckdb.connect(real.public, read_only=True) as con:
        shown = con.execute(
            "select theme from marts.maturity_by_epci where wave = 2022 and score is not null"
            " intersect"
            " select theme from marts.maturity_drome where wave = 2022 and score is not null"
        ).fetchall()
        silent = con.execute(
            "select count(*) from marts.maturity_drome"
            " where structures > 0 and score is null and not is_masked"
        ).fetchone()
    assert shown == []
    assert silent == (0,)  # what is hidden says so


def test_without_the_protection_the_attack_succeeds(
    real: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attacker of these tests is no fool."""
    monkeypatch.setattr(cases.Case, "settle", lambda _: (0.0, 0))
    monkeypatch.setattr(protection, "_hide_small_rests", lambda *_: None)
    told = publish_again(copied(real, tmp_path)).told
    assert attack.narrowest(told[-1:]) < NARROWEST


def test_an_interval_of_structures_that_are_all_alike_does_not_tell_where_they_are(
    real: World, tmp_path: Path
) -> None:
    """Their deviation is almost nothing; bounds at the rounding of their mean would say so.

    Ten points off for one of six asks for 2.776445 · 10 / 5 · √(1 - 6/9) = 3.2 from 52.3.
    """
    alike = copied(real, tmp_path).here
    with warehouse.connect(alike.warehouse) as con:
        for mart in ("maturity_by_epci", "maturity_drome"):
            con.execute(
                f"update marts.{mart} set score = 52.3, low = 52.1, high = 52.5,"
                " structures = 6, registered = 9, is_masked = false where structures > 4"
            )
        release = publish.publish(alike, con, MARTS, SUITES)["release_id"]
    public = alike.published / release / "public.duckdb"
    with duckdb.connect(public, read_only=True) as con:
        told = con.execute(
            "select distinct score, low, high from marts.maturity_drome where low is not null"
        ).fetchall()
    assert told == [(52, 49, 56)]
    assert attack.narrowest_by_deviation(public) >= NARROWEST


def test_nor_do_the_intervals_of_a_change_and_of_an_ingredient(real: World, tmp_path: Path) -> None:
    alike = copied(real, tmp_path).here
    with warehouse.connect(alike.warehouse) as con:
        con.execute(
            "update marts.maturity_changes set panel_before = 50, panel_after = 54.2,"
            " panel_change = 4.2, low = 4.1, high = 4.3, panel = 6 where panel > 0"
        )
        con.execute(
            "update marts.ingredient_effects set difference = 4.2, low = 4.1, high = 4.3,"
            " n_with = 6, n_without = 7, mean_with = 50, mean_without = 45.8"
        )
        release = publish.publish(alike, con, MARTS, SUITES)["release_id"]
    public = alike.published / release / "public.duckdb"
    with duckdb.connect(public, read_only=True) as con:
        told = [
            con.execute(f"select count(low) from marts.{mart}").fetchone()
            for mart in ("maturity_changes", "ingredient_effects")
        ]
    assert all(row and row[0] for row in told), "shown, or nothing was tried"
    assert attack.narrowest_by_deviation(public) >= NARROWEST


@pytest.mark.parametrize("change", [ANOTHER_ANSWER, ONE_LESS], ids=["another answer", "one less"])
def test_two_releases_together_tell_no_more(real: World, tmp_path: Path, change: str) -> None:
    both = publish_again(copied(real, tmp_path), change).told
    assert attack.narrowest(both) >= NARROWEST
    assert attack.certain(both) == []


def test_one_who_answered_learns_little_of_the_others(real: World) -> None:
    facts = attack.scores_said(real.pattern, [real.public])
    mine = [u for u in attack.scores(real.pattern) if u[0] == "DEMO-01"]
    own = attack.Facts()
    for unknown in mine:
        own.say([unknown], unknown[3], unknown[3])
    others = [u for u in attack.scores(real.pattern) if u[0] in ("DEMO-02", "DEMO-03", "DEMO-04")]
    assert min(one.width for one in attack.bound([facts, own], 100, others)) >= 1


def test_no_figure_is_finer_than_its_rounding(real: World) -> None:
    with duckdb.connect(real.public, read_only=True) as con:
        (odd,) = con.execute(
            "select count(*) from (select score as x from marts.maturity_by_epci"
            " union all select score from marts.maturity_drome"
            " union all select panel_before from marts.maturity_changes"
            " union all select panel_after from marts.maturity_changes"
            " union all select mean_with from marts.ingredient_effects) where x <> round(x)"
        ).fetchone() or (None,)
        (derived,) = con.execute(
            "select count(*) from marts.maturity_changes where panel_change <> panel_after"
            " - panel_before or is_masked and coalesce(panel_before, panel_after, panel_change,"
            " all_change, turnover_change, low, high) is not null"
        ).fetchone() or (None,)
        (roles,) = con.execute(
            "select count(coalesce(informed, consulted, contributing, co_leading, unknown))"
            " from marts.participation_by_epci"
        ).fetchone() or (None,)
        (traced,) = con.execute(
            "select count(*) from marts.figure_sources as s join marts.maturity_by_epci as m on"
            " (s.siren_epci, s.wave, s.subject) = (m.siren_epci, m.wave, m.theme)"
            " where s.figure = 'maturity_by_epci' and m.is_masked"
            " and coalesce(s.answers, s.questions, s.weight) is not null"
        ).fetchone() or (None,)
    assert (odd, derived, roles, traced) == (0, 0, 0, 0)


def test_the_what_if_of_the_public_is_made_of_what_is_published(real: World) -> None:
    release = Snapshot(real.public.parent, real.public.parent.name)
    declared = {row["theme"]: row["weight"] for row in queries.themes(release)}
    for wave in queries.waves(release):
        means = queries.maturity(release, wave, "numerique")
        alone = {theme: float(theme == "numerique") for theme in declared}
        found, _, basis = what_if.view(release, wave, alone, declared)
        assert basis == what_if.FROM_MEANS
        assert {
            siren: row["score"] for siren, row in found.items() if row["score"] is not None
        } == {siren: row["score"] for siren, row in means.items() if row["score"] is not None}


def test_an_anonymous_accompaniment_shares_no_column_with_a_structure(real: World) -> None:
    with duckdb.connect(real.public, read_only=True) as con:
        columns = con.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'marts'"
        ).fetchall()
        texts = " ".join(
            text for (text,) in con.execute("select content from marts.accompaniments").fetchall()
        ).casefold()
        names = con.execute(
            "select name from marts.structures union select commune from marts.structures"
            " union select short_name from marts.territories"
            " union select official_name from marts.policies_by_epci"
            " where official_name is not null"
        ).fetchall()
        years = con.execute(
            "select count(*) from marts.accompaniments where regexp_matches(content,"
            " '(19|20)[0-9]{2}') "
        ).fetchone()
    mine = {column for table, column in columns if table == "accompaniments"}
    assert mine == {"accompaniment_id", "section", "section_label", "position", "content"}
    assert not [name for (name,) in names if name.casefold() in texts]
    assert years == (0,)


def test_a_structure_that_consents_shows_its_scores_and_no_other(
    real: World, tmp_path: Path
) -> None:
    told = publish_again(
        copied(real, tmp_path),
        "insert into reference.structure_consents (structure_id, consented_on, source)"
        " values ('DEMO-01', '2026-11-01', 'essai')",
    )
    with duckdb.connect(told.public, read_only=True) as con:
        shown = con.execute("select distinct structure_id from marts.maturity_by_structure")
        assert shown.fetchall() == [("DEMO-01",)]
    facts = attack.scores_said(told.pattern, [told.public])
    known = attack.Facts()
    others = []
    for unknown in attack.scores(told.pattern):
        if unknown[0] == "DEMO-01":
            known.say([unknown], unknown[3], unknown[3])
        else:
            others.append(unknown)
    assert min(one.width for one in attack.bound([facts, known], 100, others)) >= NARROWEST


@pytest.mark.parametrize(
    ("column", "value"),
    [("threshold", "2"), ("threshold", "12"), ("dominance", "1.5"), ("protection", "beaucoup")],
)
def test_a_rule_that_does_not_fit_is_refused(column: str, value: str) -> None:
    with duckdb.connect() as con:
        con.execute("create schema reference")
        table = f"read_csv('{SQL / 'reference' / 'disclosure_rules.csv'}', all_varchar = true)"
        con.execute(f"create table reference.disclosure_rules as from {table}")
        assert rules.read(con)["maturity"] == rules.Rules(3, 0.85, 20, 1)
        con.execute(f"update reference.disclosure_rules set {column} = '{value}'")
        with pytest.raises(UnusableInput, match="règles de diffusion"):
            rules.read(con)


def test_a_higher_threshold_hides_more(real: World, tmp_path: Path) -> None:
    told = publish_again(
        copied(real, tmp_path), "update reference.disclosure_rules set threshold = '5'"
    )
    with duckdb.connect(told.public, read_only=True) as con:
        assert con.execute("select count(score) from marts.maturity_by_epci").fetchone() == (0,)
