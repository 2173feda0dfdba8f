"""« Et si… ? » on the tiny world: figures by hand, from the scores of tests/world/EXPECTED.md."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import queries, snapshot
from dashboard.content import what_if
from dashboard.snapshot import Row
from tests.dashboard.test_pages import ROYANS, app, opened, text, url  # noqa: F401 # app: fixture

RULES = what_if.Rules(0.6, 3)
DIOIS = "242600534"
NOTHING = ",".join(
    f"{theme}:0"
    for theme in (
        *("alimentation", "mobilites", "reemploi", "vivant", "pratiques_internes"),
        *("numerique", "gouvernance", "entraide", "economie_locale", "bien_etre"),
    )
)


def found(world: Path, text: str, wave: int = 2025) -> dict[str, Row]:
    """What the tiny world gives under weights written as in the URL."""
    current = (world / "published" / "current").read_text().strip()
    release = snapshot.Snapshot(world / "published" / current, current, audience="comite")
    declared = {row["theme"]: row["weight"] for row in queries.themes(release)}
    weights, strange = what_if.parse(text, declared)
    assert not strange
    answers = what_if.gather(queries.theme_scores(release, wave), list(declared))
    reference = queries.maturity(release, wave, queries.OVERALL)
    return what_if.recompute(answers, weights, RULES, reference)


@pytest.mark.parametrize("wave", [2020, 2022, 2025])
def test_the_declared_weights_give_the_published_figures(world: Path, wave: int) -> None:
    current = (world / "published" / "current").read_text().strip()
    release = snapshot.Snapshot(world / "published" / current, current, audience="comite")
    reference = queries.maturity(release, wave, queries.OVERALL)
    computed = found(world, "", wave)
    assert computed.keys() == {siren for siren, row in reference.items() if row["respondents"]}
    for siren, row in computed.items():
        for figure in ("score", "low", "high", "structures", "is_masked"):
            assert row[figure] == pytest.approx(reference[siren][figure], abs=1e-9), figure


@pytest.mark.parametrize(
    ("weights", "score", "structures"),
    [
        # DEMO-04: 25 in numerique, 0 in eight themes, none in mobilites
        ("numerique:5", (100 + 75 + 50 + 125 / 13) / 4, 4),
        ("numerique:0", (100 + 75 + 50 + 0) / 4, 4),
        # DEMO-03 has no score in alimentation: 7 / 12 of the weight is under 60 %
        ("alimentation:5,vivant:0,bien_etre:0", (100 + 75 + 25 / 11) / 3, 3),
        # 6 / 10 of it is not
        ("alimentation:4,mobilites:0,vivant:0,bien_etre:0", (100 + 75 + 50 + 25 / 10) / 4, 4),
    ],
)
def test_other_weights_give_the_figures_computed_by_hand(
    world: Path, weights: str, score: float, structures: int
) -> None:
    row = found(world, weights)[ROYANS]
    assert row["score"] == pytest.approx(score, abs=1e-9)
    assert row["structures"] == structures


def test_one_theme_alone_gives_its_published_score_and_interval(world: Path) -> None:
    row = found(world, NOTHING.replace("mobilites:0", "mobilites:1"))[ROYANS]
    assert row["score"] == pytest.approx(75)
    assert (row["low"], row["high"]) == pytest.approx((43.94828, 100), abs=1e-5)


@pytest.mark.parametrize("weights", ["", "numerique:5", "alimentation:5,vivant:0", NOTHING])
def test_a_masked_territory_stays_masked_whatever_the_weights(world: Path, weights: str) -> None:
    row = found(world, weights)[DIOIS]
    assert row["is_masked"]
    assert (row["score"], row["low"], row["high"]) == (None, None, None)


def test_a_territory_that_falls_under_the_threshold_is_masked(world: Path) -> None:
    # two structures of four would keep a score: DEMO-03 lacks alimentation, DEMO-04 mobilites
    both = NOTHING.replace("alimentation:0", "alimentation:1").replace("mobilites:0", "mobilites:1")
    row = found(world, both)[ROYANS]
    assert row["structures"] == 2  # as the comment says
    assert row["is_masked"]
    assert row["score"] is None


def linked(app: AppTest, weights: str) -> AppTest:  # noqa: F811
    """The page as an address that carries weights opens it."""
    app.run().switch_page("views/et_si.py")
    app.query_params["poids"] = weights
    app.run()
    assert not app.exception
    return app


def test_without_any_weight_nothing_is_computed(app: AppTest) -> None:  # noqa: F811
    assert "Tous les poids sont à zéro" in text(linked(app, NOTHING))


@pytest.fixture
def page(app: AppTest) -> AppTest:  # noqa: F811
    return opened(app, "et_si")


def test_the_page_opens_on_the_reference(page: AppTest) -> None:
    said = text(page)
    assert "Ce sont les poids de la méthode de référence." in said
    assert "Royans-Vercors 56,9 toutes ont répondu 4 structures 56,9 0,0" in said
    assert url(page) == {}
    assert page.button[0].disabled


def test_a_slider_moves_the_figures_the_sentence_and_the_url(page: AppTest) -> None:
    page.slider(key="poids_numerique").set_value(5.0).run()
    said = text(page)
    assert "Royans-Vercors passe de 57 à 59." in said  # 58.65…
    assert "Royans-Vercors 58,7 toutes ont répondu 4 structures 56,9 +1,7" in said
    assert "Diois trop peu de réponses – 1 structure trop peu de réponses –" in said
    assert url(page) == {"poids": "numerique:5"}


def test_the_reset_brings_the_reference_back(page: AppTest) -> None:
    page.slider(key="poids_numerique").set_value(0.0).run()
    assert "Royans-Vercors passe de 57 à 56." in text(page)
    page.button[0].click().run()
    assert "Ce sont les poids de la méthode de référence." in text(page)
    assert page.slider(key="poids_numerique").value == 1.0
    assert url(page) == {}


def test_the_weights_come_back_after_another_page(page: AppTest) -> None:
    page.slider(key="poids_numerique").set_value(5.0).run()
    page.switch_page("views/methode.py").run()
    assert url(page) == {}
    page.switch_page("views/et_si.py").run()
    assert "Royans-Vercors passe de 57 à 59." in text(page)
    assert url(page) == {"poids": "numerique:5"}


@pytest.mark.parametrize(
    "strange", ["jardin:2", "numerique:9", "numerique:0.3", "numerique:nan", "x"]
)
def test_a_weight_not_understood_is_said_and_the_others_kept(app: AppTest, strange: str) -> None:  # noqa: F811
    said = text(linked(app, f"{strange},vivant:2")).replace("\\", "")
    assert f"Poids non compris, donc ignoré : « {strange} »." in said
    assert app.slider(key="poids_vivant").value == 2.0  # as in the address
    assert url(app) == {"poids": "vivant:2"}
