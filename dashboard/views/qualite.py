"""Qualité des données: what was checked, what was set aside and why, from which files."""

from html import escape

import streamlit as st

from dashboard import charts, disagreements, frame, french, panels, queries, signals
from dashboard.charts import Html

release = frame.open_page("qualite", "Qualité des données", simulated=True)
panels.rollback(release)
manifest = release.manifest
checks, sources = manifest["checks"], queries.sources(release)
failed = [check for check in checks if not check["passed"]]
read, kept, rejected = (
    sum(row[column] or 0 for row in sources) for column in ("rows_in", "rows_kept", "rows_rejected")
)
elsewhere = queries.out_of_scope(release)
passed = f"{len(checks) - len(failed)} sur {len(checks)}"
st.html(
    charts.figures(
        [
            ("Contrôles réussis", passed, "de la version"),
            ("Lignes lues", french.number(read), french.count(len(sources), "fichier")),
            ("Lignes retenues", french.number(kept), french.percent(kept / read if read else None)),
            ("Lignes rejetées", french.number(rejected - elsewhere), "chacune avec son motif"),
            ("Hors territoire", french.number(elsewhere), "lignes des fichiers officiels"),
        ]
    )
)

st.header("Avertissements")
st.markdown(
    "Un contrôle bloquant qui échoue empêche toute publication. Les avertissements ci-dessous "
    "n'empêchent pas de publier, mais demandent une correction."
)
for check in failed:
    count = f" ({check['count']})" if check["count"] is not None else ""
    st.markdown(f"- **{check['table']}**, {check['column']} : {check['meaning']}{count}")
if not failed:
    st.markdown("Aucun.")

st.header("Lignes rejetées")
columns = {"rows": "Lignes", "reason": "Motif", "source_file": "Fichier"}
outcomes = [{**row, "rows": french.number(row["rows"])} for row in queries.outcomes(release)]
st.html(charts.table("Par fichier et motif", columns, outcomes))

for title, part in (("Désaccords entre sources", disagreements), ("Signaux à vérifier", signals)):
    st.header(title)
    st.markdown(part.INTRODUCTION)
    st.html(part.tabulate(release))

st.header("Sources")
lines = [
    {
        "title": Html(f"{escape(row['title'])}<br/><small>{escape(row['source_file'])}</small>"),
        "producer": row["producer"],
        "licence": row["licence"],
        "received": french.day(row["received_on"]),
        "rows": f"{row['rows_in']} / {row['rows_kept']} / {row['rows_rejected']}",
        "nature": french.SIMULATED if row["is_simulated"] else "réelle",
        "sha256": row["sha256"][:12],
    }
    for row in sources
]
columns = {
    "title": "Source et fichier", "producer": "Producteur", "licence": "Licence",
    "received": "Reçue le", "rows": "Lues / retenues / rejetées", "nature": "Nature",
    "sha256": "Empreinte"}  # fmt: skip
st.html(charts.table("Fichiers de la version", columns, lines))

with st.expander("Tous les contrôles"):
    columns = {"meaning": "Échoue si", "table": "Table", "column": "Colonne", "verdict": "Résultat"}
    verdicts = [{**c, "verdict": "réussi" if c["passed"] else "à corriger"} for c in checks]
    st.html(charts.table("Contrôles de la version", columns, verdicts))
with st.expander("Dictionnaire des colonnes publiées"):
    columns = {"column_name": "Colonne", "table_name": "Table", "data_type": "Type",
               "comment": "Sens"}  # fmt: skip
    st.html(charts.table("Colonnes du schéma marts", columns, queries.dictionary(release)))
frame.close_page(release)
