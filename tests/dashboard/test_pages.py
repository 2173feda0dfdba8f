"""Every page on the tiny world, by Streamlit's own runner; figures from tests/world/EXPECTED.md."""

import json
import re
import shutil
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import french
from dashboard.content import quality
from pipelines import publish, releases, rollbacks, tables, warehouse
from pipelines.checks import SUITES
from pipelines.settings import ROOT, Settings
from pipelines.tables import load_tables

PAGES = (
    "carte",
    "fiche",
    "politiques",
    "pratiques",
    "evolution",
    "ingredients",
    "opportunites",
    "et_si",
    "demarche",
    "changements",
    "qualite",
    "methode",
    "accessibilite",
)
ROYANS = "200067767"
TABLES = load_tables()


@pytest.fixture
def app(world: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("TECS_DATA", str(world))
    return AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=30)


def text(app: AppTest) -> str:
    """What the page says, tags removed, spaces folded."""
    blocks = [element.proto.body for element in app.get("html")]
    blocks += [element.value for element in (*app.markdown, *app.title, *app.header, *app.caption)]
    blocks += [element.value for element in (*app.subheader, *app.info, *app.warning)]
    bare = re.sub(r"<style>.*?</style>|<[^>]+>", " ", "\n".join(blocks), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(bare))


def url(app: AppTest) -> dict[str, str]:
    return {name: "".join(value) for name, value in app.query_params.items()}


def opened(app: AppTest, page: str) -> AppTest:
    app.run()
    if page != "carte":
        app.switch_page(f"views/{page}.py").run()
    assert not app.exception
    return app


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_and_names_its_release(app: AppTest, world: Path, page: str) -> None:
    said = text(opened(app, page))
    assert (world / "published" / "current").read_text().strip() in said
    assert "Sources reçues" in said


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_that_answers_are_simulated(app: AppTest, page: str) -> None:
    assert "Réponses simulées" in text(opened(app, page))


def test_the_map_page_shows_the_figures_computed_by_hand(app: AppTest) -> None:
    said = text(opened(app, "carte"))
    assert "54 sur 100" in said  # the Drôme, 2025: 53.968…
    # 56.944…, between the thresholds 50 and 75
    assert (
        "Royans-Vercors De 50 à 75 57 sur 100, Ancré ; toutes les structures ont répondu "
        "4 structures"
    ) in said
    assert "1 territoire montré, 4 structures : 57" in said
    assert "Diois Masqué (trop peu de réponses)" in said


def test_a_theme_and_a_wave_change_the_figures(app: AppTest) -> None:
    opened(app, "carte").selectbox(key="theme").set_value("alimentation").run()
    assert "Royans-Vercors De 50 à 75 58 sur 100, Ancré" in text(app)  # 58.333…
    app.selectbox(key="vague").set_value("2022").run()
    assert "Royans-Vercors De 25 à 50 38 sur 100, Engagé" in text(app)  # 37.5
    assert url(app) == {"theme": "alimentation", "vague": "2022"}


@pytest.mark.parametrize(
    ("subject", "row"),
    [  # each by hand in tests/world/EXPECTED.md
        ("couverture", "Royans-Vercors Toutes les communes 2 communes sur 2"),
        ("couverture", "Arche Agglo Pas connue en vigueur"),
        (
            "evolution",
            "Royans-Vercors En hausse +19,4 points : en hausse ; "
            "intervalle à 95 % : de +1,8 à +37,1 4 structures aux deux vagues",
        ),
        ("evolution", "Arche Agglo Aucune structure présente aux deux vagues"),
        (
            "croisement",
            "Royans-Vercors Maturité de 50 et plus, la moitié ou plus participent maturité 57 "
            "sur 100 et participation 67 % (2 sur 3)",
        ),
        ("reponses", "Royans-Vercors Trois quarts et plus 100 % (4 structures sur 4)"),
        ("structures", "Diois 1 structure 1 structure EVS Valdequint"),
        ("structures", "Arche Agglo Aucune connue (la liste est partielle)"),
    ],
)
def test_each_subject_of_the_map_says_what_it_rests_on(
    app: AppTest, subject: str, row: str
) -> None:
    app.query_params["indicateur"] = subject
    assert row in text(opened(app, "carte")).replace("\u202f", " ")


def test_the_map_can_be_drawn_by_commune(app: AppTest) -> None:
    app.query_params["indicateur"] = "structures"
    opened(app, "carte").selectbox(key="detail").set_value("commune").run()
    assert "Structures connues : les lignes de la carte Commune Classe" in text(app)
    assert url(app) == {"indicateur": "structures", "detail": "commune"}


def test_a_policy_laid_over_the_map_is_in_the_legend_and_in_the_table(app: AppTest) -> None:
    opened(app, "carte").selectbox(key="superposer").set_value("PAT").run()
    said = text(app)
    assert "PAT en vigueur" in said
    assert "4 structures oui" in said  # Royans-Vercors
    assert "1 structure pas connu" in said  # Arche Agglo
    assert url(app) == {"superposer": "PAT"}


def test_a_button_chooses_a_territory_as_a_click_on_the_map_does(app: AppTest) -> None:
    opened(app, "carte").button(key=f"bouton_{ROYANS}").click().run()
    assert app.selectbox(key="epci").value == ROYANS
    assert "Maturité, vague 2025 : 57 sur 100, Ancré" in text(app).replace("**", "")
    app.button(key=f"bouton_{ROYANS}").click().run()
    assert app.selectbox(key="epci").value == ""


def test_participation_says_how_many_out_of_how_many(app: AppTest) -> None:
    opened(app, "carte").selectbox(key="indicateur").set_value("participation").run()
    said = text(app)
    # Wilson: 2 out of 3, from 0.2077 to 0.9385
    assert "67 % (2 sur 3), intervalle à 95 % : de 21 % à 94 % 3 réponses" in said
    app.selectbox(key="politique").set_value("CRTE").run()
    assert "Royans-Vercors Non concerné : politique non connue ici à cette date" in text(app)


def test_a_link_opens_the_same_view(app: AppTest) -> None:
    app.query_params["epci"] = ROYANS
    app.query_params["theme"] = "alimentation"
    said = text(opened(app, "carte"))
    assert app.selectbox(key="epci").value == ROYANS
    assert "Communauté de communes du Royans-Vercors" in said
    assert "Centre social La Paz" in said


def test_an_unknown_value_in_a_link_is_said_and_ignored(app: AppTest) -> None:
    app.query_params["epci"] = "999999999"
    said = text(opened(app, "carte"))
    assert "« 999999999 » n'est pas un choix possible" in said
    assert app.selectbox(key="epci").value == ""


def test_the_choice_follows_the_reader_from_page_to_page(app: AppTest) -> None:
    opened(app, "carte").selectbox(key="epci").set_value(ROYANS).run()
    app.switch_page("views/politiques.py").run()
    assert app.selectbox(key="epci").value == ROYANS
    assert url(app) == {"epci": ROYANS}


def test_the_policies_page_says_state_dates_and_source(app: AppTest) -> None:
    app.query_params["epci"] = ROYANS
    said = text(opened(app, "politiques"))
    for word in (
        "Royans-Vercors",
        "En vigueur",
        "Inconnu",
        "échéance",
        "Ce fait : confirmé",
        "Porteur",
    ):
        assert word in said


def test_the_practices_can_be_searched(app: AppTest) -> None:
    everything = text(opened(app, "pratiques"))
    assert "sur 3" in everything
    app.text_input(key="mot").set_value("introuvable").run()
    assert "0 pratique trouvée sur 3" in text(app)


def test_the_quality_page_counts_and_explains_the_rejected_lines(app: AppTest) -> None:
    said = text(opened(app, "qualite"))
    assert "Lignes rejetées 8" in said  # 6 answers, 1 structure, 1 practice
    for reason in ("Pas de consentement", "partielle", "DEMO-99", "Nulle-Part"):
        assert reason in said


def test_the_quality_page_lists_the_signals_to_verify(app: AppTest) -> None:
    said = text(opened(app, "qualite"))
    assert "Royans-Vercors Au moins une structure dit participer au CRTE (vague 2025)" in said


def test_accompaniments_stand_on_no_page_that_names_a_structure(app: AppTest) -> None:
    said = text(opened(app, "demarche"))
    assert "Accompagnement 1" in said
    for structure in ("La Paz", "Valdequint", "Saint-Jean"):
        assert structure not in said


def test_without_a_release_every_page_says_what_to_do(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TECS_DATA", str(tmp_path))
    said = text(app.run())
    assert not app.exception
    assert "Aucune version publiée pour l'instant" in said
    assert "tecs run" in said


def test_a_pointer_to_a_missing_release_falls_back_and_says_so(
    app: AppTest, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(world / "published", tmp_path / "published")
    (tmp_path / "published" / "current").write_text("2020-01-01-000000-000\n")
    monkeypatch.setenv("TECS_DATA", str(tmp_path))
    assert "est introuvable" in text(app.run())


def published_again(world: Path, data: Path, *statements: str) -> list[str]:
    """A copy of the world with a second release, made from its warehouse; both, oldest first."""
    shutil.copytree(world, data)
    here = Settings(data, "auto")
    with warehouse.connect(here.warehouse) as con:
        for statement in statements:
            con.execute(statement)
        for table in TABLES if statements else ():
            tables.create(con, table)
        publish.publish(here, con, [t for t in TABLES if t.layer == "marts"], SUITES)
    return releases.known(here)


def test_the_panel_says_which_files_make_a_figure(app: AppTest) -> None:
    app.query_params["epci"] = ROYANS
    app.query_params["theme"] = "alimentation"
    said = text(opened(app, "carte"))
    # four structures, four statements: 4 + 3 + 2 + 4 answers that count
    assert "raw/surveys/2025/reponses.xlsx" in said
    assert "4 4 13 sur 16, de poids 13,0" in said
    command = f"tecs trace maturity_by_epci siren_epci={ROYANS} wave=2025 theme=alimentation"
    assert command in said


def test_the_panel_of_few_structures_tells_their_number_only(app: AppTest) -> None:
    app.query_params["epci"] = "242600534"
    assert "1 1 non montré (trop peu de structures)" in text(opened(app, "carte"))


def test_the_panel_of_a_policy_names_file_and_line(app: AppTest) -> None:
    app.query_params["epci"] = ROYANS
    app.query_params["indicateur"] = "politique"
    assert "raw/policies/2026/politiques.csv, ligne 2" in text(opened(app, "carte"))
    app.selectbox(key="politique").set_value("PCAET").run()
    assert "Aucune ligne des fichiers reçus ne parle de cette politique" in text(app)
    # a line that says that nothing was found names no scheme
    app.selectbox(key="politique").set_value("CRTE").run()
    assert not app.exception
    assert "Aucun dispositif trouvé" in text(app)


def test_the_first_release_has_no_changes_to_show(app: AppTest) -> None:
    assert "rien à quoi la comparer" in text(opened(app, "changements"))


def test_a_release_that_changes_nothing_says_so_in_one_sentence(
    app: AppTest, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = published_again(world, tmp_path / "world")
    monkeypatch.setenv("TECS_DATA", str(tmp_path / "world"))
    said = text(opened(app, "changements"))
    assert "Rien n'a changé" in said
    assert "Fichiers reçus" not in said
    assert f"`tecs diff {first} {second}`" in said


def test_the_changes_page_says_what_changed_and_why(
    app: AppTest, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published_again(
        world,
        tmp_path / "world",
        "update raw.structures set code_insee = '26113', commune = 'Die'"
        " where structure_id = 'DEMO-04'",
    )
    monkeypatch.setenv("TECS_DATA", str(tmp_path / "world"))
    said = text(opened(app, "changements"))
    assert (
        "Royans-Vercors 37,5 → 50,0 4 → 3 structures Maturité, ensemble, 2022 "
        "une structure change de territoire (Royans-Vercors → Diois)" in said
    )
    assert "Diois toujours masqué 1 → 2 structures" in said
    assert "Les structures dont le score a changé" in said
    assert re.search(r"Structure de démonstration 04 (\S+) → \1 Ensemble, 2025", said)

    app.switch_page("views/carte.py").run()
    app.selectbox(key="vague").set_value("2022").run()
    assert "depuis la version d'avant" not in text(app)  # the Drôme has the same structures
    app.selectbox(key="epci").set_value(ROYANS).run()
    assert "37,5 → 50,0 depuis la version d'avant" in text(app)
    assert "Ce chiffre a changé" in text(app)  # in « D'où vient ce chiffre ? », with its cause
    links = [link.proto.label for link in app.get("page_link")]
    assert "Pourquoi ce chiffre a changé →" in links


def test_the_quality_page_says_that_an_older_release_is_served(
    app: AppTest, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "world"
    first, second = published_again(world, data)
    monkeypatch.setenv("TECS_DATA", str(data))
    assert "à la place de la plus récente" not in text(opened(app, "qualite"))
    rollbacks.roll_back(Settings(data, "auto"))
    (entry,) = (data / "published" / "journal.jsonl").read_text("utf-8").splitlines()
    since = french.moment(json.loads(entry)["at"]).replace(french.THIN, " ")
    said = text(app.run()).replace(french.THIN, " ")
    assert first in said
    assert f"est montrée à la place de la plus récente ({second}), depuis le {since}" in said


def test_a_damaged_release_is_refused_on_every_page_and_the_last_good_one_shown(
    app: AppTest, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "world"
    first, second = published_again(world, data)
    with (data / "published" / second / "comite.duckdb").open("r+b") as file:
        file.seek(5000)
        file.write(b"spoilt")
    monkeypatch.setenv("TECS_DATA", str(data))
    for page in PAGES:
        said = text(opened(app, page))
        assert f"La version demandée ({second}) est abîmée" in said
        assert f"{first}, est montrée à sa place" in said


def test_with_damaged_releases_only_no_figure_is_shown(
    app: AppTest, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = shutil.copytree(world / "published", tmp_path / "published") / (
        (world / "published" / "current").read_text().strip()
    )
    (release / "SHA256SUMS").unlink()
    monkeypatch.setenv("TECS_DATA", str(tmp_path))
    said = text(app.run())
    assert "Aucune version publiée pour l'instant" in said
    assert "Il y a 1 version sur le disque, mais aucune n'est en bon état." in said


def test_a_release_made_before_a_part_of_a_page_existed_is_shown_without_it(
    app: AppTest, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "world"
    shutil.copytree(world, data)
    settings = Settings(data, "auto")
    newer = {"policy_disagreements", "figure_sources", "policy_sources", "policy_signals"}
    newer |= {"index_dimensions"}
    former = [t for t in TABLES if t.layer == "marts" and t.name not in newer]
    with warehouse.connect(settings.warehouse) as con:
        publish.publish(settings, con, former, SUITES)
    monkeypatch.setenv("TECS_DATA", str(data))
    app.query_params["epci"] = ROYANS
    assert french.OLDER_RELEASE in text(opened(app, "carte"))
    assert french.OLDER_RELEASE in text(opened(app, "qualite"))
    assert french.OLDER_RELEASE in text(opened(app, "methode"))


def test_the_evolution_page_tells_the_panel_from_all(app: AppTest) -> None:
    app.query_params["epci"] = ROYANS
    said = text(opened(app, "evolution"))
    # DEMO-01 to 04, from 2022 to 2025: 37.5 → 56.944…, +19.444… (1.764 to 37.125)
    assert "Ensemble 38 → 57 (4 structures) +19,4 de +1,8 à +37,1 ▲ En hausse" in said
    assert "Masqué, pour ne pas laisser deviner de réponses" in said
    assert "2020 Ensemble masqué – – 2" in said
    assert "En hausse : Ensemble (+19,4)" in said  # the drawing in words


def test_the_ingredients_page_says_when_there_are_too_few(app: AppTest) -> None:
    said = text(opened(app, "ingredients"))
    assert "Trop peu de réponses" in said
    assert "Une association, jamais une cause" in said


def test_the_opportunities_page_gives_the_reason_and_the_rule(app: AppTest) -> None:
    said = text(opened(app, "opportunites"))
    assert "Pourquoi cette proposition" in said
    assert "Ordre : " in said
    assert "réponses simulées" in said


def test_the_quality_page_says_how_old_each_source_is(app: AppTest) -> None:
    said = text(opened(app, "qualite"))
    assert re.search(r"Territoires \d+ novembre 2026 il y a \d", said)


@pytest.mark.parametrize(("late", "told"), [(0, "à jour"), (1, "terme dépassé")])
def test_a_promised_term_that_is_past_is_said(late: int, told: str) -> None:
    term = date(2026, 1, 31)
    row = {"source": "policies", "source_label": "Politiques", "received_on": date(2025, 1, 20),
           "renew_by": term}  # fmt: skip
    found = quality.aged(row, term + timedelta(days=late))
    assert told in found["term"]
    assert "il y a 12 mois" in found["received"]
    assert quality.aged(row | {"renew_by": None}, term)["term"] == "aucun"


def test_the_dictionary_is_searched_by_the_address(app: AppTest) -> None:
    everything = text(opened(app, "qualite"))
    assert re.search(r"\d+ tables, \d+ colonnes", everything)
    app.text_input(key="colonne").set_value("INTITULE pratique").run()
    assert "Intitulé de la pratique" in text(app)
    assert url(app) == {"colonne": "INTITULE pratique"}


def test_the_quality_page_lists_the_versions_and_what_they_changed(
    app: AppTest, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = published_again(world, tmp_path / "world")
    (tmp_path / "world" / "published" / first / "SHA256SUMS").unlink()
    monkeypatch.setenv("TECS_DATA", str(tmp_path / "world"))
    said = text(opened(app, "qualite"))
    assert "Les versions gardées, la plus récente d'abord" in said
    assert f"(celle-ci, en cours) {second}" in said
    assert f"{first} abîmée : elle n'est jamais montrée" in said


def test_where_the_rejected_rows_are_is_said_and_they_are_not_shown(app: AppTest) -> None:
    assert "`data/check/`" in text(opened(app, "qualite"))
