"""Fictional structures, placed in real communes in proportion to their population."""

import csv
import io
from dataclasses import dataclass
from random import Random

import pandas as pd

DEPARTMENT = "26"
STRUCTURES = 45
# question prefix → how far ahead or behind the theme is for everyone
THEMES = {"alim": 0.5, "mob": -0.1, "ree": 0.3, "viv": 0.0, "int": -0.2}
THEMES |= {"num": -0.7, "gou": 0.3, "ent": 0.6, "eco": -0.3, "bet": -0.4}
HEADER = [
    *("structure_id", "name", "denomination", "approval", "approval_date", "commune"),
    *("code_insee", "location_confidence", "source", "source_date", "note"),
]


@dataclass(frozen=True)
class Structure:
    """A fictional structure; its answers come from `level` and `leads`, which nobody sees."""

    structure_id: str  # DEMO-07
    commune: str
    code_insee: str
    denomination: str
    approval: str  # centre_social, evs, or empty: unknown
    size_tier: str
    level: float  # how far the structure is, in standard deviations
    leads: dict[str, float]  # question prefix → lead of the structure in that theme

    @property
    def name(self) -> str:
        """A name that says that it is fictional."""
        return f"Structure de démonstration {self.structure_id[-2:]}"


def seeded(*words: object) -> Random:
    """A source of draws that is always the same for the same words."""
    return Random(" ".join(str(word) for word in words))  # noqa: S311 (a drawing, not a secret)


def place_structures(communes: pd.DataFrame, seed: int) -> list[Structure]:
    """Draw 45 structures in the communes of the Drôme.

    One at every total ÷ 45 inhabitants along the communes, sorted by EPCI, from a drawn start: each
    EPCI has its share, rounded. `communes` has code_insee, nom, siren_epci, code_departement and
    population (inhabitants).
    """
    inside = communes[communes["code_departement"] == DEPARTMENT]
    inside = inside.sort_values(["siren_epci", "population", "code_insee"])
    step = inside["population"].sum() / STRUCTURES
    upper = inside["population"].cumsum()
    start = seeded(seed, "places").random()
    marks = [(start + number) * step for number in range(STRUCTURES)]
    chosen = inside.iloc[upper.searchsorted(marks, side="right")]
    places = zip(chosen["nom"], chosen["code_insee"], strict=True)
    return [_draw(number, *place, seed) for number, place in enumerate(places, start=1)]


def _draw(number: int, commune: str, code_insee: str, seed: int) -> Structure:
    draw = seeded(seed, "structure", number)
    return Structure(
        structure_id=f"DEMO-{number:02d}",
        commune=commune,
        code_insee=code_insee,
        denomination=draw.choice(["mpt", "mjc", "afr", "maison_de_quartier", "autre"]),
        approval=draw.choices(["centre_social", "evs", ""], [55, 35, 10])[0],
        size_tier=draw.choices(["moins_10", "10_a_19", "20_et_plus"], [55, 28, 17])[0],
        level=draw.gauss(0, 0.9),
        leads={prefix: lead + draw.gauss(0, 0.5) for prefix, lead in THEMES.items()},
    )


def list_structures(structures: list[Structure]) -> bytes:
    """Return the registry of the structures as the registry's own CSV, UTF-8."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(HEADER)
    for one in structures:
        name = (one.structure_id, one.name, one.denomination, one.approval, "")
        note = ("simulee", "Démonstration", "2026-11-24", "Structure fictive")
        rows.writerow([*name, one.commune, one.code_insee, *note])
    return text.getvalue().encode("utf-8")
