"""A word to whoever comes for the first time, by no link to a view: three sentences, once."""

import streamlit as st

from dashboard import filters

WANTED = "_welcome"
TEXT = (
    '<p class="tecs-welcome"><span><b>Première visite ?</b> Plus un territoire est foncé, plus '
    "ses structures sont avancées. Choisissez le vôtre sur la carte ou dans la liste. "
    "Puis ouvrez sa fiche.</span></p>"
)


def show() -> None:
    """Show it until « Compris » or a territory is chosen, to those who came by no link to a view.

    Never twice in a session.
    """
    if not st.session_state.setdefault(WANTED, filters.is_bare() and not st.context.is_embedded):
        return
    if st.session_state.get(filters.EPCI):
        st.session_state[WANTED] = False
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(TEXT)
        st.button("Compris", on_click=st.session_state.update, kwargs={WANTED: False})
