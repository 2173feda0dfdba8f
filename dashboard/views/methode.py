"""Méthode: what is measured and how, read in the reference tables themselves."""

import streamlit as st

from dashboard import charts, frame, french, origins, queries
from dashboard.content import method

release = frame.open_page("methode", "Méthode", simulated=False)
if not release.has("index_dimensions"):
    st.info(french.OLDER_RELEASE)
    frame.close_page(release)
    st.stop()
settings = queries.parameters(release)
values = {row["name"]: row["value"] for row in settings}
choices = queries.robustness_choices(release)

st.html(charts.note(f"Méthode, version {release.manifest['method_version']}. Chaque nombre de "
                    "cette page vient de la version publiée."))  # fmt: skip
origins.explain(release, "methode")
st.header("Ce que mesure la maturité")
st.markdown(method.measure(queries.dimensions(release)[0]))
st.html(method.scale_table(queries.scale(release, "maturite")))
st.html(method.levels_table(queries.levels(release)))

st.header("D'une structure à un territoire")
st.markdown(method.territory(values))

st.header("Et si l'on avait choisi autrement ?")
st.markdown(method.robustness(values, choices))
if choices:
    st.html(method.choices_table(choices))

st.header("D'une vague à l'autre")
st.markdown(method.CHANGE)

st.header("Les ingrédients qui font la différence")
st.markdown(method.ingredients(values))
columns = {"label": "Ingrédient", "meaning": "Ce que valent les réponses"}
st.html(charts.table("Les quatre ingrédients", columns, queries.ingredients(release)))

st.header("Participation aux politiques")
st.markdown(method.PARTICIPATION)
columns = {"label": "Rôle", "meaning": "Ce que cela veut dire"}
st.html(charts.table("Les rôles", columns, queries.scale(release, "participation")))

st.header("Politiques")
st.markdown(method.POLICIES)

st.header("Les pratiques et les thèmes comptés")
rows = [{**row, "weight": french.number(row["weight"], 1)} for row in queries.themes(release)]
columns = {"label": "Thème", "family": "Famille", "weight": "Poids"}
st.html(charts.table(f"{len(rows)} thèmes", columns, rows))
rows = [{**row, "weight": french.number(row["weight"], 1)} for row in queries.questions(release)]
columns = {"label": "Pratique", "theme_label": "Thème", "scope": "Portée", "weight": "Poids",
           "waves": "Vagues"}  # fmt: skip
st.html(charts.table(f"{len(rows)} pratiques", columns, rows))

st.header("Ce que ces chiffres ne disent pas")
st.html(charts.sentences(method.LIMITS))
with st.expander("Tous les réglages"):
    st.html(method.parameters_table(settings))

st.header("Licences et attributions")
credits = sorted({r["attribution"] or r["producer"] for r in queries.sources(release)})
st.markdown(
    "Données sous Licence Ouverte 2.0. À citer :\n\n" + "\n".join(f"- {c}" for c in credits)
)
notes = sorted({r["note"] for r in queries.sources(release) if r["note"]})
if notes:
    st.markdown("Réserves des sources :\n\n" + "\n".join(f"- {note}" for note in notes))
frame.close_page(release)
