"""A section on a page: what to know before, the table, its source; the downloads hold the same."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import charts, french
from dashboard.charts import Html
from dashboard.fiche.section import Section, brief, cell

NOTHING: Mapping[str, Sequence[Html]] = {}


def show(
    section: Section, current: str | None = None, drawn: Mapping[str, Sequence[Html]] = NOTHING
) -> None:
    """Show a section's table and source.

    `current`: the siren_epci of the row to mark. `drawn`: a column's cells in HTML, in place of
    its texts, in the order of the rows.
    """
    if section.rows:
        rows = [
            {"siren_epci": row.get("siren_epci")}
            | {key: cell(row[key]) for key in section.shown}
            | {key: cells[n] for key, cells in drawn.items()}
            for n, row in enumerate(section.rows)
        ]
        caption = charts.caption(section.title, section.intro)
        st.html(charts.table(caption, section.headers, rows, current=current))
    else:
        st.markdown(section.empty)
    mention = f"{french.SIMULATED} · " if section.simulated else ""
    st.html(charts.note(f"{mention}Source : {brief(section.sources)}."))
