"""La démarche: what makes the difference, its stages, two anonymous accompaniments."""

import streamlit as st

from dashboard import charts, frame, queries

INGREDIENTS = "ingredient"

release = frame.open_page("demarche", "La démarche TECS", simulated=False)
elements = queries.demarche(release)

st.header("Les ingrédients qui font la différence")
for row in elements:
    if row["section"] == INGREDIENTS:
        st.markdown(f"{row['position']}. {row['content']}")

st.header("D'où elle vient, où elle va")
others = [row for row in elements if row["section"] != INGREDIENTS]
columns = {"section_label": "Rubrique", "content": "Contenu", "note": "Réserve"}
st.html(charts.table("D'après la brochure d'août 2022, reformulé", columns, others))

st.header("Deux accompagnements, sans nom")
st.markdown(
    "Ces deux récits sont anonymes et le restent : rien ici ne permet de les rapprocher d'une "
    "structure ou d'un territoire."
)
stories: dict[str, list[dict[str, object]]] = {}
for row in queries.accompaniments(release):
    stories.setdefault(row["accompaniment_id"], []).append(row)
columns = {"section_label": "Moment", "content": "Ce qui s'est passé"}
for number, lines in enumerate(stories.values(), start=1):
    st.html(charts.table(f"Accompagnement {number}", columns, lines))
frame.close_page(release)
