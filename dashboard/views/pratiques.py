"""Structures et pratiques: what can be shared, by theme, place and ingredient, and whom to ask."""

import streamlit as st

from dashboard import charts, downloads, filters, frame, french, origins, queries
from dashboard.content import catalogue, catalogue_map

EVERY = ""

release = frame.open_page("pratiques", "Structures et pratiques à partager", simulated=False)
themes = {EVERY: "Tous les thèmes"} | catalogue.themes(release)
ingredients = {EVERY: "Tous les ingrédients"}
ingredients |= {row["ingredient"]: row["label"] for row in queries.ingredients(release)}
one, two, three, four = st.columns([4, 3, 3, 2])
with one:
    epci = frame.choose_territory(release)
with two:
    theme = filters.choose(filters.PRACTICE, "Thème", themes, EVERY)
with three:
    ingredient = filters.choose(filters.INGREDIENT, "Ingrédient", ingredients, EVERY)
with four:
    words = filters.search(filters.WORD, "Mot cherché")

found = catalogue.practices(release, epci, theme, ingredient, words)
said = f"{frame.territory_name(release, epci)} · {themes[theme]}"
said += f" · {ingredients[ingredient]}" if ingredient else ""
said += f" · « {words} »" if words else ""
everywhere = catalogue.practices(release, "", theme, ingredient, words)
known = len(queries.practices(release))
several = french.count(len(found), "pratique trouvée", "pratiques trouvées")
st.header(f"{several} sur {known}")
listed, drawn = st.columns([5, 3])
with listed:
    if found:
        st.html(catalogue.cards(found))
    else:
        st.info("Aucune pratique connue pour ces choix. La liste est partielle : élargir la "
                "recherche, ou retirer un filtre.")  # fmt: skip
with drawn:
    catalogue_map.show(release, everywhere, epci)
st.html(charts.note(
    "De bons exemples que la démarche a choisi de montrer, pas un échantillon. On s'adresse à "
    "l'organisation, jamais à une personne. Un ingrédient n'est donné que si l'intitulé le nomme."
))  # fmt: skip
with st.expander("Les mêmes pratiques, en tableau"):
    columns = {name: catalogue.COLUMNS[name] for name in catalogue.SHOWN}
    st.html(charts.table(f"{several} · {said}", columns, found))
origins.explain(release, "pratiques", "les pratiques", counted=several, siren_epci=epci)

structures = catalogue.structures(release, epci, words, found)
several = french.count(len(structures), "structure connue", "structures connues")
st.header("Les structures du registre")
columns = {name: catalogue.STRUCTURES[name] for name in catalogue.STRUCTURES_SHOWN}
if structures:
    st.html(charts.table(f"{several} ; liste partielle", columns, structures))
else:
    st.markdown("Aucune structure connue pour ces choix, dans un registre qui est partiel.")

origins.explain(release, "structures", "les structures", counted=several, siren_epci=epci,
                is_simulated="false")  # fmt: skip

downloads.show(
    [catalogue.shown(release, "Pratiques à partager", catalogue.COLUMNS, found, said),
     catalogue.shown(release, "Structures du registre", catalogue.STRUCTURES, structures, said)],
    "pratiques",
    lambda: catalogue.drawing(release, everywhere, said, epci),
)  # fmt: skip
frame.close_page(release)
