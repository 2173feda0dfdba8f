"""What a territory's colour means: each indicator as classes and one reading per EPCI."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard import french, queries
from dashboard.snapshot import Row, Snapshot

MATURITY, PARTICIPATION, POLICY = "maturite", "participation", "politique"
LABELS = {
    MATURITY: "Maturité de la transition",
    PARTICIPATION: "Participation aux politiques",
    POLICY: "Politiques en vigueur",
}


@dataclass(frozen=True)
class Band:
    """One class of the legend: its words, its colour (hexadecimal), its sign in the table."""

    label: str
    color: str


@dataclass(frozen=True)
class Reading:
    """One territory under one indicator."""

    siren_epci: str
    name: str
    band: Band
    short: str  # what stands on the map
    text: str  # what stands in the table
    basis: str  # from how many answers, or which scheme


NO_DATA = Band("Pas de donnée", "#ffffff")
MASKED = Band("Masqué (trop peu de réponses)", "#d9d4ca")
NOT_CONCERNED = Band("Non concerné : politique non connue ici à cette date", "#f3e3d3")
# ColorBrewer YlGnBu, four classes: ordered in grey and for colour-blind readers
STEPS = ("#ffffcc", "#a1dab4", "#41b6c4", "#225ea8")
SCORE_BANDS = tuple(
    Band(label, color)
    for label, color in zip(
        ("De 0 à 25", "De 25 à 50", "De 50 à 75", "De 75 à 100"), STEPS, strict=True
    )
)
SHARE_BANDS = tuple(
    Band(label, color)
    for label, color in zip(
        ("Moins d'un quart", "D'un quart à la moitié", "De la moitié aux trois quarts",
         "Trois quarts et plus"), STEPS, strict=True,
    )
)  # fmt: skip
# Okabe and Ito's palette: states have no order of intensity
WHOLE = Band("En vigueur", "#0072b2")
PARTLY = Band("En vigueur sur une partie des communes", "#56b4e9")
STATE_BANDS = {
    "in_force": WHOLE,
    "partly": PARTLY,
    "in_preparation": Band("En préparation", "#f0e442"),
    "to_renew": Band("Échéance dépassée, à vérifier", "#e69f00"),
    "superseded": Band("Remplacé par un dispositif plus récent", "#cc79a7"),
    "ended": Band("Terminé", "#999999"),
    "unknown": Band("Inconnu", "#ffffff"),
}
SHORT_STATES = {
    "in_force": "oui", "partly": "en partie", "in_preparation": "en cours",
    "to_renew": "à vérifier", "superseded": "remplacé", "ended": "terminé", "unknown": "?",
}  # fmt: skip


def bands(indicator: str) -> Sequence[Band]:
    """The classes of an indicator, in the order of its legend."""
    if indicator == POLICY:
        return tuple(STATE_BANDS.values())
    if indicator == PARTICIPATION:
        return (*SHARE_BANDS, MASKED, NOT_CONCERNED, NO_DATA)
    return (*SCORE_BANDS, MASKED, NO_DATA)


def read_maturity(release: Snapshot, wave: int, theme: str) -> list[Reading]:
    """Maturity out of 100, one reading per EPCI."""
    return show_maturity(release, queries.maturity(release, wave, theme))


def show_maturity(release: Snapshot, found: Mapping[str, Row]) -> list[Reading]:
    """Maturity found by siren_epci (score, structures, is_masked), one reading per EPCI."""
    return _each(release, lambda epci: _maturity(epci, found.get(epci["siren_epci"])))


def read_participation(release: Snapshot, wave: int, policy: str) -> list[Reading]:
    """Share of the responding structures that take part, where the policy is known, per EPCI."""
    found = queries.participation(release, wave, policy)
    return _each(release, lambda epci: _participation(epci, found.get(epci["siren_epci"])))


def read_policy(release: Snapshot, policy: str) -> list[Reading]:
    """The best state among the schemes of a policy, one reading per EPCI."""
    schemes = [row for row in queries.schemes(release) if row["policy"] == policy]
    return _each(
        release,
        lambda epci: _policy(
            epci, [row for row in schemes if row["siren_epci"] == epci["siren_epci"]]
        ),
    )


def state_of(scheme: Row) -> str:
    """The state of a scheme on a territory; « partly » when some communes are left out."""
    share = scheme["coverage_share"]
    partly = scheme["state"] == "in_force" and share is not None and share < 1
    return "partly" if partly else str(scheme["state"])


def _each(release: Snapshot, reading: Callable[[Row], Reading]) -> list[Reading]:
    return [reading(epci) for epci in queries.territories(release)]


def _step(share: float) -> int:
    return min(int(4 * share), 3)


def _unread(epci: Row, band: Band, short: str, basis: str) -> Reading:
    return Reading(epci["siren_epci"], epci["short_name"], band, short, band.label, basis)


def _maturity(epci: Row, found: Row | None) -> Reading:
    if found is None or (found["score"] is None and not found["is_masked"]):
        return _unread(epci, NO_DATA, "–", "aucune réponse")
    basis = french.count(found["structures"], "structure")
    if found["is_masked"]:
        return _unread(epci, MASKED, "masqué", basis)
    score = french.number(found["score"])
    band = SCORE_BANDS[_step(found["score"] / 100)]
    return Reading(epci["siren_epci"], epci["short_name"], band, score, f"{score} sur 100", basis)


def _participation(epci: Row, found: Row | None) -> Reading:
    if found is not None and not found.get("policy_known", True):  # older releases do not say
        basis = french.count(found["not_concerned"], "structure")
        return _unread(epci, NOT_CONCERNED, "n. c.", basis)
    if found is None or not found["respondents"]:
        return _unread(epci, NO_DATA, "–", "aucune réponse")
    basis = french.count(found["respondents"], "réponse")
    if found["is_masked"] or found["participation_rate"] is None:
        return _unread(epci, MASKED, "masqué", basis)
    share = french.percent(found["participation_rate"])
    text = f"{share} ({found['participants']} sur {found['respondents']})"
    if found.get("low") is not None:
        low, high = french.percent(found["low"]), french.percent(found["high"])
        text += f", intervalle à 95{french.THIN}% : de {low} à {high}"
    if found.get("coverage_uncertain"):
        basis += " ; une partie des communes n'est peut-être pas couverte"
    band = SHARE_BANDS[_step(found["participation_rate"])]
    return Reading(epci["siren_epci"], epci["short_name"], band, share, text, basis)


def _policy(epci: Row, schemes: list[Row]) -> Reading:
    order = list(STATE_BANDS)
    best = min((state_of(row) for row in schemes), key=order.index, default="unknown")
    names = [
        row["official_name"] or row["policy_label"] for row in schemes if state_of(row) == best
    ]
    basis = " ; ".join(names) if best != "unknown" else "aucune source trouvée"
    band = STATE_BANDS[best]
    return Reading(
        epci["siren_epci"], epci["short_name"], band, SHORT_STATES[best], band.label, basis
    )
