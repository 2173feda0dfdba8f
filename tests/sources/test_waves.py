"""Survey waves as the warehouse may hold them: keyed, decided upon, forgotten in time."""

import stat
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipelines import respondent_keys
from pipelines.errors import UnusableInput
from pipelines.settings import ROOT, Settings
from pipelines.sources import waves
from tests.sources.test_sidecar import say
from tests.world.make_surveys import answer_2020

LIME = "raw/surveys/2020/reponses.csv"
PAST = ("delete_after = 2099-12-31", "delete_after = 2024-12-31")


def read(data: Path, secret: Path | None = None) -> dict[str, pd.DataFrame]:
    settings = Settings(data, "always")
    return waves.read(replace(settings, secret_file=secret) if secret else settings)


def values(frames: dict[str, pd.DataFrame], file: str) -> set[str]:
    cells = frames["survey_cells"]
    return set(cells.loc[cells["source_file"] == file, "value"].dropna())


def test_a_respondent_is_known_by_a_keyed_hash_that_only_the_secret_leads_to(
    fresh_world: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("secrets")
    one, again, other = (
        list(read(fresh_world, elsewhere / name)["survey_keys"]["respondent_key"])
        for name in ("a", "a", "b")
    )
    assert one == again
    assert not set(one) & set(other)
    assert len(set(one)) == len(one) == 21
    assert all(len(key) == 64 for key in one)


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "data", "auto", tmp_path / "config/tecs/secret")
    secret = respondent_keys.load_secret(settings)
    assert len(secret) == 32
    assert stat.S_IMODE(settings.secret_file.stat().st_mode) == 0o600
    assert respondent_keys.load_secret(settings) == secret
    assert [path.name for path in settings.secret_file.parent.iterdir()] == ["secret"]


@pytest.mark.parametrize("place", ["data/secret", "cut"])
def test_a_secret_within_the_data_or_cut_short_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "cut").write_bytes(b"short")
    with pytest.raises(UnusableInput, match="TECS_SECRET_FILE"):
        respondent_keys.load_secret(Settings(tmp_path / "data", "auto", tmp_path / place))


def test_the_secret_is_not_kept_in_the_repository() -> None:
    with pytest.raises(UnusableInput, match="ni dans le dépôt"):
        respondent_keys.load_secret(Settings(Path("/nowhere"), "auto", ROOT / "secret"))


def test_lines_named_in_the_description_are_decided_upon(fresh_world: Path) -> None:
    say(fresh_world, 2020, "wave = 2020", "wave = 2020\nreject_rows = [3]\nkeep_rows = [4]")
    say(fresh_world, 2022, "wave = 2022", 'wave = 2022\nreject_rows = {5 = "essai."}')
    decisions = read(fresh_world)["survey_decisions"].astype(object)
    assert decisions.where(decisions.notna(), None).to_numpy().tolist() == [
        [LIME, "3", "reject", None],
        [LIME, "4", "keep", None],
        ["raw/surveys/2022/reponses.csv", "5", "reject", "essai"],
    ]


def test_a_decision_on_a_line_that_does_not_exist_is_explained(fresh_world: Path) -> None:
    say(fresh_world, 2020, "wave = 2020", "wave = 2020\nreject_rows = [1, 3]\nkeep_rows = [3]")
    with pytest.raises(UnusableInput) as refusal:
        read(fresh_world)
    assert [str(problem) for problem in refusal.value.problems] == [
        "raw/surveys/2020/source.toml : la ligne 1 n'est pas une réponse de reponses.csv.\n"
        "  → Compter les lignes comme un tableur : 1 pour la première, titres compris.",
        "raw/surveys/2020/source.toml : la ligne 3 est à la fois rejetée et gardée.",
    ]


def test_past_its_term_no_personal_cell_is_loaded_and_every_answer_is(fresh_world: Path) -> None:
    before = read(fresh_world)
    say(fresh_world, 2020, *PAST)
    after = read(fresh_world)
    planted = {
        str(answer)
        for response in answer_2020().responses
        for code, answer in response.answers.items()
        if code.startswith("repondant") or code == "remarques"
    }
    assert planted <= values(before, LIME)
    assert not planted & values(after, LIME)
    assert {"DEMO-01", "26307", "A3"} <= values(after, LIME)
    lines = after["survey_lines"].set_index("source_file")["response_id"]
    assert lines[LIME].isna().all()
    assert lines.drop(LIME).notna().all()
    assert after["survey_expirations"].to_numpy().tolist() == [[LIME, "1", "2024-12-31", "20"]]
    assert before["survey_expirations"].empty
    assert list(after["survey_keys"]["respondent_key"]) == list(
        before["survey_keys"]["respondent_key"]
    )
