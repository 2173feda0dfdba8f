"""A word to whoever comes for the first time, by no link to a view: three sentences, once."""

import streamlit as st

from dashboard import filters

WANTED = "_welcome"
TEXT = (
    '<p class="tecs-welcome"><span><b>Première visite ?</b> La carte dit où en est chaque '
    "communauté de communes : plus la couleur est foncée, plus ses structures sont avancées. "
    "Choisissez la vôtre d'un clic, ou en tapant son nom dans la liste du haut. "
    "Puis ouvrez sa fiche, à imprimer ou à envoyer par « Copier le lien de cette vue »."
    "</span></p>"
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
    with st.container(border=True):
        st.html(TEXT)
        with st.container(horizontal=True):
            st.button("Compris", on_click=st.session_state.update, kwargs={WANTED: False})
            st.page_link("views/fiche.py", label="Ouvrir la fiche d'un territoire")
