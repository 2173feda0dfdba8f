"""A word to whoever comes for the first time, by no link to a view: three sentences, once."""

import streamlit as st

from dashboard import filters

WANTED = "_welcome"
SPEAKERS = (
    "La CAF de la Drôme et la Fédération des centres sociaux portent ensemble la démarche TECS : "
    "transition écologique, citoyenne et solidaire."
)
MATURITY = (
    "Maturité : où centres sociaux, espaces de vie sociale, MJC et accorderies disent en être, "
    "de 0 (pas abordé) à 100 (partagé avec d'autres)."
)
TEXT = (
    '<p class="tecs-welcome"><span><b>Première visite ?</b> Plus un territoire est foncé, plus '
    "ses structures sont avancées. Choisissez le vôtre sur la carte ou dans la liste. "
    "Puis ouvrez sa fiche.</span></p>"
)


def show() -> None:
    """Show it until « Compris » or another page, to those who came by no link to a view.

    A choice does not send it away: the map would move under the hand.
    """
    came_back = WANTED in st.session_state and st.session_state[filters.FOLLOW]
    wanted = filters.is_bare() and not st.context.is_embedded
    if came_back or not st.session_state.setdefault(WANTED, wanted):
        st.session_state[WANTED] = False
        return
    with st.container(horizontal=True, vertical_alignment="center", key="bienvenue"):
        st.html(TEXT)
        st.button("Compris", on_click=st.session_state.update, kwargs={WANTED: False})
