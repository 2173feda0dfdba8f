"""Politiques: which territory has which policy on a day, what it covers, and who takes part."""

import streamlit as st

from dashboard import charts, downloads, filters, frame, french, panels, policies, queries, timeline
from dashboard.fiche import pictures
from dashboard.fiche.section import Section, cell, shown

release = frame.open_page(
    "politiques", "Les politiques locales favorables à la transition", simulated=True
)
if not release.has("policy_periods"):
    st.info(french.OLDER_RELEASE)
    frame.close_page(release)
    st.stop()
labels = {row["policy"]: row["policy_label"] for row in queries.policies(release)}
first, as_of, last = queries.policy_days(release)
waves = {str(wave): f"Vague {wave}" for wave in queries.waves(release)}
where, which, on, when = st.columns([4, 2, 2, 2])
with where:
    epci = frame.choose_territory(release)
with which:
    policy = frame.choose_policy(release)
with on:
    day = filters.choose_day(filters.DATE, "En vigueur le", as_of, first, last)
with when:
    wave = int(filters.choose(filters.WAVE, "Vague d'enquête", waves, next(iter(waves))))


def show(section: Section) -> None:
    """A table of the page, with its source."""
    if section.rows:
        rows = [row | {key: cell(row[key]) for key in section.shown} for row in section.rows]
        st.html(charts.table(section.intro, section.headers, rows))
    else:
        st.markdown(section.empty)
    mention = f"{french.SIMULATED} · " if section.simulated else ""
    st.html(charts.note(f"{mention}Source : {' ; '.join(section.sources)}."))


schemes = queries.schemes_on(release, day)
name = frame.territory_name(release, epci)
subject = name if epci else labels[policy]

states = policies.matrix(release, schemes, day)
st.header(states.title)
st.html(policies.figures(release, day))
st.html(charts.table(states.intro, {"name": "Territoire"} | labels,
                     policies.cells(states, list(labels)), epci or None))  # fmt: skip
st.html(charts.note(f"Source : {' ; '.join(states.sources)}."))

held = policies.held(release, schemes, day, epci, policy)
st.header(f"{subject} : dates et communes couvertes")
now = policies.held(release, queries.schemes_on(release, as_of), as_of, epci, policy)
drawn = policies.lines(now, epci)
frieze = timeline.draw(drawn, as_of, f"Frise des politiques, {subject}", day)
if frieze:
    st.html(pictures.drawing(frieze, timeline.summary(drawn), least="46rem"))
if epci:
    show(held)
else:
    with st.expander("Le détail, dispositif par dispositif"):
        show(held)
others = queries.other_schemes(release, epci) if epci else []
if others:
    st.html(panels.scheme_table("Autres dispositifs connus", others))

beside = policies.beside(release, wave, epci, policy)
st.header(f"{subject} : et les structures, y participent-elles ?")
st.html(charts.sentences(policies.gaps(beside)))
show(beside)

downloads.show([shown(part, release, subject) for part in (states, held, beside)], "politiques")
frame.close_page(release)
