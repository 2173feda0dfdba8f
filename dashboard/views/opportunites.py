"""Opportunités: where to accompany next; each proposal with its reason and the rule of its rank."""

import streamlit as st

from dashboard import comparisons, downloads, frame, origins, queries, sections
from dashboard.fiche.section import shown

FOLDED = 20  # more rows than that are opened by whoever wants them

release = frame.open_page("opportunites", "Où accompagner ensuite ?", simulated=True)
frame.require(release, "opportunities")
epci = frame.choose_territory(release)
st.markdown(
    "Ce sont des propositions, à discuter. Chacune dit pourquoi elle est là ; l'ordre de chaque "
    "liste est expliqué au-dessus d'elle. Elles ne jugent personne : l'absence de proposition "
    "veut souvent dire que trop peu de structures ont répondu."
)
found = queries.opportunities(release, epci)
if release.has("mentoring"):  # the comité's only
    found = [*found, *queries.mentoring(release, epci)]
kinds = comparisons.proposals(release, found)
for kind in kinds:
    st.header(kind.title)
    many = len(kind.rows) > FOLDED
    with st.expander(f"Les {len(kind.rows)} propositions") if many else st.container():
        sections.show(kind, epci or None)
origins.explain(release, "opportunites", "les propositions", siren_epci=epci)
origins.explain(release, "accompagner", "qui peut accompagner qui", siren_epci=epci)
if kinds:
    name = frame.territory_name(release, epci)
    downloads.show([shown(kind, release, name) for kind in kinds], "opportunites")
else:
    st.info("Aucune proposition ici : trop peu de réponses, ou rien à proposer selon les règles.")
frame.close_page(release)
