"""Carte: the territories under one subject; a click, the selector and the URL say the same."""

from dataclasses import replace

import streamlit as st

from dashboard import charts, downloads, filters, frame, origins, panels, queries
from dashboard.cartography import map_files, map_parts
from dashboard.content import welcome
from dashboard.snapshot import Snapshot

EVERYONE = "Où en sont les territoires de la Drôme ?"


def title(release: Snapshot) -> str:
    """The question, of the chosen territory first: who opens a link sees that it is theirs."""
    name = frame.chosen(release)
    return f"{name} : où en est-on ?" if name else EVERYONE


release = frame.open_page("carte", title, simulated=True)
figures = st.container(key="chiffres")
welcome.show()
view = map_parts.choose(release)
wave = view.wave or queries.waves(release)[0]
theme = view.choices.get(filters.THEME, queries.OVERALL)
figures.html(panels.key_figures(release, wave, view.selected, theme))

drawing, beside = st.columns([5, 3])
with beside:
    name = frame.territory_name(release, view.selected, "short_name")
    st.page_link("views/fiche.py", label=f"**Ouvrir la fiche : {name}**")
    if why := panels.why_changed(release, wave, view.selected, theme):
        st.page_link("views/changements.py", label=f"{why} →")
    legend = st.container()
    overlay, outlined = map_parts.choose_overlay(release)
    if not st.context.is_embedded:
        st.html(charts.note(welcome.SPEAKERS, welcome.MATURITY))
view = replace(view, overlay=overlay, outlined=outlined)
legend.html(map_parts.legend(view))
with drawing:
    st.subheader(view.title)
    st.html(charts.note(map_parts.chosen(view)))
    map_parts.draw(view)
map_parts.buttons(view)
if view.selected:
    panels.territory(release, view.selected, wave)
    map_parts.show_origins(view)
st.html(map_parts.table(view))
origins.explain(release, "maturite", "la Drôme", waves=[wave], wave=wave, theme=queries.OVERALL)
downloads.show([map_files.rows(view)], "carte", lambda: map_files.svg(view))
frame.close_page(release)
