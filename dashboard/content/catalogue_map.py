"""The map of the catalogue on its page: a click chooses the territory, as its list does."""

import streamlit as st

from dashboard import charts, filters, frame, queries
from dashboard.cartography import maps
from dashboard.content import catalogue
from dashboard.snapshot import Row, Snapshot

WIDTH, HEIGHT = 400, 460  # pixels


def show(release: Snapshot, found: list[Row], siren_epci: str) -> None:
    """Draw the practices found by territory, with their legend; `siren_epci` is the chosen one."""
    readings = catalogue.readings(release, found)
    deck = maps.draw(
        queries.territories(release), readings, queries.department(release),
        catalogue.places(found), siren_epci, width=WIDTH, height=HEIGHT, touched=frame.on_phone(),
    )  # fmt: skip
    key = f"carte_pratiques_{siren_epci}"
    st.pydeck_chart(
        deck, key=key, height=HEIGHT, on_select=lambda: _pick(key),
        selection_mode="single-object",
        alt=maps.summary(readings, "nombre de pratiques trouvées"),
    )  # fmt: skip
    st.html(charts.note("Un clic sur un territoire le choisit, comme la première liste."))
    st.html(charts.legend("Pratiques trouvées", catalogue.SEVERAL, readings, points=False))


def _pick(map_key: str) -> None:
    objects = st.session_state[map_key].selection.get("objects", {})
    for clicked in (found for layer in objects.values() for found in layer):
        filters.select(filters.EPCI, clicked.get("properties", clicked)["siren_epci"])
        return
