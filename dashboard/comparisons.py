"""What changed between waves, what goes with the ingredients, what to propose: rows and words.

No Streamlit here. Masked is not « no data », which is not zero.
"""

import math
from collections.abc import Sequence

from dashboard import french
from dashboard.fiche.section import GEOMETRY, Section, cited
from dashboard.snapshot import Row, Snapshot

SURVEYS = "surveys"
CHANGE_COLUMNS = {
    "panel_text": "Panel : avant → après",
    "change_text": "Évolution du panel",
    "range_text": "Intervalle à 95 %, en points",
    "verdict_text": "Ce qu'on peut en dire",
    "all_text": "Toutes les répondantes",
    "panel": "Structures du panel",
    "panel_before": "Panel avant (0 à 100)",
    "panel_after": "Panel après (0 à 100)",
    "panel_change": "Évolution (points)",
    "low": "Borne basse (points)",
    "high": "Borne haute (points)",
    "all_change": "Évolution de toutes (points)",
    "turnover_change": "Dont entrées et sorties (points)",
    "entries": "Entrées",
    "exits": "Sorties",
}
SCORE_COLUMNS = {"wave_text": "Vague", "label": "Thème", "score_text": "Maturité sur 100",
                 "interval": "Intervalle à 95 %", "level": "Niveau", "n": "Structures",
                 "score": "Score", "low": "Borne basse", "high": "Borne haute"}  # fmt: skip
PROPOSAL_COLUMNS = {"short_name": "Territoire", "title": "Proposition",
                    "why": "Pourquoi cette proposition", "kind_label": "Sorte", "rank": "Rang",
                    "rank_rule": "Règle du rang", "wave": "Vague"}  # fmt: skip
INGREDIENT_COLUMNS = {
    "ingredient_label": "Ingrédient",
    "with": "Avec",
    "without": "Sans",
    "difference_text": "Écart",
    "range_text": "Intervalle à 95 %, en points",
    "verdict_label": "Ce qu'on peut en dire",
    "n_with": "Structures avec",
    "n_without": "Structures sans",
    "mean_with": "Moyenne avec",
    "mean_without": "Moyenne sans",
    "difference": "Écart (points)",
    "low": "Borne basse (points)",
    "high": "Borne haute (points)",
    "sentence": "En une phrase",
}
NEARLY = 0.05  # points: under it, one decimal would say zero
NOBODY = "Aucune structure aux deux vagues"
SIGNS = {"hausse": "▲", "baisse": "▼"}  # with the words: never a colour alone
DIRECTIONS = {"hausse": "En hausse", "baisse": "En baisse", "": "On ne peut pas conclure"}


def points(value: float | None) -> str:
    """6.66 → « +6,7 »; -3.2 → « −3,2 »; 0.04 → « +0,04 », which is not zero; None → nothing."""
    if value is None:
        return ""
    text = french.number(abs(value), 2 if 0 < abs(value) < NEARLY else 1)
    return f"{'−' if value < 0 else '+'}{text}"


def widest(rows: Sequence[Row]) -> float:
    """The ten points that hold every interval of a table: the ends of its pictures."""
    bounds = [abs(row[side]) for row in rows for side in ("low", "high") if row[side] is not None]
    return 10.0 * math.ceil(max(bounds, default=10) / 10)


def changes(
    release: Snapshot, found: Sequence[Row], title: str, first: str, shape: str | None
) -> Section:
    """What changed, one row a theme or a territory (`first` heads it): panel, verdict, and all."""
    rows = [
        {GEOMETRY: shape}
        | row
        | {
            "panel_text": _panel(row),
            "change_text": points(row["panel_change"]) or "–",
            "range_text": _between(row["low"], row["high"]),
            "verdict_text": _verdict(row),
            "all_text": _all(row),
        }
        for row in found
    ]
    columns = {"label": first} | CHANGE_COLUMNS
    return Section(
        "evolution", title, columns, list(columns)[:6], rows, _waves(release, found),
        intro="▲ en hausse, ▼ en baisse. Quand l'intervalle contient zéro, on ne peut pas "
        "conclure : l'évolution peut être due au hasard.",
        simulated=_simulated(found),
    )  # fmt: skip


def told(found: Sequence[Row], where: str) -> list[str]:
    """The changes of a table in words: what rose, what fell, what cannot be said and why."""
    said = []
    measured = [row for row in found if row["panel_change"] is not None]
    for verdict, direction in DIRECTIONS.items():
        names = [
            f"{row['label']} ({points(row['panel_change'])})" if verdict else row["label"]
            for row in measured if moved(row) == verdict
        ]  # fmt: skip
        if names:
            said.append(f"{direction} : {' ; '.join(names)}.")
    hidden = sum(row["is_masked"] for row in found)
    nobody = french.count(sum(not row["panel"] for row in found), where)
    if hidden:
        said.append(f"Masqué, trop peu de structures : {french.count(hidden, where)}.")
    if not nobody.startswith("0"):
        said.append(f"Aucune structure n'a répondu aux deux vagues : {nobody}.")
    return said


def moved(row: Row) -> str:
    """« hausse », « baisse », or "" where the uncertainty allows neither."""
    return str(row["verdict"]) if row["verdict"] in SIGNS else ""


def _panel(row: Row) -> str:
    structures = french.count(row["panel"], "structure")
    if row["panel_before"] is None:
        return structures
    before, after = (french.number(row[side]) for side in ("panel_before", "panel_after"))
    return f"{before} → {after} ({structures})"


def _verdict(row: Row) -> str:
    """What may be said, with its sign; why nothing can be when nobody answered twice."""
    said = row["verdict_label"] if row["panel"] else NOBODY
    return f"{SIGNS.get(row['verdict'], '')} {said}".strip()


def _all(row: Row) -> str:
    if row["all_change"] is None:
        return "–"
    if not row["entries"] and not row["exits"]:
        return f"{points(row['all_change'])}, les mêmes structures"
    return (
        f"{points(row['all_change'])}, dont {points(row['turnover_change'])} dus à "
        f"{french.count(row['entries'], 'entrée')} et {french.count(row['exits'], 'sortie')}"
    )


def _between(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"de {points(low)} à {points(high)}"


def scores(release: Snapshot, found: Sequence[Row], name: str, shape: str) -> Section:
    """The index wave by wave: the score, its interval, its level, and n."""
    rows = [
        row
        | {
            GEOMETRY: shape,
            "wave_text": str(row["wave"]),
            "score_text": _score(row),
            "interval": _bounds(row),
            "level": row["level_label"] or "–",
            "n": _answered(row),
        }
        for row in found
    ]
    return Section(
        "vagues", f"L'indice, vague par vague : {name}", SCORE_COLUMNS, list(SCORE_COLUMNS)[:6],
        rows, cited(release, SURVEYS), simulated=_simulated(found),
        intro="De 0 (pas abordé) à 100 (partagé avec d'autres).",
    )  # fmt: skip


def _bounds(row: Row) -> str:
    """The interval of a score in words; it closes on the score when every structure answered."""
    if row["low"] is None:
        return "–"
    said = french.span(row["low"], row["high"])
    return "toutes ont répondu" if french.number(row["low"]) == french.number(row["high"]) else said


def waves_told(section: Section) -> list[str]:
    """The index wave by wave, in words."""
    return [
        f"Vague {row['wave']} : {row['score_text']}"
        f"{' sur 100' if row['score'] is not None else ''} ({row['n']})."
        for row in section.rows
    ]


def _score(row: Row) -> str:
    if row["score"] is not None:
        return french.number(row["score"])
    return "masqué" if row["is_masked"] else "pas de donnée"


def _answered(row: Row) -> str:
    if row["registered"] is None:
        return str(row["structures"])
    return f"{french.count(row['structures'], 'structure')} sur {row['registered']}"


def ingredients_told(effects: Sequence[Row], wave: int) -> list[str]:
    """Each effect in words, without the wave and the caution, which the page says once."""
    told = [row["sentence"].removeprefix(f"Vague {wave} : ") for row in effects]
    return [f"{said[:1].upper()}{said[1:]}".partition(" C'est une association")[0] for said in told]


def ingredients(release: Snapshot, effects: Sequence[Row], wave: int) -> Section:
    """One row an ingredient: the two groups, the difference and what may be said of it."""
    rows = [
        row
        | {
            "with": _group(row["n_with"], row["mean_with"]),
            "without": _group(row["n_without"], row["mean_without"]),
            "difference_text": f"{points(row['difference'])} points" if row["difference"] else "–",
            "range_text": _between(row["low"], row["high"]),
        }
        for row in effects
    ]
    return Section(
        "ingredients", f"Maturité des structures, vague {wave}", INGREDIENT_COLUMNS,
        list(INGREDIENT_COLUMNS)[:6], rows, cited(release, SURVEYS, wave=wave),
        intro="Une association, jamais une cause : elle ne dit ni pourquoi, ni ce qui vient en "
        "premier.", simulated=_simulated(effects),
    )  # fmt: skip


def _group(structures: int | None, mean: float | None) -> str:
    counted = "nombre masqué" if structures is None else french.count(structures, "structure")
    return counted if mean is None else f"{french.number(mean)} sur 100 ({counted})"


def proposals(release: Snapshot, found: Sequence[Row]) -> list[Section]:
    """One section a kind of proposal, each row with its reason; the rule of the rank before."""
    kinds = dict.fromkeys(row["kind"] for row in found)
    return [
        Section(
            kind, rows[0]["kind_label"], PROPOSAL_COLUMNS, list(PROPOSAL_COLUMNS)[:3], rows,
            cited(release, SURVEYS, wave=rows[0]["wave"])
            + cited(release, "policies", "structures", "practices"),
            intro=f"{french.count(len(rows), 'proposition')}. {_order(rows[0]['rank_rule'])}"
            + (f" {french.COMITE_ONLY}" if kind == "qui_accompagne_qui" else ""),
            simulated=_simulated(rows),
        )
        for kind in kinds
        for rows in ([row for row in found if row["kind"] == kind],)
    ]  # fmt: skip


def _order(rule: str) -> str:
    return f"Ordre : {rule[:1].lower()}{rule[1:]}"


def _waves(release: Snapshot, found: Sequence[Row]) -> list[str]:
    waves = sorted({row[end] for row in found for end in ("wave_from", "wave_to")})
    return [source for wave in waves for source in cited(release, SURVEYS, wave=wave)]


def _simulated(rows: Sequence[Row]) -> bool:
    return any(row["is_simulated"] for row in rows)
