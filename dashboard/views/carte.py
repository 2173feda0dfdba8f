"""Carte: the territories under one indicator; a click, the selector and the URL say the same."""

import streamlit as st

from dashboard import charts, filters, frame, indicators, maps, origins, panels, queries, welcome
from dashboard.indicators import MATURITY, PARTICIPATION, POLICY


def pick(map_key: str) -> None:
    """Write the clicked territory into the selector's state."""
    objects = st.session_state[map_key].selection.get("objects", {})
    for layer in (maps.PLACES, maps.PART, maps.WHOLE):
        for clicked in objects.get(layer, []):
            filters.select(filters.EPCI, clicked.get("properties", clicked)["siren_epci"])
            return


release = frame.open_page("carte", "Où en sont les territoires de la Drôme ?", simulated=True)
waves = {str(wave): f"Vague {wave}" for wave in queries.waves(release)}
what, which, when, where = st.columns([3, 3, 2, 4])
with what:
    indicator = filters.choose(filters.INDICATOR, "Sur la carte", indicators.LABELS, MATURITY)
with which:
    if indicator == MATURITY:
        themes = {queries.OVERALL: "Tous les thèmes"}
        themes |= {row["theme"]: row["label"] for row in queries.themes(release)}
        chosen = filters.choose(filters.THEME, "Thème", themes, queries.OVERALL)
        subject = themes[chosen]
    else:
        chosen = subject = frame.choose_policy(release)
with when:
    wave = int(filters.choose(filters.WAVE, "Vague d'enquête", waves, next(iter(waves))))
with where:
    epci = frame.choose_territory(release)

readers = {
    MATURITY: lambda: indicators.read_maturity(release, wave, chosen),
    PARTICIPATION: lambda: indicators.read_participation(release, wave, chosen),
    POLICY: lambda: indicators.read_policy(release, chosen),
}
readings = readers[indicator]()
title = f"{indicators.LABELS[indicator]} — {subject}"
if indicator != POLICY:
    title += f", vague {wave}"

st.html(panels.key_figures(release, wave))
drawing, beside = st.columns([5, 3])
with drawing:
    st.subheader(title)
    deck = maps.draw(
        queries.territories(release), readings, queries.department(release),
        queries.places(release), epci,
    )  # fmt: skip
    # a key of its own for each choice: Streamlit would keep its own highlight of a former click
    key = f"carte_{epci}"
    st.pydeck_chart(
        deck, key=key, height=620, on_select=lambda: pick(key), selection_mode="single-object",
        alt=maps.summary(readings, title),
    )  # fmt: skip
    st.html(charts.note("Un clic sur un territoire le choisit ; la liste ci-dessus fait de même."))
with beside:
    welcome.show()
    st.html(charts.legend(title, indicators.bands(indicator), readings))
if epci:
    panels.territory(release, epci, wave)
    origins.show(release, indicator, epci, wave, chosen)

rows = [
    {"siren_epci": r.siren_epci, "name": r.name, "class": charts.swatch(r.band),
     "text": r.text, "basis": r.basis}
    for r in readings
]  # fmt: skip
headers = {"name": "Territoire", "class": "Classe", "text": "Valeur", "basis": "D'après"}
st.html(charts.table(f"{title} : les lignes de la carte", headers, rows, current=epci or None))
frame.close_page(release)
