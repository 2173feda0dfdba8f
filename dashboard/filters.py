"""What the reader chose: one state, kept in the URL, the same on every page."""

from collections.abc import Mapping

import streamlit as st

EPCI, WAVE, THEME, POLICY, INDICATOR = "epci", "vague", "theme", "politique", "indicateur"
PAGE = "_page"  # the page of the last run


def enter(page: str) -> None:
    """To be called first on a page: on arrival from another page, the choices stay.

    Streamlit empties the URL when the reader changes page; only an address that carries a filter
    speaks then.
    """
    arrived = st.session_state.get(PAGE) not in (None, page)
    st.session_state[PAGE] = page
    if arrived:
        for name in (EPCI, WAVE, THEME, POLICY, INDICATOR):
            st.session_state[_written(name)] = st.query_params.get(name)


def choose(
    name: str, label: str, options: Mapping[str, str], default: str, help_text: str | None = None
) -> str:
    """Show a selector bound to `?name=code` and return the chosen code.

    `options` maps codes to what is shown. The default is not written in the URL. A code in the
    URL that is not an option is said, and the default taken.
    """
    _read_url(name, options, default)
    st.selectbox(
        label,
        list(options),
        format_func=lambda code: options[code],
        key=name,
        persist_state="session",
        help=help_text,
    )
    chosen: str = st.session_state[name]
    _write_url(name, chosen, default)
    return chosen


def select(name: str, code: str) -> None:
    """Choose `code` from elsewhere than the selector (a click on the map): in a callback only."""
    st.session_state[name] = code


def _read_url(name: str, options: Mapping[str, str], default: str) -> None:
    """Take the URL's word when it changed since we wrote it: a link, back, forward."""
    said = st.query_params.get(name)
    if said != st.session_state.get(_written(name)):
        if said is not None and said not in options:
            st.info(f"« {said} » n'est pas un choix possible pour « {name} » : filtre ignoré.")
        st.session_state[name] = said if said in options else default
    if st.session_state.get(name) not in options:
        st.session_state[name] = default


def _write_url(name: str, chosen: str, default: str) -> None:
    if chosen != default:
        st.query_params[name] = chosen
    elif name in st.query_params:
        del st.query_params[name]
    st.session_state[_written(name)] = st.query_params.get(name)


def _written(name: str) -> str:
    return f"_{name}_in_url"
