"""Opportunités: where to accompany next; each proposal with its reason and the rule of its rank."""

import streamlit as st

from dashboard import charts, comparisons, frame, french, queries

release = frame.open_page("opportunites", "Où accompagner ensuite ?", simulated=True)
if not release.has("opportunities"):
    st.info(release.absence)
    frame.close_page(release)
    st.stop()
epci = frame.choose_territory(release)
st.markdown(
    "Ce sont des propositions, à discuter : chacune dit pourquoi elle est là, et dans quel ordre "
    "elles sont rangées. Elles ne jugent personne ; l'absence de proposition veut souvent dire "
    "que trop peu de structures ont répondu."
)
found = queries.opportunities(release, epci)
if release.has("mentoring"):
    found = [*found, *queries.mentoring(release, epci)]
for kind in dict.fromkeys(row["kind"] for row in found):
    rows = [row for row in found if row["kind"] == kind]
    st.header(rows[0]["kind_label"])
    st.html(charts.note(f"Ordre : {rows[0]['rank_rule']}"))
    told = french.count(len(rows), "proposition")
    columns = comparisons.PROPOSAL_COLUMNS
    st.html(charts.table(told, columns, comparisons.proposal_rows(rows), current=epci or None))
if not found:
    st.info("Aucune proposition ici : trop peu de réponses, ou rien à proposer selon les règles.")
frame.close_page(release)
