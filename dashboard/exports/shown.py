"""What is shown, with all that must be said about it: the one input of every export."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard import french

Row = Mapping[str, Any]
Value = str | int | float | date | None
MENTION, VERSION, SOURCES = "Mention", "Version", "Sources"
LICENCE = "Licence Ouverte 2.0 (etalab-2.0) : réutilisation libre, en citant les sources"
METHOD = (
    "La maturité d'un thème va de 0 à 100 : chaque réponse vaut une part de 100, une structure a "
    "la moyenne de ses réponses, un territoire la moyenne de ses structures. Le détail est sur la "
    "page « Méthode » du tableau de bord."
)
MASKING = (
    "Un chiffre d'enquête qui vient de trop peu de structures est masqué, et parfois un autre dont "
    "il se déduirait, pour qu'on ne puisse pas en tirer une réponse : il existe, mais n'est pas "
    "montré. « Pas de donnée » veut dire que "
    "personne n'a répondu. Ni l'un ni l'autre n'est un zéro."
)
FORMULA = frozenset("=+-@＝＋－＠")  # what makes a spreadsheet run a text as a formula


@dataclass(frozen=True)
class Shown:
    """One table as it is on the screen.

    `columns` maps keys of the rows to French headers, in their order, each header once. A row of a
    simulated table is simulated unless its `is_simulated` says otherwise. `geometry` is the key of
    the rows' shape, GeoJSON text in WGS 84, when they have one.
    """

    title: str
    columns: Mapping[str, str]
    rows: Sequence[Row]
    release_id: str
    created_at: str  # ISO 8601, UTC
    sources: Sequence[str]
    filters: str
    simulated: bool
    geometry: str | None = None
    method: str = METHOD
    masking: str = MASKING


def records(shown: Shown) -> list[dict[str, Value]]:
    """The rows of every export: header → value, then the mention, the release and the sources."""
    cited = " ; ".join(shown.sources)
    return [
        {
            **{label: value(row[key]) for key, label in shown.columns.items()},
            **({MENTION: _mention(row)} if shown.simulated else {}),
            VERSION: shown.release_id,
            SOURCES: neutral(cited),
        }
        for row in shown.rows
    ]


def headers(shown: Shown) -> list[str]:
    """The headers of every export, those of an empty table too."""
    mention = [MENTION] if shown.simulated else []
    return [*shown.columns.values(), *mention, VERSION, SOURCES]


def about(shown: Shown) -> list[tuple[str, str]]:
    """What to read before the figures: (heading, text)."""
    simulated = [(french.SIMULATED, french.SIMULATED_TEXT)] if shown.simulated else []
    return [
        *simulated,
        ("Titre", shown.title),
        ("Filtres", shown.filters),
        ("Lignes", french.number(len(shown.rows))),
        ("Date de la version", french.moment(shown.created_at)),
        (VERSION, shown.release_id),
        *((SOURCES if n == 0 else "", source) for n, source in enumerate(shown.sources)),
        ("Licence", LICENCE),
        ("Méthode", shown.method),
        ("Masquage", shown.masking),
    ]


def shapes(shown: Shown) -> list[dict[str, Any] | None]:
    """The GeoJSON geometry of each row, in the order of the rows; None where it has none."""
    if shown.geometry is None:
        return [None for _ in shown.rows]
    texts = [row[shown.geometry] for row in shown.rows]
    return [json.loads(text) if text else None for text in texts]


def value(found: object) -> Value:
    """A cell as every export writes it: six decimals at most, lists joined, text made harmless."""
    if isinstance(found, bool):
        return "oui" if found else "non"
    if found is None or isinstance(found, int | date):
        return found
    if isinstance(found, float):
        return round(found, 6)
    text = " ; ".join(map(str, found)) if isinstance(found, list | tuple) else str(found)
    return neutral(text)


def neutral(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run (OWASP, « CSV Injection »)."""
    return f"'{text}" if text.lstrip()[:1] in FORMULA else text


def _mention(row: Row) -> str | None:
    return french.SIMULATED if row.get("is_simulated", True) else None
