"""Et si… ?: the same maturity with the reader's own theme weights, beside the reference."""

import streamlit as st

from dashboard import charts, filters, frame, french, indicators, maps, queries, what_if
from dashboard import what_if_words as words

release = frame.open_page("et_si", "Et si les thèmes pesaient autrement ?", simulated=True)
if not all(map(release.has, ("index_dimensions", "parameters"))):
    st.info(french.OLDER_RELEASE)
    frame.close_page(release)
    st.stop()
themes = queries.themes(release)
labels = {row["theme"]: row["label"] for row in themes}
declared = {row["theme"]: row["weight"] for row in themes}


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
st.markdown(
    "Le poids d'un thème est un choix, qui se discute. Ici chacun peut essayer le sien : tout est "
    "recalculé selon la méthode de référence, aux poids près. **Rien n'est enregistré.**"
)
when, where = st.columns([2, 4])
with when:
    waves = {str(wave): f"Vague {wave}" for wave in queries.waves(release)}
    wave = int(filters.choose(filters.WAVE, "Vague d'enquête", waves, next(iter(waves))))
with where:
    epci = frame.choose_territory(release)

found, reference, basis = what_if.view(release, wave, weights, declared)
territories = queries.territories(release)
readings = indicators.show_maturity(release, found)

chosen, drawing, beside = st.columns([4, 6, 3], gap="medium")
with chosen:
    st.subheader("Poids des thèmes")
    back = (filters.WEIGHTS, "")
    st.button("Revenir à la méthode de référence", on_click=filters.select, args=back,
              disabled=weights == declared)  # fmt: skip
    for theme, label in labels.items():
        st.session_state[slider(theme)] = weights[theme]
        st.slider(label, what_if.LEAST, what_if.MOST, step=what_if.STEP, format="%g",
                  key=slider(theme), on_change=weigh)  # fmt: skip
with drawing:
    title = f"Maturité avec ces poids, vague {wave}"
    st.subheader(title)
    st.html(words.sentence(territories, found, reference, is_declared=weights == declared))
    deck = maps.draw(territories, readings, queries.department(release), [], epci)
    st.pydeck_chart(deck, key="carte_et_si", height=620, alt=maps.summary(readings, title))
    st.html(charts.note(basis))
    st.html(words.link(filters.address()))
with beside:
    st.html(charts.legend(title, indicators.bands(indicators.MATURITY), readings,
                          points=False))  # fmt: skip
rows = words.table_rows(territories, found, reference)
st.html(charts.table(f"{title}, et la référence", words.COLUMNS, rows, current=epci or None))
frame.close_page(release)
