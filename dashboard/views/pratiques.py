"""Structures et pratiques: what can be shared, by theme and place, and whom to ask."""

import streamlit as st

from dashboard import charts, filters, frame, french, queries

EVERY = ""

release = frame.open_page("pratiques", "Structures et pratiques à partager", simulated=False)
practices = queries.practices(release)
themes = {EVERY: "Tous les thèmes"} | {r["main_theme"]: r["main_theme_label"] for r in practices}
one, two, three = st.columns(3)
with one:
    epci = frame.choose_territory(release)
with two:
    theme = filters.choose(filters.PRACTICE, "Thème", themes, EVERY)
with three:
    words = st.text_input("Mot cherché", key="mot").casefold()

found = [
    row
    for row in practices
    if epci in (EVERY, row["siren_epci"])
    and theme in (EVERY, *row["themes"])
    and words in f"{row['label']} {row['structure_name']} {row['commune']}".casefold()
]
columns = {
    "label": "Pratique",
    "main_theme_label": "Thème",
    "scope_label": "Portée",
    "structure_name": "À qui demander",
    "commune": "Commune",
    "source_date": "Source",
}
dated = [{**row, "source_date": f"{row['source']}"} for row in found]
said = french.count(len(found), "pratique trouvée", "pratiques trouvées")
st.html(charts.table(f"{said} sur {len(practices)}", columns, dated, current=epci or None))
st.html(
    charts.note(
        "Ces pratiques sont celles que la démarche a choisi de montrer : de bons exemples, pas un "
        "échantillon. On s'adresse à l'organisation, jamais à une personne."
    )
)

st.header("Les structures du registre")
structures = queries.structures(release, epci or None)
columns = {
    "name": "Structure",
    "denomination_label": "Nom d'usage",
    "approval_label": "Agrément de la CAF",
    "commune": "Commune",
    "location_confidence": "Lieu : confiance",
    "source": "Source",
}
said = french.count(len(structures), "structure connue", "structures connues")
st.html(charts.table(f"{said} ; liste partielle", columns, structures, current=None))

frame.close_page(release)
