"""Méthode: what is measured and how, read in the reference tables themselves."""

import streamlit as st

from dashboard import charts, frame, french, queries

release = frame.open_page("methode", "Méthode", simulated=False)

st.header("Ce que mesure la maturité")
st.markdown(
    "Chaque structure dit, pour des pratiques concrètes, où elle en est. Chaque réponse vaut une "
    "part de 100 ; un **thème** est la moyenne de ses pratiques renseignées, et l'ensemble la "
    "moyenne des thèmes, selon les poids ci-dessous. Une réponse « non concerné » sort du calcul "
    "sans rien coûter ; « ne sait pas » et l'absence de réponse sont des manques, jamais des "
    "zéros. La **couverture** dit la part des pratiques qui ont une réponse."
)
answers = [
    {**row, "value": "hors calcul" if row["value"] is None else french.number(100 * row["value"])}
    for row in queries.scale(release, "maturite")
]
columns = {"label": "Réponse", "value": "Vaut, sur 100", "meaning": "Ce que cela veut dire"}
st.html(charts.table("L'échelle des réponses", columns, answers))

st.header("D'une structure à un territoire")
st.markdown(
    "Le résultat d'une communauté de communes est la moyenne de ses structures répondantes, "
    "montrée avec leur nombre. En dessous de **trois structures** il est masqué : un chiffre "
    "désignerait presque quelqu'un. Il n'y a pas de classement. Cette première version ne donne "
    "pas encore d'intervalle d'incertitude : avec quelques réponses, un écart de quelques points "
    "ne veut rien dire."
)

st.header("Participation aux politiques")
st.markdown(
    "Une structure participe à partir du rôle « consultée ». Le taux se calcule sur les structures "
    "qui donnent leur rôle et dont le territoire est couvert par la politique à la date de la "
    "vague (en vigueur, en préparation, ou échéance dépassée à vérifier) ; les autres sont « non "
    "concernées » et n'entrent dans aucun taux. L'intervalle est celui de Wilson, à 95 % : avec "
    "peu de réponses, il est large. Une structure qui dit participer à une politique que les "
    "sources ne donnent pas ici est un **signal** de la page « Qualité des données », pas une "
    "erreur."
)
roles = [
    {"label": row["label"], "meaning": row["meaning"]}
    for row in queries.scale(release, "participation")
]
st.html(charts.table("Les rôles", {"label": "Rôle", "meaning": "Ce que cela veut dire"}, roles))

st.header("Politiques")
st.markdown(
    "Chaque fait est daté et sourcé. L'échéance suit la règle : 3 ans pour un PAT de niveau 1, "
    "5 ans au niveau 2, 6 ans pour un PCAET. Un CTE suivi d'un CRTE en vigueur est dit remplacé. "
    "Une échéance dépassée sans suite connue est dite « à "
    "vérifier ». Le PCAET est obligatoire au-dessus de 20 000 habitants. « Inconnu » n'est pas "
    "« non »."
)

st.header("Les pratiques comptées")
rows = [{**row, "weight": french.number(row["weight"], 1)} for row in queries.questions(release)]
columns = {"label": "Pratique", "theme_label": "Thème", "scope": "Portée", "weight": "Poids",
           "waves": "Vagues"}  # fmt: skip
st.html(charts.table(f"{len(rows)} pratiques", columns, rows))

st.header("Licences et attributions")
credits = sorted({r["attribution"] or r["producer"] for r in queries.sources(release)})
st.markdown(
    "Données sous Licence Ouverte 2.0. À citer :\n\n" + "\n".join(f"- {c}" for c in credits)
)
notes = sorted({r["note"] for r in queries.sources(release) if r["note"]})
if notes:
    st.markdown("Réserves des sources :\n\n" + "\n".join(f"- {note}" for note in notes))
frame.close_page(release)
