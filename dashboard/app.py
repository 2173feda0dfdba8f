"""Page settings and navigation; nothing else."""

from pathlib import Path

import streamlit as st

from dashboard import typography

ICON = Path(__file__).parent / "icon.png"  # ours: Streamlit fetches its own icons elsewhere

typography.install()
st.set_page_config(page_title="Observatoire TECS — Drôme", page_icon=ICON, layout="wide")
st.navigation(
    [
        st.Page("views/carte.py", title="Carte", url_path="carte", default=True),
        st.Page("views/fiche.py", title="Fiche", url_path="fiche"),
        st.Page("views/politiques.py", title="Politiques", url_path="politiques"),
        st.Page("views/pratiques.py", title="Pratiques", url_path="pratiques"),
        st.Page("views/evolution.py", title="Évolution", url_path="evolution"),
        st.Page("views/ingredients.py", title="Ingrédients", url_path="ingredients"),
        st.Page("views/opportunites.py", title="Opportunités", url_path="opportunites"),
        st.Page("views/et_si.py", title="Et si…\u202f?", url_path="et_si"),
        st.Page("views/demarche.py", title="Démarche", url_path="demarche"),
        st.Page("views/changements.py", title="Changements", url_path="changements"),
        st.Page("views/qualite.py", title="Qualité", url_path="qualite"),
        st.Page("views/methode.py", title="Méthode", url_path="methode"),
        st.Page(  # the foot of every page links to it
            "views/accessibilite.py",
            title="Accessibilité",
            url_path="accessibilite",
            visibility="hidden",
        ),
    ],
    position="top",
).run()
