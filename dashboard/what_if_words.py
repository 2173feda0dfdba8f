"""« Et si… ? » in words: the table and the sentence of what moves. No Streamlit here."""

from collections.abc import Mapping, Sequence
from html import escape

from dashboard import french
from dashboard.snapshot import Row

TOLD = 3  # so many territories are named in the sentence
COLUMNS = {
    "name": "Territoire",
    "score": "Avec ces poids",
    "interval": "Intervalle à 95 %",
    "n": "D'après",
    "reference": "Méthode de référence",
    "change": "Écart",
}


def table_rows(
    territories: Sequence[Row], found: Mapping[str, Row], reference: Mapping[str, Row]
) -> list[Row]:
    """One row per territory: score, interval and n under the weights, the reference, the change."""
    nothing = {"score": None, "is_masked": False, "structures": 0}
    rows = []
    for epci in territories:
        siren = epci["siren_epci"]
        new, old = found.get(siren, nothing), reference.get(siren, nothing)
        rows.append(
            {
                "siren_epci": siren,
                "name": epci["short_name"],
                "score": _score(new),
                "interval": _bounds(new, old),
                "n": french.count(new["structures"], "structure"),
                "reference": _score(old),
                "change": _change(new, old),
            }
        )
    return rows


def link(address: str) -> str:
    """The address of the view, to be copied, in HTML."""
    return (
        f'<p class="tecs-note"><a href="{escape(address)}">Lien vers ces poids</a> : à copier pour '
        "montrer la même vue à quelqu'un.</p>"
    )


def sentence(
    territories: Sequence[Row],
    found: Mapping[str, Row],
    reference: Mapping[str, Row],
    *,
    is_declared: bool,  # the page knows the weights
) -> str:
    """What changed against the reference, the largest changes first, in HTML."""
    if is_declared:
        return '<p role="status">Ce sont les poids de la méthode de référence.</p>'
    if all(row["structures"] == 0 for row in found.values()):
        return '<p role="status">Tous les poids sont à zéro : il n\'y a rien à calculer.</p>'
    names = {row["siren_epci"]: row["short_name"] for row in territories}
    moved, gone = [], []
    for siren, new in found.items():
        old = reference[siren]["score"]
        if new["score"] is not None and old is not None:
            if french.number(new["score"]) != french.number(old):
                moved.append((abs(new["score"] - old), siren))
        elif old is not None:
            gone.append(names[siren])
    told = [
        f"<b>{escape(names[siren])}</b> passe de {french.number(reference[siren]['score'])} à "
        f"{french.number(found[siren]['score'])}"
        for _, siren in sorted(moved, reverse=True)
    ]
    return f'<p role="status">{_told(told, gone)}</p>'


def _told(moved: Sequence[str], gone: Sequence[str]) -> str:
    if not moved and not gone:
        return "À l'unité près, aucun territoire ne bouge."
    said = ", ".join(moved[:TOLD])
    if (others := len(moved) - TOLD) > 0:
        said += f" ; {french.count(others, 'autre territoire bouge', 'autres territoires bougent')}"
    hidden = [f"<b>{escape(name)}</b> n'est plus montré : trop peu de réponses" for name in gone]
    return " ; ".join(filter(None, (said, *hidden))) + "."


def _score(row: Row) -> str:
    if row["score"] is None:
        return "trop peu de réponses" if row["is_masked"] else "pas de donnée"
    return french.number(row["score"], 1)


def _bounds(row: Row, reference: Row) -> str:
    if row.get("low") is None:
        return "–"
    if row["structures"] == reference["registered"]:
        return "toutes ont répondu"
    return f"de {french.number(row['low'], 1)} à {french.number(row['high'], 1)}"


def _change(new: Row, old: Row) -> str:
    if new["score"] is None or old["score"] is None:
        return "–"
    change = round(new["score"] - old["score"], 1)
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{french.number(abs(change), 1)}"
