"""La démarche: what makes the difference, its stages, the anonymous accompaniments."""

import streamlit as st

from dashboard import charts, downloads, frame, french, origins, queries
from dashboard.content import stories

INGREDIENT = "ingredient"

release = frame.open_page("demarche", "La démarche TECS", simulated=False)
elements, accompaniments = queries.demarche(release), queries.accompaniments(release)

st.header("Les ingrédients qui font la différence")
st.markdown("\n".join(f"{row['position']}. {row['content']}" for row in elements
                      if row["section"] == INGREDIENT))  # fmt: skip

st.header("Des accompagnements et leurs effets, sans nom")
st.markdown(
    "Ces récits sont anonymes et le restent : rien ici ne permet de les rapprocher d'une "
    "structure ou d'un territoire."
)
told = stories.by_accompaniment(accompaniments)
for number, lines in enumerate(told, start=1):
    st.subheader(f"Accompagnement {number}")
    st.html(stories.story(lines))
several = french.count(len(told), "accompagnement")
origins.explain(release, "accompagnements", "les accompagnements", counted=several)

st.header("D'où elle vient, où elle va")
others = [row for row in elements if row["section"] != INGREDIENT]
columns = {"section_label": "Rubrique", "content": "Contenu", "note": "Réserve"}
st.html(charts.table("D'après la brochure d'août 2022, reformulé", columns, others))
several = french.count(len(elements), "élément")
origins.explain(release, "demarche", "la démarche", counted=several)

downloads.show(stories.shown(release, accompaniments, elements), "demarche")
frame.close_page(release)
