"""Évolution: what changed between two waves, on the panel and on all, with its uncertainty."""

import streamlit as st

from dashboard import (
    charts,
    comparisons,
    downloads,
    filters,
    frame,
    origins,
    queries,
    sections,
)
from dashboard.content import method, slopes
from dashboard.fiche import pictures
from dashboard.fiche.section import Section, shown
from dashboard.snapshot import Row

release = frame.open_page("evolution", "Ce qui a évolué d'une vague à l'autre", simulated=True)
frame.require(release, "maturity_changes")
where, what, when = st.columns([4, 4, 2])
with where:
    epci = frame.choose_territory(release)
with what:
    themes = {queries.OVERALL: "Tous les thèmes"}
    themes |= {row["theme"]: row["label"] for row in queries.themes(release)}
    theme = filters.choose(filters.THEME, "Thème", themes, queries.OVERALL)
spans = {f"{a}-{b}": f"De {a} à {b}" for a, b in queries.spans(release)}
with when:
    span = filters.choose(filters.SPAN, "Période", spans, next(iter(spans)))
first, last = map(int, span.split("-"))
period = spans[span].lower()
name = frame.territory_name(release, epci)
short = frame.territory_name(release, epci, "short_name")
shape = frame.territory_shape(release, epci)
room = slopes.NARROW if frame.on_phone() else slopes.WIDE


def draw(svg: str | None, title: str, said: list[str]) -> None:
    """A drawing with the same in words; the words alone when there is nothing to draw."""
    st.html(charts.sentences(said))
    if svg:
        least = "0" if frame.on_phone() else "44rem"
        st.html(pictures.drawing(svg, f"{title}. {' '.join(said)}", least=least))


def compare(found: list[Row], title: str, heading: str, where: str) -> None:
    """A drawing of changes, then the table; kept for the downloads."""
    st.header(title)
    draw(slopes.dumbbells(found, title, room), title, comparisons.told(found, where))
    tables.append(comparisons.changes(release, found, title, heading, shape))
    sections.show(tables[-1], epci or None)


tables: list[Section] = []
st.markdown(method.CHANGE)
scores = queries.history(release, epci)
beside = queries.history(release, "") if epci else []
waves = comparisons.scores(release, scores, short, shape)
st.header(waves.title)
said = comparisons.waves_told(waves)
draw(slopes.waves(scores, beside, waves.title, short, room), waves.title, said)
sections.show(waves)
compare(queries.changes(release, epci or "drome", first, last), f"{short}, par thème, {period}",
        "Thème", "thème")  # fmt: skip
compare(queries.changes_by_territory(release, theme, first, last),
        f"{themes[theme]}, par territoire, {period}", "Territoire", "territoire")  # fmt: skip
origins.explain(release, "evolution", waves=[first, last], territory=epci or "drome",
                wave_from=first, wave_to=last)  # fmt: skip
downloads.show([shown(part, release, name) for part in (*tables, waves)], "evolution")
frame.close_page(release)
