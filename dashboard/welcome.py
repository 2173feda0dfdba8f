"""A word to whoever comes for the first time, by no link to a view: three sentences, once."""

import streamlit as st

from dashboard import filters

WANTED = "_welcome"
TEXT = (
    '<p class="tecs-welcome"><span><b>Première visite ?</b> La carte dit où en est chaque '
    "communauté de communes : plus la couleur est foncée, plus ses structures sont avancées. "
    "Les listes du haut changent ce que l'on regarde. Un clic sur un territoire "
    "ouvre ce que l'on en sait."
    "</span></p>"
)


def show() -> None:
    """Show it until « Compris », for this session, to those who came without any choice made."""
    if not st.session_state.setdefault(WANTED, filters.is_bare() and not st.context.is_embedded):
        return
    with st.container(border=True):
        st.html(TEXT)
        st.button("Compris", on_click=st.session_state.update, kwargs={WANTED: False})
