"""Politiques: which territory has which policy, in which state, since when, from which source."""

import streamlit as st

from dashboard import charts, frame, french, panels, queries
from dashboard.charts import Html

release = frame.open_page(
    "politiques", "Les politiques locales favorables à la transition", simulated=False
)
epci = frame.choose_territory(release)
schemes = queries.schemes(release)
as_of = french.day(max(str(row["as_of"]) for row in schemes))
st.markdown(
    f"Quatre politiques portées par les intercommunalités, telles que les sources les donnent au "
    f"**{as_of}**. **Inconnu** veut dire qu'aucune source n'a été trouvée, jamais qu'il n'y en a "
    "pas. Un territoire couvert par plusieurs dispositifs est montré dans le meilleur état."
)

policies = queries.policies(release)
lines = []
for territory in queries.territories(release):
    line = {"siren_epci": territory["siren_epci"], "name": territory["short_name"]}
    for policy in policies:
        best, *_ = [
            row
            for row in schemes
            if (row["siren_epci"], row["policy"]) == (territory["siren_epci"], policy["policy"])
        ]
        dated = f"<br/><small>{panels.dates(best)}</small>" if best["state"] != "unknown" else ""
        duty = (
            "<br/><small>obligatoire (plus de 20 000 hab.)</small>" if best["is_required"] else ""
        )
        line[policy["policy"]] = Html(f"{panels.state_mark(best)}{dated}{duty}")
    lines.append(line)
headers = {"name": "Territoire"} | {row["policy"]: row["policy_label"] for row in policies}
st.html(
    charts.table(f"État des politiques par territoire, au {as_of}", headers, lines, epci or None)
)

if epci:
    name = next(t["name"] for t in queries.territories(release) if t["siren_epci"] == epci)
    st.subheader(name)
    own = [row for row in schemes if row["siren_epci"] == epci]
    st.html(panels.scheme_table("Dispositifs connus, du meilleur état au moins bon", own))
    others = queries.other_schemes(release, epci)
    if others:
        st.html(panels.scheme_table("Autres dispositifs connus", others))
else:
    st.info("Choisir une communauté de communes pour voir ses dispositifs, leurs dates et sources.")
frame.close_page(release)
