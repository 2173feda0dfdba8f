"""source.toml: what it must say, and what the demonstration does beside a real wave."""

from pathlib import Path

import pytest

from pipelines.errors import UnusableInput
from pipelines.settings import Settings
from pipelines.sources.sidecar import drops


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
