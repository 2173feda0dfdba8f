"""The comparisons of ingredients in French words: what goes together, never what makes what."""

from collections.abc import Mapping
from typing import Any

LABELS = {
    "axe": "La transition est un axe du projet social",
    "collectifs": "Au moins un collectif d'habitant·e·s est soutenu",
    "ambassadeur": "Une personne est ambassadrice de la transition",
    "politiques": "La structure participe à au moins une politique locale",
}
WHO = {
    "axe": "les structures dont la transition est un axe du projet social",
    "collectifs": "les structures qui soutiennent au moins un collectif d'habitant·e·s",
    "ambassadeur": "les structures qui ont une personne ambassadrice",
    "politiques": "les structures qui participent à au moins une politique locale",
}
CAUTION = "C'est une association : elle ne dit ni pourquoi, ni ce qui vient en premier."


def tell(row: Mapping[Any, Any], needed: int) -> str:
    """Return one sentence, or two, for a line of scores.ingredients; `needed`: the least a side."""
    who, wave = WHO[row["ingredient"]], row["wave"]
    if row["verdict"] == "trop_peu":
        return (
            f"Vague {wave} : trop peu de réponses pour comparer {who} ({row['n_with']}) aux autres "
            f"({row['n_without']}) ; il en faut au moins {needed} de chaque côté."
        )
    seen = (
        f"{_points(row['difference'])} points, intervalle à 95 % : "
        f"de {_points(row['low'])} à {_points(row['high'])}"
    )
    if row["verdict"] == "non_etablie":
        return (
            f"Vague {wave} : pas de différence de maturité établie entre {who} et les autres "
            f"({seen})."
        )
    way = "haute" if row["verdict"] == "positive" else "basse"
    return (
        f"Vague {wave} : {who} ont une maturité plus {way} que les autres en moyenne ({seen}). "
        f"{CAUTION}"
    )


def _points(value: float) -> str:
    """10.43 → « +10,4 »; nothing is said of a sign that rounding hides."""
    rounded = round(value, 1) + 0.0
    return (f"{rounded:+.1f}" if rounded else "0,0").replace(".", ",").replace("-", "−")
