"""Page settings and navigation; nothing else."""

from pathlib import Path

import streamlit as st

from dashboard import session, typography

ICON = Path(__file__).parent / "icon.png"  # ours: Streamlit fetches its own icons elsewhere

typography.install()
st.set_page_config(page_icon=ICON, layout="wide")
st.navigation(
    [
        session.page("views/carte.py", "Carte", "carte", default=True),
        session.page("views/fiche.py", "Fiche", "fiche"),
        session.page("views/politiques.py", "Politiques", "politiques"),
        session.page("views/pratiques.py", "Pratiques", "pratiques"),
        session.page("views/evolution.py", "Évolution", "evolution"),
        session.page("views/ingredients.py", "Ingrédients", "ingredients"),
        session.page("views/opportunites.py", "Accompagner", "opportunites"),
        session.page("views/et_si.py", "Et si…\u202f?", "et_si"),
        session.page("views/demarche.py", "Démarche", "demarche"),
        session.page("views/changements.py", "Mises à jour", "changements"),
        session.page("views/qualite.py", "Qualité", "qualite"),
        session.page("views/methode.py", "Méthode", "methode"),
        # the foot of every page links to it
        session.page("views/accessibilite.py", "Accessibilité", "accessibilite", hidden=True),
    ],
    position="top",
).run()
