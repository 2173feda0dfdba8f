"""What the map can show: each subject with its choices, its classes, one reading per territory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard import french, indicators, queries
from dashboard.comparisons import moved, points
from dashboard.filters import POLICY, SPAN, THEME, WAVE
from dashboard.indicators import (
    MASKED,
    MATURITY,
    NO_DATA,
    NOT_CONCERNED,
    PARTICIPATION,
    SHARE_BANDS,
    STEPS,
    Band,
    Reading,
)
from dashboard.snapshot import Row, Snapshot

Choices = Mapping[str, str]  # the name of a filter -> the code chosen
Trace = tuple[str, int, str]  # figure, wave, theme or policy

# Purple and orange (ColorBrewer PuOr): told apart by colour-blind readers
CHANGE_BANDS = {
    "hausse": Band("En hausse", "#5e3c99"),
    "": Band("On ne peut pas conclure (incertitude trop grande)", "#cfd8d3"),
    "baisse": Band("En baisse", "#e66101"),
}
NO_PANEL = Band("Aucune structure présente aux deux vagues", NO_DATA.color)
# two by two: sixteen territories would not fill more classes
CROSSED_BANDS = {
    (False, False): Band("Maturité sous 50, moins de la moitié participent", "#dfe3ee"),
    (True, False): Band("Maturité de 50 et plus, moins de la moitié participent", "#5ac8c8"),
    (False, True): Band("Maturité sous 50, la moitié ou plus participent", "#d58ec7"),
    (True, True): Band("Maturité de 50 et plus, la moitié ou plus participent", "#3b4994"),
}
COVERED, MOSTLY, SOME = (
    Band("Toutes les communes", STEPS[3]),
    Band("La moitié des communes ou plus", STEPS[2]),
    Band("Moins de la moitié des communes", STEPS[1]),
)
SHARE_UNKNOWN = Band("En vigueur, communes couvertes non connues", STEPS[0])
NOT_IN_FORCE = Band("Pas connue en vigueur", NO_DATA.color)
NONE_LISTED = Band("Aucune connue (la liste est partielle)", NO_DATA.color)
LISTED = (Band("1 structure", STEPS[1]), Band("2 ou 3", STEPS[2]), Band("4 et plus", STEPS[3]))
HALF = 0.5


@dataclass(frozen=True)
class Subject:
    """One thing that the map shows."""

    label: str
    choices: tuple[str, ...]  # the filters it needs, in their order on the page
    bands: tuple[Band, ...]  # in the order of the legend
    read: Callable[[Snapshot, Choices], list[Reading]]  # one per EPCI
    traces: Callable[[Choices], Sequence[Trace]]  # the figures behind it
    unit: str = ""  # of the readings' value
    sources: tuple[str, ...] = ("surveys",)
    by_commune: Callable[[Snapshot], list[Reading]] | None = None  # one per commune
    # what the readings cross, in place of one value: their keys, with name and unit
    parts: Mapping[str, str] = field(default_factory=dict)


def options(release: Snapshot, name: str) -> tuple[str, dict[str, str]]:
    """The label of a filter and its choices, the default first."""
    if name == THEME:
        themes = {row["theme"]: row["label"] for row in queries.themes(release)}
        return "Thème", {queries.OVERALL: "Tous les thèmes", **themes}
    if name == POLICY:
        return "Politique", {r["policy"]: r["policy_label"] for r in queries.policies(release)}
    if name == WAVE:
        return "Vague d'enquête", {str(w): f"Vague {w}" for w in queries.waves(release)}
    return "Période", {f"{a}-{b}": f"De {a} à {b}" for a, b in queries.spans(release)}


def title(subject: Subject, words: Sequence[str]) -> str:
    """What the map shows: the subject, then the choices in words."""
    said = [f"{word[0].lower()}{word[1:]}" for word in words[1:]]
    return " — ".join(filter(None, (subject.label, ", ".join([*words[:1], *said]))))


def known(release: Snapshot) -> dict[str, str]:
    """The subjects that a release can show: code and label."""
    left_out = set() if release.has("maturity_changes") else {"evolution"}
    return {code: found.label for code, found in SUBJECTS.items() if code not in left_out}


def extent(subject: Subject, readings: Sequence[Reading]) -> str:
    """From the lowest to the highest figure, and from how many structures; "" without unit."""
    if not subject.unit:
        return ""
    values = sorted((r.value, r.short) for r in readings if r.value is not None)
    if not values:
        return "Aucun chiffre à montrer"
    (_, lowest), (_, highest) = values[0], values[-1]
    n = sum(r.n or 0 for r in readings if r.value is not None)
    basis = f", {french.count(n, 'structure')}" if "surveys" in subject.sources else ""
    shown = french.count(len(values), "territoire montré", "territoires montrés")
    span = lowest if lowest == highest else f"de {lowest} à {highest}"
    return f"{shown}{basis} : {span}"


def in_force(release: Snapshot, policy: str) -> frozenset[str]:
    """The siren_epci of the territories where a policy is in force, wholly or in part."""
    found = indicators.schemes_by_epci(release, policy).items()
    return frozenset(e for e, rows in found if any(r["state"] == "in_force" for r in rows))


def _maturity(release: Snapshot, choices: Choices) -> list[Reading]:
    return indicators.read_maturity(release, int(choices[WAVE]), choices[THEME])


def _participation(release: Snapshot, choices: Choices) -> list[Reading]:
    return indicators.read_participation(release, int(choices[WAVE]), choices[POLICY])


def _policy(release: Snapshot, choices: Choices) -> list[Reading]:
    return indicators.read_policy(release, choices[POLICY])


def _changes(release: Snapshot, choices: Choices) -> list[Reading]:
    first, last = map(int, choices[SPAN].split("-"))
    rows = queries.changes_by_territory(release, choices[THEME], first, last)
    found = {row["territory"]: row for row in rows}
    return indicators.each(release, lambda epci: _change(epci, found.get(epci["siren_epci"])))


def _change(epci: Row, found: Row | None) -> Reading:
    if found is None or not found["panel"]:
        return indicators.unread(epci, NO_PANEL, "–", "aucune structure aux deux vagues")
    n = found["panel"]
    basis = f"{french.count(n, 'structure')} aux deux vagues"
    if found["is_masked"]:
        return indicators.unread(epci, MASKED, "masqué", basis, n)
    change, low, high = found["panel_change"], found["low"], found["high"]
    text = f"{points(change)} points : {found['verdict_label'].lower()}"
    if low is not None and high is not None:
        text += f" ; intervalle à 95{french.THIN}% : de {points(low)} à {points(high)}"
    band = CHANGE_BANDS[moved(found)]
    return Reading(
        epci["siren_epci"], epci["short_name"], band, points(change), text, basis,
        change, low, high, n,
    )  # fmt: skip


def _crossed(release: Snapshot, choices: Choices) -> list[Reading]:
    maturity = _maturity(release, {**choices, THEME: queries.OVERALL})
    participation = _participation(release, choices)
    return [_cross(*both) for both in zip(maturity, participation, strict=True)]


def _cross(maturity: Reading, participation: Reading) -> Reading:
    siren, name = maturity.siren_epci, maturity.name
    basis = f"maturité : {maturity.basis} ; participation : {participation.basis}"
    parts = {MATURITY: maturity.value, PARTICIPATION: participation.value}
    for band in (NO_DATA, NOT_CONCERNED, MASKED):
        for reading in (maturity, participation):
            if reading.band == band:
                return Reading(siren, name, band, reading.short, band.label, basis, parts=parts)
    high = (maturity.value or 0) >= 100 * HALF, (participation.value or 0) >= HALF
    text = f"maturité {maturity.short} sur 100 et participation {participation.text}"
    short = f"{maturity.short} · {participation.short}"
    return Reading(siren, name, CROSSED_BANDS[high], short, text, basis, parts=parts)


def _responses(release: Snapshot, choices: Choices) -> list[Reading]:
    found = queries.maturity(release, int(choices[WAVE]), queries.OVERALL)
    return indicators.each(release, lambda epci: _response(epci, found.get(epci["siren_epci"])))


def _response(epci: Row, found: Row | None) -> Reading:
    if found is None or not found["respondents"]:
        return indicators.unread(epci, NO_DATA, "–", "aucune réponse")
    n, rate = found["respondents"], found.get("response_rate")
    basis = french.count(n, "structure")
    if rate is None:
        return indicators.unread(epci, MASKED, "masqué", basis, n)
    share = french.percent(rate)
    text = f"{share} ({basis} sur {found['registered']})"
    band = SHARE_BANDS[indicators.step(rate)]
    return Reading(epci["siren_epci"], epci["short_name"], band, share, text, basis, rate, n=n)


def _coverage(release: Snapshot, choices: Choices) -> list[Reading]:
    found = indicators.schemes_by_epci(release, choices[POLICY])
    return indicators.each(release, lambda epci: _covered(epci, found[epci["siren_epci"]]))


def _covered(epci: Row, schemes: Sequence[Row]) -> Reading:
    running = [row for row in schemes if row["state"] == "in_force"]
    if not running:
        return indicators.unread(epci, NOT_IN_FORCE, "–", "aucun dispositif connu en vigueur")
    best = max(running, key=lambda row: row["coverage_share"] or 0)
    share, basis = best["coverage_share"], best["official_name"] or best["policy_label"]
    if share is None:
        return indicators.unread(epci, SHARE_UNKNOWN, "?", basis)
    band = COVERED if share >= 1 else MOSTLY if share >= HALF else SOME
    text = f"{best['communes_covered']} communes sur {best['communes_total']}"
    if share < 1 and best["coverage_share_drome"] is not None:
        text += f" ; {french.percent(best['coverage_share_drome'])} de celles de la Drôme"
    short = french.percent(share)
    return Reading(epci["siren_epci"], epci["short_name"], band, short, text, basis, share)


def _structures(release: Snapshot, _: Choices) -> list[Reading]:
    return [
        _count(epci, queries.structures(release, epci["siren_epci"]), epci["short_name"])
        for epci in queries.territories(release)
    ]


def _structures_by_commune(release: Snapshot) -> list[Reading]:
    every = queries.structures(release, None)
    return [
        _count(place, [s for s in every if s["code_insee"] == place["code_insee"]], place["name"])
        for place in queries.communes(release)
    ]


def _count(place: Row, found: Sequence[Row], name: str) -> Reading:
    """One place; the communes without a structure are too many to be written upon."""
    basis = ", ".join(row["name"] for row in found) or "liste partielle"
    n = len(found)
    if not n:
        short = "" if "code_insee" in place else "–"
        return Reading(place["siren_epci"], name, NONE_LISTED, short, NONE_LISTED.label, basis)
    text = french.count(n, "structure")
    return Reading(place["siren_epci"], name, LISTED[(n > 1) + (n > 3)], str(n), text, basis, n)  # noqa: PLR2004 # the classes


def _maturity_traces(choices: Choices) -> list[Trace]:
    waves = choices[WAVE if WAVE in choices else SPAN].split("-")
    return [(MATURITY, int(wave), choices.get(THEME, queries.OVERALL)) for wave in waves]


def _participation_traces(choices: Choices) -> list[Trace]:
    return [(PARTICIPATION, int(choices[WAVE]), choices[POLICY])]


def _policy_traces(choices: Choices) -> list[Trace]:
    return [(indicators.POLICY, 0, choices[POLICY])]


SUBJECTS = {
    MATURITY: Subject(
        "Maturité de la transition", (THEME, WAVE), indicators.MATURITY_BANDS, _maturity,
        _maturity_traces, "sur 100",
    ),
    PARTICIPATION: Subject(
        "Participation aux politiques", (POLICY, WAVE),
        (*SHARE_BANDS, MASKED, NOT_CONCERNED, NO_DATA), _participation, _participation_traces,
        "part de 0 à 1", ("surveys", "policies"),
    ),
    indicators.POLICY: Subject(
        "Politiques en vigueur", (POLICY,), tuple(indicators.STATE_BANDS.values()), _policy,
        _policy_traces, sources=("policies",),
    ),
    "couverture": Subject(
        "Communes couvertes par une politique", (POLICY,),
        (COVERED, MOSTLY, SOME, SHARE_UNKNOWN, NOT_IN_FORCE), _coverage, _policy_traces,
        "part de 0 à 1", ("policies",),
    ),
    "evolution": Subject(
        "Évolution de la maturité", (THEME, SPAN), (*CHANGE_BANDS.values(), MASKED, NO_PANEL),
        _changes, _maturity_traces, "points",
    ),
    "croisement": Subject(
        "Maturité et participation", (POLICY, WAVE),
        (*CROSSED_BANDS.values(), MASKED, NOT_CONCERNED, NO_DATA), _crossed,
        lambda choices: [*_maturity_traces(choices), *_participation_traces(choices)],
        parts={MATURITY: "Maturité (sur 100)", PARTICIPATION: "Participation (part de 0 à 1)"},
        sources=("surveys", "policies"),
    ),
    "reponses": Subject(
        "Part des structures qui ont répondu", (WAVE,), (*SHARE_BANDS, MASKED, NO_DATA),
        _responses, _maturity_traces, "part de 0 à 1",
    ),
    "structures": Subject(
        "Structures connues", (), (NONE_LISTED, *LISTED), _structures, lambda _: [], "structures",
        ("structures",), _structures_by_commune,
    ),
}  # fmt: skip
