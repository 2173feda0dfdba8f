"""Ce qui a changé: the served release and the one that readers saw before it, with the causes."""

import streamlit as st

from dashboard import charts, filters, frame, french, origins, queries, session
from dashboard.content import changes, quality

EVERY = ""

release = frame.open_page("changements", "Ce qui a changé", simulated=True)
found = release.changes

if found is None or found["from"] is None:
    st.info(changes.FIRST if found else changes.SILENT)
    filters.keep(filters.EPCI, filters.read(filters.EPCI))
    st.page_link("views/carte.py", label="Voir la carte de cette version")
    frame.close_page(release)
    st.stop()

now, before = french.moments(found["to"]["created_at"], found["from"]["created_at"])
epci = filters.read(filters.EPCI)
link = f'<a href="{changes.map_before(found, epci)}" target="_self">{before}</a>'
st.html(
    f'<p class="tecs-said">Version du <b>{now}</b>, comparée à celle du {link}, '
    "que l'on voyait avant elle (ce lien en montre la carte). En tout :</p>"
)
st.html(changes.key_figures(found) + charts.sentences(found["sentences"]))

left, right = st.columns(2)
if found["figures"] or found["policies"]:
    with left:
        epci = frame.choose_territory(release)
else:
    filters.keep(filters.EPCI, epci)

if found["figures"]:
    subjects = {EVERY: "Tous", queries.OVERALL: "Ensemble et politiques"}
    subjects |= changes.themes(found)
    with right:
        subject = filters.choose(filters.CHANGED, "Chiffres", subjects, EVERY)
    st.header("Les chiffres par territoire")
    rows = changes.figure_rows(found, epci, subject)
    if rows:
        said = french.count(len(rows), "chiffre changé", "chiffres changés")
        st.html(charts.table(said, changes.FIGURE_COLUMNS, rows))
    else:
        st.markdown(changes.NONE_SHOWN)
    behind = changes.structure_rows(found, epci, subject)
    if behind:
        said = french.count(len({row["name"] for row in behind}), "structure")
        st.header("Les structures dont le score a changé")
        caption = f"{said}. {french.COMITE_ONLY}"
        st.html(charts.table(caption, changes.STRUCTURE_COLUMNS, behind))

schemes = changes.policy_rows(found, epci)
if schemes:
    st.header("Les politiques")
    st.html(charts.table("États et couvertures changés", changes.FIGURE_COLUMNS, schemes))

if found["sources"]:
    st.header("Les sources")
    rows = [changes.source_row(row) for row in found["sources"]]
    st.html(charts.table("Fichiers reçus", changes.SOURCE_COLUMNS, rows))

origins.of_changes(found)
others = not found["figures"] and not found["policies"]
with st.expander("Les autres versions, et ce qu'elles ont changé", expanded=others):
    audience = session.reader().audience
    st.html(quality.versions(release, audience, epci))

if found["tables"] and session.reader().may_open("qualite"):
    with st.expander("Les tables publiées"):
        rows = [changes.table_row(row) for row in found["tables"]]
        st.html(charts.table("Contenu différent", changes.TABLE_COLUMNS, rows))
frame.close_page(release)
