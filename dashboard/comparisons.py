"""What changed between waves, what goes with the ingredients, what to propose: as rows and words.

No Streamlit here. Masked is not « no data », which is not zero.
"""

import math
from collections.abc import Sequence

from dashboard import charts, french
from dashboard.snapshot import Row

CHANGE_COLUMNS = {
    "label": "Thème",
    "panel": "Panel : avant → après",
    "change": "Évolution du panel",
    "range": "Intervalle à 95 %, en points",
    "verdict": "Ce qu'on peut en dire",
    "all": "Toutes les répondantes",
}
SCORE_COLUMNS = {"label": "Thème", "wave": "Vague", "score": "Maturité sur 100",
                 "interval": "Intervalle à 95 %", "level": "Niveau", "n": "Structures"}  # fmt: skip
PROPOSAL_COLUMNS = {"place": "Territoire", "title": "Proposition",
                    "why": "Pourquoi cette proposition"}  # fmt: skip
INGREDIENT_COLUMNS = {
    "label": "Ingrédient",
    "with": "Avec",
    "without": "Sans",
    "difference": "Écart",
    "range": "Intervalle à 95 %, en points",
    "verdict": "Ce qu'on peut en dire",
}
SIGNS = {"hausse": "▲", "baisse": "▼", "stable": "="}  # with the words: never a colour alone


def points(value: float | None) -> str:
    """6.66 → « +6,7 »; -3.2 → « −3,2 »; None → nothing."""
    if value is None:
        return ""
    text = french.number(abs(value), 1)
    return f"{'−' if value < 0 else '+'}{text}"


def mention(rows: Sequence[Row]) -> str:
    """What begins the source line when a row is simulated."""
    return f"{french.SIMULATED} · " if any(row["is_simulated"] for row in rows) else ""


def widest(rows: Sequence[Row]) -> float:
    """The ten points that hold every interval of a table: the ends of its pictures."""
    bounds = [abs(row[side]) for row in rows for side in ("low", "high") if row[side] is not None]
    return 10.0 * math.ceil(max(bounds, default=10) / 10)


def change_rows(changes: Sequence[Row]) -> list[Row]:
    """One row a theme: the panel, its interval, the verdict, and all the respondents."""
    ends = widest(changes)
    return [
        {
            "label": row["label"],
            "panel": _panel(row),
            "change": points(row["panel_change"]) or "–",
            "range": charts.interval(row["low"], row["panel_change"], row["high"], ends),
            "verdict": f"{SIGNS.get(row['verdict'], '')} {row['verdict_label']}".strip(),
            "all": _all(row),
        }
        for row in changes
    ]


def _panel(row: Row) -> str:
    structures = french.count(row["panel"], "structure")
    if row["panel_before"] is None:
        return structures
    before, after = (french.number(row[side]) for side in ("panel_before", "panel_after"))
    return f"{before} → {after} ({structures})"


def _all(row: Row) -> str:
    if row["all_change"] is None:
        return "–"
    return (
        f"{points(row['all_change'])}, dont {points(row['turnover_change'])} dus aux "
        f"{french.count(row['entries'], 'entrée')} et {french.count(row['exits'], 'sortie')}"
    )


def score_rows(scores: Sequence[Row]) -> list[Row]:
    """One row a theme and wave: the score, its interval, its level, and n."""
    return [
        {
            "label": row["label"],
            "wave": row["wave"],
            "score": _score(row),
            "interval": f"de {french.number(row['low'])} à {french.number(row['high'])}"
            if row["low"] is not None
            else "–",
            "level": row["level_label"] or "–",
            "n": _answered(row),
        }
        for row in scores
    ]


def _score(row: Row) -> str:
    if row["score"] is not None:
        return french.number(row["score"])
    return "masqué" if row["is_masked"] else "pas de donnée"


def _answered(row: Row) -> str:
    if row["registered"] is None:
        return str(row["structures"])
    return f"{row['structures']} sur {row['registered']} au répertoire"


def ingredient_rows(effects: Sequence[Row]) -> list[Row]:
    """One row an ingredient: the two groups, the difference and what may be said of it."""
    ends = widest(effects)
    return [
        {
            "label": row["ingredient_label"],
            "with": _group(row["n_with"], row["mean_with"]),
            "without": _group(row["n_without"], row["mean_without"]),
            "difference": f"{points(row['difference'])} points" if row["difference"] else "–",
            "range": charts.interval(row["low"], row["difference"], row["high"], ends),
            "verdict": row["verdict_label"],
        }
        for row in effects
    ]


def _group(structures: int | None, mean: float | None) -> str:
    counted = "nombre masqué" if structures is None else french.count(structures, "structure")
    return counted if mean is None else f"{french.number(mean)} sur 100 ({counted})"


def proposal_rows(proposals: Sequence[Row]) -> list[Row]:
    """One row a proposal, with its reason."""
    return [
        {
            "place": row["short_name"],
            "siren_epci": row["siren_epci"],
            "title": row["title"],
            "why": row["why"],
        }
        for row in proposals
    ]
