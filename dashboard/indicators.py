"""What a territory's colour means: each indicator as classes and one reading per EPCI."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dashboard import french, queries
from dashboard.snapshot import Row, Snapshot

MATURITY, PARTICIPATION, POLICY = "maturite", "participation", "politique"


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
    value: float | None = None  # what the files hold, in the unit of the subject
    low: float | None = None  # its interval at 95 %, same unit
    high: float | None = None
    n: int | None = None  # how many structures it rests on
    parts: Mapping[str, float | None] = field(default_factory=dict)  # the values that it crosses


NO_DATA = Band("Pas de donnée", "#ffffff")
MASKED = Band("Masqué (trop peu de réponses)", "#d9d4ca")
HIDDEN = "×"  # a masked figure on the map, where the word would hide the neighbours
NOT_CONCERNED = Band("Non concerné : politique non connue ici à cette date", "#f3e3d3")
# ColorBrewer YlGnBu, four classes: ordered in grey and for colour-blind readers
STEPS = ("#ffffcc", "#a1dab4", "#41b6c4", "#225ea8")
SCORE_BANDS = tuple(
    Band(label, color)
    for label, color in zip(
        ("De 0 à 25", "De 25 à 50", "De 50 à 75", "De 75 à 100"), STEPS, strict=True
    )
)
MATURITY_BANDS = (*SCORE_BANDS, MASKED, NO_DATA)  # the classes of its legend
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


def read_maturity(release: Snapshot, wave: int, theme: str) -> list[Reading]:
    """Maturity out of 100, one reading per EPCI."""
    return show_maturity(release, queries.maturity(release, wave, theme))


def show_maturity(release: Snapshot, found: Mapping[str, Row]) -> list[Reading]:
    """Maturity found by siren_epci (score, structures, is_masked), one reading per EPCI."""
    return each(release, lambda epci: _maturity(epci, found.get(epci["siren_epci"])))


def read_participation(release: Snapshot, wave: int, policy: str) -> list[Reading]:
    """Share of the responding structures that take part, where the policy is known, per EPCI."""
    found = queries.participation(release, wave, policy)
    return each(release, lambda epci: _participation(epci, found.get(epci["siren_epci"])))


def read_policy(release: Snapshot, policy: str) -> list[Reading]:
    """The best state among the schemes of a policy, one reading per EPCI."""
    found = schemes_by_epci(release, policy)
    return each(release, lambda epci: _policy(epci, found[epci["siren_epci"]]))


def schemes_by_epci(release: Snapshot, policy: str) -> dict[str, list[Row]]:
    """The schemes of one policy by siren_epci, the best first; none known: an empty list."""
    found: dict[str, list[Row]] = {e["siren_epci"]: [] for e in queries.territories(release)}
    for row in queries.schemes(release):
        if row["policy"] == policy:
            found[row["siren_epci"]].append(row)
    return found


def state_of(scheme: Row) -> str:
    """The state of a scheme on a territory; « partly » when some communes are left out."""
    share = scheme["coverage_share"]
    partly = scheme["state"] == "in_force" and share is not None and share < 1
    return "partly" if partly else str(scheme["state"])


def state_in_words(scheme: Row, code: str) -> str:
    """The label of a state; when it is not known today, what the last source said."""
    said = trace(scheme) if code == "unknown" else ""
    return f"{STATE_BANDS[code].label}{f' à ce jour ; {said}' if said else ''}"


def trace(scheme: Row) -> str:
    """What a source says of a scheme whose state is not known: « en élaboration en 2021… »."""
    status = str(scheme["status_label"])
    return "" if scheme["status"] == "inconnu" else f"{status[:1].lower()}{status[1:]}"


def each(release: Snapshot, reading: Callable[[Row], Reading]) -> list[Reading]:
    """One reading per EPCI, in the order of `queries.territories`."""
    return [reading(epci) for epci in queries.territories(release)]


def step(share: float) -> int:
    """Which quarter of the whole a share (0 to 1) falls in, from 0 to 3."""
    return min(int(4 * share), 3)


def unread(epci: Row, band: Band, short: str, basis: str, n: int | None = None) -> Reading:
    """A territory without a figure, and why."""
    return Reading(epci["siren_epci"], epci["short_name"], band, short, band.label, basis, n=n)


def _maturity(epci: Row, found: Row | None) -> Reading:
    if found is None or (found["score"] is None and not found["is_masked"]):
        return unread(epci, NO_DATA, "–", "aucune réponse")
    basis = french.count(found["structures"], "structure")
    if found["is_masked"]:
        return unread(epci, MASKED, "masqué", basis, found["structures"])
    score = french.number(found["score"])
    text, low, high = f"{score} sur 100", found.get("low"), found.get("high")
    if found.get("level_label"):
        text += f", {found['level_label']}"
    if low is not None and high is not None:
        text += f" ; {_interval(low, high)}"
    return Reading(
        epci["siren_epci"], epci["short_name"], SCORE_BANDS[step(found["score"] / 100)], score,
        text, basis, found["score"], low, high, found["structures"],
    )  # fmt: skip


def _interval(low: float, high: float) -> str:
    """The interval of a mean; it is closed only where the whole registry answered."""
    if low == high:
        return "toutes les structures ont répondu"
    return f"intervalle à 95{french.THIN}% : {french.span(low, high)}"


def _participation(epci: Row, found: Row | None) -> Reading:
    if found is not None and not found.get("policy_known", True):  # older releases do not say
        basis = french.count(found["not_concerned"], "structure")
        return unread(epci, NOT_CONCERNED, "n. c.", basis)
    if found is None or not found["respondents"]:
        return unread(epci, NO_DATA, "–", "aucune réponse")
    n, rate = found["respondents"], found["participation_rate"]
    basis = french.count(n, "réponse")
    if found["is_masked"] or rate is None:
        return unread(epci, MASKED, "masqué", basis, n)
    share, low, high = french.percent(rate), found.get("low"), found.get("high")
    text = f"{share} ({found['participants']} sur {n})"
    if low is not None and high is not None:
        text += f", intervalle à 95{french.THIN}% : "
        text += f"de {french.percent(low)} à {french.percent(high)}"
    if found.get("coverage_uncertain"):
        basis += " ; une partie des communes n'est peut-être pas couverte"
    return Reading(
        epci["siren_epci"], epci["short_name"], SHARE_BANDS[step(rate)], share, text, basis,
        rate, low, high, n,
    )  # fmt: skip


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
