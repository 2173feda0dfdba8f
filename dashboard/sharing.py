"""What leads out of a page: the link of exactly this view, and the pages that follow it."""

from urllib.parse import urlsplit

import streamlit as st

from dashboard import charts, filters, french, session
from dashboard.snapshot import Snapshot

# Streamlit shows its copy button under the mouse only: a finger and a keyboard need it too
COPY = """<style>[data-testid="stCode"]>div,
[data-testid="stCode"] :has(>[data-testid="stElementToolbarButton"])
{opacity:1!important;visibility:visible!important}
[data-testid="stCode"] pre{padding-right:3.5rem!important}</style>"""
SLOT = "_sharing"  # in the session's state: where the link is to stand, above the page
PAGES = {
    "carte": "La carte",
    "fiche": "La fiche du territoire, à imprimer",
    "politiques": "Les politiques locales",
    "pratiques": "Les structures et les pratiques à partager",
    "evolution": "Ce qui a évolué d'une vague à l'autre",
    "ingredients": "Les ingrédients qui font la différence",
    "opportunites": "Où accompagner ensuite",
    "et_si": "Et si les thèmes pesaient autrement ?",
    "demarche": "La démarche et deux accompagnements",
    "changements": "Pourquoi un chiffre a changé",
    "qualite": "La qualité des données et leurs sources",
    "methode": "Comment c'est calculé",
}
# what a reader looks for after each page
NEXT = {
    "carte": ("fiche", "opportunites", "changements"),
    "fiche": ("opportunites", "pratiques", "evolution"),
    "politiques": ("fiche", "opportunites"),
    "pratiques": ("demarche", "opportunites"),
    "evolution": ("changements", "ingredients"),
    "ingredients": ("opportunites", "demarche", "methode"),
    "opportunites": ("pratiques", "fiche"),
    "et_si": ("methode", "carte"),
    "demarche": ("pratiques", "ingredients"),
    "changements": ("evolution", "qualite", "methode"),
    "qualite": ("changements", "methode"),
    "methode": ("et_si", "qualite"),
    "accessibilite": ("carte",),
}


def begin() -> None:
    """Keep a place for the link at the top of the page; its filters are not known yet.

    In a frame there is none, and Streamlit's own bar goes too.
    """
    if st.context.is_embedded:
        st.html(charts.BARE)
    else:
        st.session_state[SLOT] = st.container(key="partager")


def end(release: Snapshot) -> None:
    """Show the pages that follow, then the link in its place; last of the page's own parts.

    Nothing in a frame: the page around it has its own links.
    """
    if st.context.is_embedded:
        return
    st.subheader("Et ensuite ?")
    with st.container(horizontal=True):
        for page in filter(session.reader().may_open, NEXT[st.session_state[filters.PAGE]]):
            st.page_link(f"views/{page}.py", label=f"{PAGES[page]} →")
    with st.session_state.pop(SLOT), st.popover("Partager cette vue"):
        _links(release)


def _links(release: Snapshot) -> None:
    page = st.context.url or ""
    page = page if urlsplit(page).path else f"{page}/"
    st.markdown("À envoyer le plus souvent : cette vue, avec les chiffres du jour où on l'ouvre.")
    today = filters.address({filters.RELEASE: ""})
    st.code((page + today).rstrip("?"), language=None, wrap_lines=True)
    made = french.moment(release.manifest["created_at"])
    st.markdown(f"Pour garder une trace : ces chiffres-ci, tels que publiés le {made}.")
    pinned = filters.address({filters.RELEASE: release.release_id})
    st.code(page + pinned, language=None, wrap_lines=True)
    st.html(COPY + charts.note("Le bouton, à droite du lien, le copie."))
