"""Évolution: what changed between two waves, on the panel and on all, with its uncertainty."""

import streamlit as st

from dashboard import charts, comparisons, filters, frame, french, method, queries

release = frame.open_page("evolution", "Ce qui a évolué d'une vague à l'autre", simulated=True)
if not release.has("maturity_changes"):
    st.info(french.OLDER_RELEASE)
    frame.close_page(release)
    st.stop()
where, when = st.columns([4, 2])
with where:
    epci = frame.choose_territory(release)
spans = {f"{a}-{b}": f"De {a} à {b}" for a, b in queries.spans(release)}
with when:
    span = filters.choose(filters.SPAN, "Période", spans, next(iter(spans)))
first, last = map(int, span.split("-"))

st.markdown(method.CHANGE)
changes = queries.changes(release, epci or "drome", first, last)
name = frame.territory_name(release, epci)
st.header(f"{name}, {spans[span].lower()}")
caption = "▲ en hausse, ▼ en baisse, = stable ; le trait est l'évolution, la barre l'intervalle"
st.html(charts.table(caption, comparisons.CHANGE_COLUMNS, comparisons.change_rows(changes)))
mention = comparisons.mention(changes)
st.html(charts.note(f"{mention}Source : enquêtes auprès des structures, {first} et {last}."))

st.header("L'indice, vague par vague")
scores = queries.history(release, epci)
st.html(charts.table("Tous thèmes", comparisons.SCORE_COLUMNS, comparisons.score_rows(scores)))
frame.close_page(release)
