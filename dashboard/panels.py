"""Blocks that several pages share: key figures, the panel of a territory, its schemes."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from dashboard import charts, french, indicators, queries, snapshot
from dashboard.charts import Html
from dashboard.content import changes, method
from dashboard.indicators import MASKED, STATE_BANDS, Reading, state_in_words, state_of
from dashboard.snapshot import Row, Snapshot

SCHEME_COLUMNS = {
    "policy_label": "Politique",
    "state": "État",
    "name": "Dispositif",
    "role": "Rôle du territoire",
    "covered": "Communes couvertes",
    "dates": "Dates",
    "origin": "Source et confiance",
}
NOT_CHOSEN = ("Votre territoire", "à choisir", "sur la carte ou dans la liste")


def key_figures(release: Snapshot, wave: int, siren_epci: str, theme: str) -> str:
    """A territory, then the département, at a glance; each figure with its basis.

    The maturity is that of the theme, « ensemble » or another. The place of a territory is kept
    until one is chosen, so that the map stays where it is.
    """
    labels = {row["theme"]: f", {row['label']}" for row in queries.themes(release)}
    when = f"{labels.get(theme, '')}, vague {wave}"
    chosen = _figure(release, siren_epci, wave, theme, when) if siren_epci else NOT_CHOSEN
    real = _known(queries.structures, release, siren_epci, "liste partielle, réelle")
    shared = _known(queries.practices, release, siren_epci, "brochure d'août 2022")
    return charts.figures(
        [
            chosen,
            _whole(release, wave, theme, when),
            ("Structures au registre", *real),
            ("Pratiques à partager", *shared),
        ]
    )


def _known(
    read: Callable[[Snapshot, str | None], list[Row]], release: Snapshot, siren_epci: str, of: str
) -> tuple[str, str]:
    """How many are known here, and in the Drôme: none known is not zero."""
    everywhere = french.number(len(read(release, None)))
    if not siren_epci:
        return everywhere, f"dans la Drôme ; {of}"
    here = len(read(release, siren_epci))
    told = f"{everywhere} dans la Drôme"
    return (french.number(here), f"ici ; {told}") if here else ("–", f"aucune connue ; {told}")


def _whole(release: Snapshot, wave: int, theme: str, when: str) -> tuple[str, str, str]:
    """The maturity of the Drôme as a key figure: what, value, from what."""
    overall = queries.maturity_drome(release, wave, theme)
    basis = french.count(overall["structures"] if overall else 0, "structure")
    basis = f"{basis}{_news(release, changes.DROME, wave, theme)}"
    if overall and overall.get("low") is not None:
        low, high = french.number(overall["low"]), french.number(overall["high"])
        basis = f"entre {low} et {high} (à 95 %), d'après {basis}"
    score = french.number(overall["score"] if overall else None)
    return f"Maturité de la Drôme{when}", f"{score} sur 100", basis


def territory(release: Snapshot, siren_epci: str, wave: int) -> None:
    """What is known of one territory, in short: identity, themes, schemes, structures."""
    epci = next(e for e in queries.territories(release) if e["siren_epci"] == siren_epci)
    st.subheader(epci["name"])
    whole = epci["communes"] == epci["communes_drome"]
    drome = "toutes" if whole else f"dont {epci['communes_drome']}"
    people = "" if whole else f", dont {french.number(epci['population_drome'])} dans la Drôme"
    st.markdown(
        f"{french.count(epci['communes'], 'commune')}, {drome} dans la Drôme ; "
        f"{french.count(epci['population'], 'habitant')}{people} "
        f"(population municipale, découpage de {epci['cog_year']})."
    )
    left, right = st.columns([5, 4])
    with left:
        st.markdown(_standing(release, siren_epci, wave))
        _themes(release, siren_epci, wave)
    with right:
        _structures(release, siren_epci)
    schemes = [row for row in queries.schemes(release) if row["siren_epci"] == siren_epci]
    st.html(scheme_table("Les quatre politiques suivies, du meilleur état au moins bon", schemes))
    st.html(charts.note(method.POLICY_NAMES))


def _standing(release: Snapshot, siren_epci: str, wave: int) -> str:
    """Maturity in a sentence, with its level, its interval and what it rests on."""
    reading = _maturity(release, siren_epci, wave, queries.OVERALL)
    text = reading.text
    if reading.value is None:
        text = "masquée, trop peu de réponses" if reading.band == MASKED else "pas de donnée"
    return f"**Maturité, vague {wave}** : {text} ({reading.basis})."


def _figure(
    release: Snapshot, siren_epci: str, wave: int, theme: str, when: str
) -> tuple[str, str, str]:
    """The maturity of a territory as a key figure: what, value, from what."""
    reading = _maturity(release, siren_epci, wave, theme)
    names = {row["siren_epci"]: row["short_name"] for row in queries.territories(release)}
    title, news = f"{names[siren_epci]} : maturité{when}", _news(release, siren_epci, wave, theme)
    if reading.value is None:
        why = "trop peu de réponses, " if reading.band == MASKED else ""
        return title, reading.short, f"{why}{reading.basis}{news}"
    _, *rest = reading.text.split(", ", 1)
    basis = f"{rest[0]} ({reading.basis})" if rest else reading.basis
    return title, f"{reading.short} sur 100", f"{basis}{news}"


def why_changed(release: Snapshot, wave: int, siren_epci: str, theme: str) -> str:
    """What to ask when the last update changed a maturity of `key_figures`; "" when it did not."""
    if _news(release, siren_epci, wave, theme):
        return "Pourquoi ce chiffre a changé"
    changed = _news(release, changes.DROME, wave, theme)
    return "Pourquoi le chiffre de la Drôme a changé" if changed else ""


def _news(release: Snapshot, siren_epci: str, wave: int, theme: str) -> str:
    """What the last update did to a maturity, to end its basis; "" when it is the same."""
    row = changes.of_maturity(release.changes, siren_epci, wave, theme)
    return f" ; {changes.in_short(row)}" if row else ""


def _maturity(release: Snapshot, siren_epci: str, wave: int, theme: str) -> Reading:
    readings = indicators.read_maturity(release, wave, theme)
    return next(found for found in readings if found.siren_epci == siren_epci)


def _themes(release: Snapshot, siren_epci: str, wave: int) -> None:
    profile = queries.maturity_profile(release, siren_epci, wave)
    if any(row["score"] is not None for row in profile):
        st.html(charts.bars(f"Maturité par thème, vague {wave}", profile))


def _structures(release: Snapshot, siren_epci: str) -> None:
    here = queries.structures(release, siren_epci)
    names = ", ".join(french.plain(f"{row['name']} ({row['commune']})") for row in here)
    fictive = " Celles qui répondent à l'enquête sont fictives, et comptées à part."
    st.markdown(
        f"**Structures au registre** (liste partielle) : {names or 'aucune connue'}."
        + (fictive if release.manifest["has_simulated"] else "")
    )
    shared = [
        french.plain(f"{row['label']} ({row['structure_name']})")
        for row in queries.practices(release, siren_epci)
    ]
    if shared:
        st.markdown("**Pratiques à partager** :\n\n" + "\n".join(f"- {line}" for line in shared))


def scheme_table(caption: str, schemes: list[Row]) -> str:
    """The schemes of a territory with state, role, coverage, dates, source and confidence."""
    return charts.table(caption, SCHEME_COLUMNS, [_scheme(row) for row in schemes])


def state_mark(scheme: Row) -> Html:
    """The state as colour and words; « en partie » when some communes are left out."""
    code = state_of(scheme)
    return charts.swatch(replace(STATE_BANDS[code], label=state_in_words(scheme, code)))


def _scheme(row: Row) -> Row:
    name = " — porté par ".join(filter(None, (row["official_name"], row["carrier"])))
    return {
        "policy_label": row["policy_label"],
        "name": name or "aucun trouvé",
        "state": state_mark(row),
        "role": row["epci_role_label"],
        "covered": _covered(row),
        "dates": dates(row),
        "origin": charts.small(origin(row)),
    }


def origin(row: Row) -> str:
    """Where a fact was read, and how sure it is: the fact, not the state of today."""
    sure = str(row["confidence_label"])
    told = (sure, row["source"])  # nothing was found so far; and what may be read yet
    if row["dispositif_id"]:
        told = (row["source"], f"Ce fait : {sure[:1].lower()}{sure[1:]}")
    return ". ".join(filter(None, told))


def _covered(row: Row) -> str:
    if row["communes_covered"] is None:
        return french.NOT_KNOWN
    return f"{row['communes_covered']} sur {row['communes_total']}"


def dates(row: Row) -> str:
    """Start, adoption and expiry of a scheme, those that are known."""
    known = [
        f"{word}\u00a0{french.day(row[column])}"
        for word, column in (
            ("début\u00a0:", "start_date"),
            ("label, signature ou adoption\u00a0:", "adopted_date"),
            ("échéance\u00a0:", "expires_on"),
        )
        if row[column]
    ]
    return ", ".join(known) or "date non connue"


def rollback(release: Snapshot) -> None:
    """Say that an older release is served on purpose, since when, and which is the newest."""
    found = snapshot.rollback()
    if found is None or release.notice:  # another release than the served one is shown
        return
    since = f", depuis le {french.moment(found['at'])}" if found["at"] else ""
    st.warning(
        f"La version du {french.moment(release.manifest['created_at'])} est montrée à la place de "
        f"la plus récente ({found['newest']}){since}."
    )
