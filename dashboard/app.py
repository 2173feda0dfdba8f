"""Page settings and navigation; nothing else."""

import streamlit as st

st.set_page_config(
    page_title="Observatoire TECS — Drôme", page_icon=":material/eco:", layout="wide"
)
st.navigation(
    [
        st.Page("pages/carte.py", title="Carte", url_path="carte", default=True),
        st.Page("pages/politiques.py", title="Politiques", url_path="politiques"),
        st.Page("pages/pratiques.py", title="Structures et pratiques", url_path="pratiques"),
        st.Page("pages/qualite.py", title="Qualité des données", url_path="qualite"),
        st.Page("pages/methode.py", title="Méthode", url_path="methode"),
    ],
    position="top",
).run()
