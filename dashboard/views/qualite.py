"""Qualité et sources: the verdict for a partner in a minute; for a steward, what to mend, where."""

from datetime import UTC, datetime

import streamlit as st

from dashboard import (
    charts,
    downloads,
    filters,
    frame,
    french,
    origins,
    panels,
    queries,
    session,
    snapshot,
)
from dashboard.content import disagreements, quality, signals

release = frame.open_page("qualite", "Qualité des données et sources", simulated=True)
panels.rollback(release)
checks = release.manifest["checks"]
failed = [check for check in checks if not check["passed"]]

st.header("En une minute")
st.html(charts.sentences(quality.verdict(release)))
st.html(quality.figures(release))
_, _, rejected = quality.counts(release)
files = french.count(len(queries.sources(release)), "fichier")
origins.explain(release, "qualite", counted=files)

st.header("De quand datent les données")
st.html(quality.freshness(release, datetime.now(UTC).date()))

st.header("À corriger")
st.markdown(
    "Un contrôle bloquant qui échoue empêche toute publication. Les avertissements ci-dessous "
    "n'empêchent pas de publier, mais demandent une correction."
)
for check in failed:
    several = f" {french.count(check['count'], 'cas', 'cas')}." if check["count"] else ""
    st.markdown(f"- **{check['table']}**, {check['column']} : {check['meaning']}{several}")
if not failed:
    st.markdown("Aucun.")
told = french.count(rejected, "ligne rejetée", "lignes rejetées")
with st.expander(f"{told}, par motif, et où les trouver"):
    st.markdown(quality.WHERE_ROWS)
    st.html(quality.rejected(release))

for title, part in (("Désaccords entre sources", disagreements), ("Signaux à vérifier", signals)):
    st.header(title)
    st.markdown(part.INTRODUCTION)
    with st.expander(f"{title} : le tableau"):
        st.html(part.tabulate(release))

st.header("Les versions et ce qu'elles ont changé")
with st.expander(french.count(len(snapshot.releases()), "version gardée", "versions gardées")):
    st.html(quality.versions(release, session.reader().audience))

st.header("Sources, contrôles, dictionnaire")
with st.expander(f"Les {files} de la version"):
    st.html(quality.sources(release))
with st.expander(f"Les {len(checks)} contrôles"):
    st.html(quality.checks(checks))
asked = filters.read(filters.COLUMN)
with st.expander("Le dictionnaire des colonnes publiées", expanded=bool(asked)):
    word = filters.search(filters.COLUMN, "Chercher une table, une colonne ou un mot")
    st.html(quality.dictionary(queries.dictionary(release), word))
downloads.show(quality.shown(release), "qualite")
downloads.release_package(release)
frame.close_page(release)
