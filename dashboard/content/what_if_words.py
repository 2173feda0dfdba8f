"""« Et si… ? » in words: the table and the sentence of what moves. No Streamlit here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from dashboard import french, indicators, queries
from dashboard.cartography import static_map
from dashboard.fiche.section import GEOMETRY, Section, cited
from dashboard.indicators import NO_DATA, Reading
from dashboard.snapshot import Row, Snapshot

TOLD = 3  # so many territories are named in the sentence
INTRO = (
    "Le poids d'un thème est un choix, qui se discute. Ici chacun peut essayer le sien : tout est "
    "recalculé selon la méthode de référence, aux poids près. **Rien n'est enregistré.**"
)
COLUMNS = {
    "name": "Territoire",
    "score": "Avec ces poids",
    "interval": "Intervalle à 95 %",
    "n": "D'après",
    "reference": "Méthode de référence",
    "change": "Écart",
    "score_value": "Score avec ces poids",
    "low": "Borne basse",
    "high": "Borne haute",
    "reference_value": "Score de référence",
}


@dataclass(frozen=True)
class View:
    """What « Et si… ? » shows: the release, the wave, a title and the weights in words."""

    release: Snapshot
    wave: int
    title: str
    weights: str

    @property
    def simulated(self) -> bool:
        """Whether the answers are simulated."""
        found = queries.maturity_drome(self.release, self.wave)
        return bool(found and found["is_simulated"])

    @property
    def sources(self) -> list[str]:
        """The files behind it."""
        return cited(self.release, "surveys", wave=self.wave)


def table(view: View, found: Mapping[str, Row], reference: Mapping[str, Row]) -> Section:
    """One row per territory: score, interval and n under the weights, the reference, the change."""
    rows = _rows(queries.territories(view.release), found, reference)
    return Section(
        "et_si", f"{view.title}, et la référence", COLUMNS, list(COLUMNS)[:6], rows, view.sources,
        intro=f"Vague {view.wave}. {view.weights}", simulated=view.simulated,
    )  # fmt: skip


def drawn(view: View, readings: Sequence[Reading], siren_epci: str) -> str:
    """The map of the page as a drawing, with all that must be read with it."""
    several = sum(reading.band not in (indicators.MASKED, NO_DATA) for reading in readings)
    caption = static_map.Caption(
        title=view.title,
        filters=f"Vague {view.wave}. {view.weights}",
        basis=f"{french.count(several, 'territoire montré', 'territoires montrés')}.",
        sources=" ; ".join(view.sources + cited(view.release, "territories")),
        date=french.moment(view.release.manifest["created_at"]),
        release_id=view.release.release_id,
        simulated=view.simulated,
    )
    places, outline = queries.territories(view.release), queries.department(view.release)
    bands = indicators.MATURITY_BANDS
    return static_map.draw(places, readings, outline, bands, caption, selected=siren_epci)


def weighed(weights: Mapping[str, float], labels: Mapping[str, str], *, is_declared: bool) -> str:
    """The weights in words."""
    if is_declared:
        return "Poids de la méthode de référence."
    said = (f"{label} {french.number(weights[theme], 2)}" for theme, label in labels.items())
    return f"Poids : {' ; '.join(said)}."


def _rows(
    territories: Sequence[Row], found: Mapping[str, Row], reference: Mapping[str, Row]
) -> list[Row]:
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
                "score_value": new["score"],
                "low": new.get("low"),
                "high": new.get("high"),
                "reference_value": old["score"],
                GEOMETRY: epci["geometry"],
            }
        )
    return rows


def link(address: str) -> str:
    """The address of the view, to be copied, in HTML."""
    said = french.typeset("</a> : à copier pour montrer la même vue à quelqu'un.</p>")
    return f'<p class="tecs-note"><a href="{escape(address)}">Lien vers ces poids{said}'


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
        return '<p role="status">Tous les poids sont à zéro\u00a0: il n\'y a rien à calculer.</p>'
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
    return f'<p role="status">{french.typeset(_told(told, gone))}</p>'


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
