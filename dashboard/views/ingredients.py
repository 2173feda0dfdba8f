"""Les ingrédients: how maturity goes with the enabling conditions; an association, not a cause."""

import streamlit as st

from dashboard import charts, comparisons, downloads, frame, origins, queries, sections
from dashboard.content import method
from dashboard.fiche.section import shown

release = frame.open_page(
    "ingredients", "Les ingrédients qui font la différence", simulated=True
)  # fmt: skip
frame.require(release, "ingredient_effects")
wave = frame.choose_wave(release)
values = {row["name"]: row["value"] for row in queries.parameters(release)}
effects = queries.ingredient_effects(release, wave)

st.header("Ce qu'on peut en dire")
st.html(charts.sentences(comparisons.ingredients_told(effects, wave)))
st.header("Avec et sans")
table = comparisons.ingredients(release, effects, wave)
ends = comparisons.widest(effects)
ranges = [charts.interval(row["low"], row["difference"], row["high"], ends) for row in effects]
sections.show(table, drawn={"range_text": ranges})

origins.explain(release, "ingredients", waves=[wave], wave=wave)

st.header("Comment on compare")
st.markdown(method.ingredients(values))
downloads.show([shown(table, release, "Toute la Drôme")], "ingredients")
frame.close_page(release)
