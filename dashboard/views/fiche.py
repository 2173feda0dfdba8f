"""Fiche territoire: all that is known of one territory, or of the Drôme, on a page and on paper."""

import streamlit as st

from dashboard import charts, downloads, frame, french, origins
from dashboard.content import timeline
from dashboard.fiche import pictures
from dashboard.fiche.section import Section, brief, shown
from dashboard.fiche.sheet import Sheet, gather
from dashboard.printed import document
from dashboard.snapshot import Snapshot


@st.cache_data(max_entries=64, show_spinner=False)
def printed(release: str, audience: str, siren_epci: str, wave: int, _sheet: Sheet) -> bytes:  # noqa: ARG001
    """The PDF, made once per release, audience, territory and wave."""
    return document.pdf(_sheet)


def show(section: Section, sheet: Sheet) -> None:
    """One section: a drawing, why figures are missing, the table (folded or not), the sources."""
    st.header(section.title)
    narrow = frame.on_phone()
    svg = sheet.timeline_narrow if narrow else sheet.timeline_svg
    if section.key == "politiques" and svg:
        least = "0" if narrow else "46rem"
        st.html(pictures.drawing(svg, timeline.summary(section.rows), least=least))
    if section.aside or not section.rows:
        st.markdown(french.plain(section.aside if section.rows else section.empty))
    fold = pictures.fold(section)
    with st.expander(fold) if fold else st.container():
        if section.has_table:
            st.html(pictures.table(section))
        key = pictures.key(section) if section.key == "maturite" else ""
        mention = f"{french.SIMULATED} · " if section.simulated else ""
        source = f"{mention}Source : {brief(section.sources)}." if section.sources else ""
        if key or source:
            st.html(charts.note(*filter(None, (key, source))))


def title(release: Snapshot) -> str:
    """The territory that the address or the reader chose."""
    return frame.chosen(release) or "Toute la Drôme"


release = frame.open_page("fiche", title, simulated=True)
where, when = st.columns([4, 2])
with where:
    epci = frame.choose_territory(release)
with when:
    wave = frame.choose_wave(release)
sheet = gather(release, epci, wave)

st.html(charts.note(f"Fiche territoire : {sheet.name}"))
words, picture = st.columns([5, 2], gap="large")
with words:
    st.html(charts.figures(list(sheet.identity)))
    st.header("En bref")
    st.html(charts.sentences(sheet.sentences))
    downloads.button(
        "Télécharger la fiche (PDF)",
        lambda: printed(release.release_id, release.audience, epci, wave, sheet),
        f"fiche-tecs-{downloads.bare(sheet.name)}-{wave}-{release.release_id}.pdf",
        "application/pdf",
        "fiche_pdf",
    )
    st.html(charts.note("A4, faite pour être imprimée : carte, sources et version comprises."))
with picture:
    st.subheader(sheet.map_title)
    st.html(pictures.drawing(sheet.map_svg, sheet.map_words))
for section in sheet.sections:
    show(section, sheet)
origins.of_territory(release, epci, wave)

tables = [shown(section, release, sheet.name) for section in sheet.sections if section.rows]
downloads.show(tables, "fiche", sheet.map_whole)
downloads.release_package(release)
frame.close_page(release)
