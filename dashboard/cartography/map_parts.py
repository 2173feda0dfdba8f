"""The parts of the map page: choices, legend, overlay, buttons, table."""

import streamlit as st

from dashboard import charts, filters, frame, origins, queries
from dashboard.cartography import maps, subjects
from dashboard.cartography.map_files import View
from dashboard.indicators import MATURITY
from dashboard.snapshot import Row, Snapshot

NONE = ""
EACH = {NONE: "Par communauté de communes", "commune": "Par commune"}
COLUMNS = {"name": "Territoire", "class": "Classe", "text": "Valeur", "basis": "D'après"}


def choose(release: Snapshot) -> View:
    """The selectors above the map; returns what it is to show."""
    what, *which, where = st.columns([4, 3, 3, 5])
    with what:
        known = subjects.known(release)
        code = filters.choose(filters.INDICATOR, "Sur la carte", known, MATURITY)
    subject = subjects.SUBJECTS[code]
    choices, words = {}, []
    for column, name in zip(which, subject.choices, strict=False):
        label, options = subjects.options(release, name)
        with column:
            choices[name] = filters.choose(name, label, options, next(iter(options)))
        words.append(options[choices[name]])
    with where:
        epci = frame.choose_territory(release)
    read_communes = None
    if subject.by_commune:
        with which[0]:
            each = filters.choose(filters.EACH, "Détail", EACH, NONE)
        read_communes = subject.by_commune if each else None
    return View(
        release=release,
        subject=subject,
        title=subjects.title(subject, words),
        choices=choices,
        areas=queries.communes(release) if read_communes else queries.territories(release),
        readings=read_communes(release) if read_communes else subject.read(release, choices),
        selected=epci,
    )


def choose_overlay(release: Snapshot) -> tuple[str, frozenset[str]]:
    """Which policy is laid over the map; returns what the outline means, and its territories."""
    policies = {row["policy"]: row["policy_label"] for row in queries.policies(release)}
    label = "Politique en vigueur à entourer"
    policy = filters.choose(filters.OVERLAY, label, {NONE: "Aucune", **policies}, NONE)
    if not policy:
        return "", frozenset()
    return f"{policies[policy]} en vigueur", subjects.in_force(release, policy)


def legend(view: View) -> str:
    """The classes, from where to where, from how many structures, and the outline."""
    said = subjects.extent(view.subject, view.readings)
    return charts.legend(
        view.title, view.subject.bands, view.readings, extent=said, overlay=view.overlay
    )


def chosen(view: View) -> str:
    """What the map says of the chosen territory, in a line that is always there."""
    for reading in view.readings if not by_commune(view) else ():
        if reading.siren_epci == view.selected:
            return f"{reading.name} : {reading.text}, {reading.basis}."
    return "Choisissez un territoire pour lire ici ce qu'en dit la carte."


def draw(view: View) -> None:
    """The map; a click on a territory chooses it."""
    size = frame.map_size()
    deck = _deck(_described(view), *size, frame.on_phone(), _view=view)
    # a key of its own for each choice: Streamlit would keep its own highlight of a former click
    key = f"carte_{view.selected}"
    st.pydeck_chart(
        deck, key=key, height=size[1], on_select=lambda: _pick(key), selection_mode="single-object",
        alt=maps.summary(view.readings, view.title),
    )  # fmt: skip


@st.cache_resource(max_entries=64, show_spinner=False)
def _deck(
    what: tuple[object, ...],  # noqa: ARG001
    width: int,
    height: int,
    touched: bool,
    *,
    _view: View,
) -> maps.Deck:
    """The map of a view, which `what` names; the same one for all who look at it."""
    return maps.draw(
        _view.areas, _view.readings, queries.department(_view.release),
        queries.places(_view.release), _view.selected, outlined=_view.outlined,
        width=width, height=height, touched=touched,
    )  # fmt: skip


def _described(view: View) -> tuple[object, ...]:
    """All that decides how the map of a view is drawn."""
    return (
        str(view.release.folder), view.release.audience, view.subject.label, *view.choices.items(),
        view.overlay, view.selected, by_commune(view),
    )  # fmt: skip


def _pick(map_key: str) -> None:
    """Write the clicked territory into the selector's state."""
    objects = st.session_state[map_key].selection.get("objects", {})
    for layer in (maps.PLACES, maps.PART, maps.WHOLE):
        for clicked in objects.get(layer, []):
            filters.select(filters.EPCI, clicked.get("properties", clicked)["siren_epci"])
            return


def buttons(view: View) -> None:
    """The territories as buttons: what a click on the map does, by keyboard or by finger."""
    st.html(charts.note("Choisir un territoire : sur la carte, dans la liste, ou ici."))
    with st.container(horizontal=True, gap="xsmall"):
        for row in queries.territories(view.release):
            siren = row["siren_epci"]
            is_chosen = siren == view.selected
            st.button(
                row["short_name"],
                key=f"bouton_{siren}",
                type="primary" if is_chosen else "secondary",
                help="Territoire choisi : un second appui revient à toute la Drôme."
                if is_chosen
                else None,
                on_click=filters.select,
                args=(filters.EPCI, NONE if is_chosen else siren),
            )


def table(view: View) -> str:
    """The rows of the map; of the communes, those that have something to say."""
    shown = [
        r for r in view.readings if r.short or r.siren_epci == view.selected or not by_commune(view)
    ]
    rows: list[Row] = [
        {"siren_epci": r.siren_epci, "name": r.name, "class": charts.swatch(r.band),
         "text": r.text, "basis": r.basis}
        for r in shown
    ]  # fmt: skip
    columns = dict(COLUMNS, name="Commune") if by_commune(view) else COLUMNS
    if view.overlay:
        columns = {**columns, "overlay": view.overlay}
        for row in rows:
            row["overlay"] = "oui" if row["siren_epci"] in view.outlined else "pas connu"
    caption = f"{view.title} : les lignes de la carte"
    return charts.table(caption, columns, rows, current=view.selected or None)


def by_commune(view: View) -> bool:
    """Whether the map is drawn by commune."""
    return "code_insee" in view.areas[0]


def show_origins(view: View) -> None:
    """« D'où vient ce chiffre ? » for the chosen territory."""
    for figure, wave, code in view.subject.traces(view.choices):
        origins.show(view.release, figure, view.selected, wave, code)
