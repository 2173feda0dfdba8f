"""Les ingrédients: how maturity goes with the enabling conditions; an association, not a cause."""

import streamlit as st

from dashboard import charts, comparisons, filters, frame, french, method, queries

release = frame.open_page(
    "ingredients", "Les ingrédients qui font la différence", simulated=True
)  # fmt: skip
if not release.has("ingredient_effects"):
    st.info(french.OLDER_RELEASE)
    frame.close_page(release)
    st.stop()
waves = {str(wave): f"Vague {wave}" for wave in queries.waves(release)}
wave = int(filters.choose(filters.WAVE, "Vague d'enquête", waves, next(iter(waves))))
values = {row["name"]: row["value"] for row in queries.parameters(release)}
effects = queries.ingredient_effects(release, wave)

st.header("Ce qu'on peut en dire")
st.html(charts.sentences([row["sentence"] for row in effects]))
st.header("Avec et sans")
caption = f"Maturité des structures, vague {wave}"
rows = comparisons.ingredient_rows(effects)
st.html(charts.table(caption, comparisons.INGREDIENT_COLUMNS, rows))
source = f"{comparisons.mention(effects)}Source : enquête auprès des structures, vague {wave}."
st.html(charts.note(source, "Une association, jamais une cause."))

st.header("Comment on compare")
st.markdown(method.ingredients(values))
frame.close_page(release)
