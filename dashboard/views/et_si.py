"""Et si… ?: the same maturity with the reader's own theme weights, beside the reference."""

import streamlit as st

from dashboard import (
    charts,
    downloads,
    filters,
    frame,
    french,
    indicators,
    origins,
    queries,
    sections,
)
from dashboard.cartography import maps
from dashboard.content import what_if
from dashboard.content import what_if_words as words
from dashboard.fiche.section import shown

WIDTH, HEIGHT = 370, 520  # pixels: the map stands between two columns
release = frame.open_page("et_si", "Et si les thèmes pesaient autrement ?", simulated=True)
frame.require(release, "index_dimensions", "parameters")
labels = {row["theme"]: row["label"] for row in queries.themes(release)}
declared = {row["theme"]: row["weight"] for row in queries.themes(release)}


def slider(theme: str) -> str:
    """The key of a theme's slider in the session's state."""
    return f"{filters.WEIGHTS}_{theme}"


def weigh() -> None:
    """Write all the sliders into the one choice that the URL keeps."""
    moved = {theme: st.session_state[slider(theme)] for theme in declared}
    filters.select(filters.WEIGHTS, what_if.written(moved, declared))


weights, strange = what_if.parse(filters.read(filters.WEIGHTS), declared)
if strange:
    st.info(f"Poids non compris, donc ignoré : {', '.join(map(french.quoted, strange))}.")
filters.keep(filters.WEIGHTS, what_if.written(weights, declared))
st.markdown(words.INTRO)
when, where = st.columns([2, 4])
with when:
    wave = frame.choose_wave(release)
with where:
    epci = frame.choose_territory(release)

found, reference, basis = what_if.view(release, wave, weights, declared)
territories = queries.territories(release)
readings = indicators.show_maturity(release, found)

chosen, drawing, beside = st.columns([4, 6, 3], gap="medium")
with chosen:
    st.subheader("Poids des thèmes")
    st.button("Revenir à la méthode de référence", on_click=filters.select,
              args=(filters.WEIGHTS, ""), disabled=weights == declared)  # fmt: skip
    for theme, label in labels.items():
        st.session_state[slider(theme)] = weights[theme]
        st.slider(label, what_if.LEAST, what_if.MOST, step=what_if.STEP, format="%g",
                  key=slider(theme), on_change=weigh)  # fmt: skip
with drawing:
    title = f"Maturité avec ces poids, vague {wave}"
    st.subheader(title)
    st.html(words.sentence(territories, found, reference, is_declared=weights == declared))
    deck = maps.draw(territories, readings, queries.department(release), [], epci,
                     width=min(frame.map_size()[0], WIDTH), height=HEIGHT)  # fmt: skip
    st.pydeck_chart(deck, key="carte_et_si", height=HEIGHT, alt=maps.summary(readings, title))
    st.html(charts.note(basis))
    st.html(words.link(filters.address()))
beside.html(charts.legend(title, indicators.MATURITY_BANDS, readings, points=False))
said = words.weighed(weights, labels, is_declared=weights == declared)
view = words.View(release, wave, title, said)
table = words.table(view, found, reference)
sections.show(table, epci or None)
origins.explain(release, "et_si", waves=[wave], wave=wave)
downloads.show([shown(table, release, frame.territory_name(release, epci))], "et_si",
               lambda: words.drawn(view, readings, epci))  # fmt: skip
frame.close_page(release)
