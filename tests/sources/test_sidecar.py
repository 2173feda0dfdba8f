"""source.toml: what it must say, and what the demonstration does beside a real wave."""

from pathlib import Path

import pytest

from pipelines.errors import UnusableInput
from pipelines.settings import Settings
from pipelines.sources.drops import drops


def say(data: Path, wave: int, old: str, new: str) -> None:
    path = data / "raw" / "surveys" / str(wave) / "source.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_real_wave_sends_the_demonstration_away_unless_asked_for(fresh_world: Path) -> None:
    auto, always = Settings(fresh_world, "auto"), Settings(fresh_world, "always")
    assert len(drops(auto, "surveys")) == 3
    say(fresh_world, 2025, "simulated = true", "simulated = false")
    assert [drop.sidecar.wave for drop in drops(auto, "surveys")] == [2025]
    assert [drop.folder.name for drop in drops(auto, "structures")] == ["2026"]
    assert len(drops(always, "surveys")) == 3


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("title", "titre", ("« title » manque", "« titre » est inconnue")),
        ("wave = 2020", 'wave = "deux"', ("« wave » ne convient pas", "'deux'", "année")),
        ("wave = 2020", "wave 2020", ("pas du TOML lisible",)),
        (
            "wave = 2020",
            'wave = 2020\nseveral_answers = "all"',
            ("« several_answers » ne convient pas", "last : la dernière réponse vaut"),
        ),
        (
            "wave = 2020",
            'wave = 2020\nreject_rows = ["douze"]',
            ("« reject_rows.douze", "ne convient pas", "[12, 31]"),
        ),
    ],
)
def test_a_faulty_description_is_explained(
    fresh_world: Path, old: str, new: str, words: tuple[str, ...]
) -> None:
    say(fresh_world, 2020, old, new)
    with pytest.raises(UnusableInput) as refusal:
        drops(Settings(fresh_world, "auto"), "surveys")
    for word in ("raw/surveys/2020/source.toml", *words):
        assert word in str(refusal.value)


def test_real_personal_data_need_a_day_on_which_they_are_deleted(fresh_world: Path) -> None:
    say(fresh_world, 2025, "simulated = true", "simulated = false")
    assert drops(Settings(fresh_world, "auto"), "surveys")
    say(fresh_world, 2025, "delete_after", "# delete_after")
    with pytest.raises(UnusableInput) as refusal:
        drops(Settings(fresh_world, "auto"), "surveys")
    assert str(refusal.value) == (
        "raw/surveys/2025/source.toml : la clé « delete_after » manque. Attendu : dernier jour où "
        "garder les données personnelles, AAAA-MM-JJ.\n"
        "  → Ajouter à ce fichier une ligne « delete_after = … » qui le dise."
    )
    say(fresh_world, 2025, "simulated = false", "simulated = true")
    assert drops(Settings(fresh_world, "auto"), "surveys")
