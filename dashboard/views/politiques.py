"""Politiques: which territory has which policy on a day, what it covers, and who takes part."""

import streamlit as st

from dashboard import charts, downloads, filters, frame, origins, panels, queries, sections
from dashboard.content import method, policies, timeline
from dashboard.fiche import pictures
from dashboard.fiche.section import shown

release = frame.open_page(
    "politiques", "Les politiques locales favorables à la transition", simulated=True
)
frame.require(release, "policy_periods")
labels = {row["policy"]: row["policy_label"] for row in queries.policies(release)}
first, as_of, last = queries.policy_days(release)
where, which, on, when = st.columns([4, 2, 2, 2])
with where:
    epci = frame.choose_territory(release)
with which:
    policy = frame.choose_policy(release)
with on:
    day = filters.choose_day(filters.DATE, "En vigueur le", as_of, first, last)
with when:
    wave = frame.choose_wave(release)


schemes = queries.schemes_on(release, day)
name = frame.territory_name(release, epci)
subject = name if epci else labels[policy]
heading = frame.territory_name(release, epci, "short_name") if epci else labels[policy]

states = policies.matrix(release, schemes, day)


def compare() -> None:
    """All the territories: how many have each policy, then the state of each."""
    st.header(states.title if not epci else f"Toute la Drôme : {states.title.lower()}")
    st.html(charts.note(method.POLICY_NAMES))
    st.html(policies.figures(release, day))
    drawn = policies.cells(states, list(labels))
    sections.show(states, epci or None, {code: [row[code] for row in drawn] for code in labels})


if not epci:  # else the chosen one comes first
    compare()
held = policies.held(release, schemes, day, epci, policy)
st.header(f"{heading} : dates et communes couvertes")
now = policies.held(release, queries.schemes_on(release, as_of), as_of, epci, policy)
dated = policies.lines(now, epci)
frieze = timeline.draw(dated, as_of, f"Frise des politiques, {subject}", day,
                       timeline.NARROW if frame.on_phone() else timeline.WIDE)  # fmt: skip
if frieze:
    words = timeline.summary(dated)
    st.html(pictures.drawing(frieze, words, least="0" if frame.on_phone() else "46rem"))
if epci:
    sections.show(held)
else:
    with st.expander("Le détail, dispositif par dispositif"):
        sections.show(held)
others = queries.other_schemes(release, epci) if epci else []
if others:
    st.html(panels.scheme_table("Autres dispositifs connus", others))

beside = policies.beside(release, wave, epci, policy)
st.header(f"{heading} : et les structures, y participent-elles ?")
st.html(charts.sentences(policies.gaps(beside)))
sections.show(beside)
if epci:
    compare()

origins.explain(release, "politiques", "les politiques", siren_epci=epci)
origins.explain(
    release, "participation", "la participation", waves=[wave], policy=policy, wave=wave
)
downloads.show([shown(part, release, subject) for part in (states, held, beside)], "politiques")
frame.close_page(release)
