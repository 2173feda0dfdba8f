"""The demonstration: fictional structures in real communes, and three waves of drawn answers.

Everything is drawn from one seed: the same communes and seed give the same bytes.
"""

from pathlib import Path

import pandas as pd

from pipelines.demonstration.answers import answer_wave
from pipelines.demonstration.exports import write_framaforms, write_kobotoolbox, write_limesurvey
from pipelines.demonstration.structures import list_structures, place_structures
from pipelines.settings import Settings
from pipelines.sources.surveys.questionnaire import load_questionnaire

SEED = 26
EXPORTS = {
    2020: ("reponses.csv", write_limesurvey),
    2022: ("reponses.csv", write_framaforms),
    2025: ("reponses.xlsx", write_kobotoolbox),
}


def make(settings: Settings, seed: int = SEED) -> dict[Path, bytes]:
    """Draw the files of the demonstration, path → bytes, from geo/; nothing is written.

    They are the registry of the fictional structures and three survey waves, one per tool. The
    source.toml beside each is written by hand.
    """
    columns = ["code_insee", "nom", "siren_epci", "code_departement", "population"]
    communes = pd.read_parquet(settings.geo / "communes.parquet", columns=columns)
    structures = place_structures(communes, seed)
    registry = settings.raw / "structures/demonstration/structures.csv"
    files = {registry: list_structures(structures)}
    for wave, (name, write_export) in EXPORTS.items():
        asked = load_questionnaire(wave)
        responses = answer_wave(asked, structures, seed)
        files[settings.raw / f"surveys/{wave}/{name}"] = write_export(asked, responses)
    return files


def write(settings: Settings, seed: int = SEED) -> list[Path]:
    """Write the files of the demonstration under raw/ and return their paths."""
    files = make(settings, seed)
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return list(files)
