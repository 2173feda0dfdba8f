"""Page settings and navigation; nothing else."""

from pathlib import Path

import streamlit as st

from dashboard import session

ICON = Path(__file__).parent / "icon.png"  # ours: Streamlit fetches its own icons elsewhere

st.set_page_config(page_title="Observatoire TECS — Drôme", page_icon=ICON, layout="wide")
st.navigation(
    [
        session.page("views/carte.py", "Carte", "carte", default=True),
        session.page("views/fiche.py", "Fiche territoire", "fiche"),
        session.page("views/politiques.py", "Politiques", "politiques"),
        session.page("views/pratiques.py", "Structures et pratiques", "pratiques"),
        session.page("views/evolution.py", "Évolution", "evolution"),
        session.page("views/ingredients.py", "Ingrédients", "ingredients"),
        session.page("views/opportunites.py", "Opportunités", "opportunites"),
        session.page("views/et_si.py", "Et si… ?", "et_si"),
        session.page("views/demarche.py", "La démarche", "demarche"),
        session.page("views/changements.py", "Ce qui a changé", "changements"),
        session.page("views/qualite.py", "Qualité des données", "qualite"),
        session.page("views/methode.py", "Méthode", "methode"),
        session.page("views/accessibilite.py", "Accessibilité", "accessibilite"),
    ],
    position="top",
).run()
