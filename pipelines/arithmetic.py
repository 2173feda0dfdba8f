"""The sums that lead from answers to a published figure, written out so that anyone can redo them.

The formula is that of pipelines/scores/structures.py and territories.py, computed here a second
time from the lines alone: a trace that does not find the published figure says so.
"""

import math
from collections.abc import Sequence

from pipelines.evidence import OVERALL, Row

TOLERANCE = 1e-9  # 3 / 5 of the weight is 60 % of it
APART = ("not_applicable", "not_asked")  # states whose weight goes to the siblings
MATURITY = ("maturity_by_structure", "maturity_by_epci", "maturity_drome")
SCOPE = (
    "structure_id",
    "siren_epci",
    "wave",
)  # what a line shares with its figure, where it has it


def explain(mart: str, figures: Sequence[Row], lines: Sequence[Row]) -> list[str]:
    """Return French lines, one sum each, for the figures of a mart; [] where nothing is summed."""
    told: list[str] = []
    for figure in figures:
        mine = [line for line in lines if _belongs(line, figure)]
        if mart in MATURITY:
            told += _maturity(figure, mine)
        elif mart.startswith("participation_"):
            told += _participation(figure, mine)
        elif mart == "policies_by_epci" and figure["dispositif_id"] is None:
            told.append(f"{figure['policy']} : aucune ligne reçue n'en parle, d'où « inconnu ».")
    return told


def _belongs(line: Row, figure: Row) -> bool:
    shared = [key for key in (*SCOPE, "policy") if key in figure and key in line]
    overall = OVERALL if line.get("dimension") == "pratiques" else None
    themed = figure.get("theme") in (None, overall, line.get("theme"))
    return themed and all(line[key] == figure[key] for key in shared)


def _maturity(figure: Row, lines: Sequence[Row]) -> list[str]:
    """Structure by structure, then their mean when the figure is that of a territory."""
    told = [f"{figure['theme']}, vague {figure['wave']} :"]
    scores: list[float] = []
    for structure in sorted({line["structure_id"] for line in lines}):
        own = [line for line in lines if line["structure_id"] == structure]
        total = _overall(own) if figure["theme"] == OVERALL else _theme(own)
        told.append(f"  {structure} : {total[0]}")
        scores += [] if total[1] is None else [total[1]]
    result = scores[0] if scores else None
    if "structure_id" not in figure and scores:
        result = math.fsum(scores) / len(scores)
        terms = " + ".join(map(_number, scores))
        told.append(f"  moyenne de {len(scores)} : ({terms}) / {len(scores)} = {_number(result)}")
    return [*told, f"  {_verdict(figure.get('is_masked', False), figure['score'], result)}"]


def _theme(lines: Sequence[Row]) -> tuple[str, float | None]:
    """The weighted mean of the answers that count, in words and as a number."""
    known: dict[str, list[Row]] = {}
    for line in lines:
        known.setdefault(line["indicator"], []).append(line)
    asked = [(answers[0]["weight"], _points(answers)) for _, answers in sorted(known.items())
             if any(line["state"] not in APART for line in answers)]  # fmt: skip
    return _mean(asked, lines)


def _points(lines: Sequence[Row]) -> float | None:
    """One indicator from 0 to 100: of its questions, the most advanced answer counts."""
    values = [line["value"] for line in lines if line["value"] is not None]
    if not values:
        return None
    low, high = float(lines[0]["low"]), float(lines[0]["high"])
    return 100.0 * min(max((float(max(values)) - low) / (high - low), 0.0), 1.0)


def _overall(lines: Sequence[Row]) -> tuple[str, float | None]:
    """The weighted mean of the themes that have a score."""
    themes = {line["theme"]: line["theme_weight"] for line in lines}
    own = {theme: [line for line in lines if line["theme"] == theme] for theme in sorted(themes)}
    asked = [(themes[theme], _theme(answers)[1]) for theme, answers in own.items()
             if any(line["state"] not in APART for line in answers)]  # fmt: skip
    return _mean(asked, lines)


def _mean(
    asked: Sequence[tuple[float, float | None]], lines: Sequence[Row]
) -> tuple[str, float | None]:
    """The weighted mean of what is known, when it is enough of the weight asked."""
    pairs = [(weight, value) for weight, value in asked if value is not None]
    if not pairs:
        return "aucune réponse ne se note", None
    share = math.fsum(w for w, _ in pairs) / math.fsum(w for w, _ in asked)
    if share < lines[0]["min_coverage"] - TOLERANCE:
        return f"non évalué : {_number(100 * share)} % du poids a une réponse", None
    weight = math.fsum(w for w, _ in pairs)
    result = math.fsum(w * v for w, v in pairs) / weight
    terms = " + ".join(f"{_number(w)} × {_number(v)}" for w, v in pairs)
    return f"({terms}) / {_number(weight)} = {_number(result)}", result


def _participation(figure: Row, lines: Sequence[Row]) -> list[str]:
    """Of those that give a role, only the structures whose territory has the policy count."""
    counted = [line for line in lines if line["counts"]]
    taking = sum(line["participates"] for line in counted)
    rate = taking / len(counted) if counted else None
    said = f"{taking} / {len(counted)} = {_number(rate)}" if rate is not None else "aucune réponse"
    elsewhere = sum(not line["policy_known"] for line in lines)
    return [
        f"{figure['policy']}, vague {figure['wave']} : participent / donnent un rôle = {said}"
        + (f" ; {elsewhere} hors du taux, la politique n'est pas connue là" if elsewhere else ""),
        f"  {_verdict(figure['is_masked'], figure['participation_rate'], rate)}",
    ]


def _verdict(masked: bool, published: float | None, result: float | None) -> str:
    if masked:
        return "publié : rien, il y a trop peu de structures pour le montrer"
    if published is None or result is None:
        return "publié : rien" if published is result else "ÉCART avec ce qui est publié"
    same = math.isclose(published, result, abs_tol=1e-9)
    return f"publié : {_number(published)}, {'le même' if same else 'ÉCART avec ce calcul'}"


def _number(value: float) -> str:
    """57.569444 → « 57,5694 »."""
    return f"{value:.6g}".replace(".", ",")
