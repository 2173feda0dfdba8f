"""What the reader chose: one state, kept in the URL, the same on every page."""

from collections.abc import Mapping

import streamlit as st

EPCI, WAVE, THEME, POLICY, INDICATOR = "epci", "vague", "theme", "politique", "indicateur"
PRACTICE, SPAN = "theme_pratique", "periode"
FILTERS = (EPCI, WAVE, THEME, POLICY, INDICATOR, PRACTICE, SPAN)
PAGE, FOLLOW, SHOWN = "_page", "_follow", "_shown"  # in the session's state
NEWS = "\0"  # never a value of the URL: whatever it says is news


def enter(page: str) -> None:
    """To be called first on a page: what the URL said on arrival decides for all its selectors.

    Streamlit empties the URL on a change of page: the choices then follow the reader. An address
    that carries a filter (a link, back, forward) speaks for all of them.
    """
    arrived = st.session_state.get(PAGE) != page
    st.session_state[PAGE] = page
    st.session_state[SHOWN] = {}
    st.session_state[FOLLOW] = arrived and not any(name in st.query_params for name in FILTERS)
    if arrived and not st.session_state[FOLLOW]:
        for name in FILTERS:
            st.session_state[_written(name)] = NEWS


def choose(name: str, label: str, options: Mapping[str, str], default: str) -> str:
    """Show a selector bound to `?name=code` and return the chosen code.

    `options` maps codes to what is shown. The default is not written in the URL. A code in the
    URL that is not an option is said, and the default taken.
    """
    wanted = _wanted(name, default)
    if wanted not in options:
        st.info(f"« {wanted} » n'est pas un choix possible pour « {name} » : filtre ignoré.")
        wanted = default
    st.session_state[name] = wanted
    st.selectbox(label, list(options), format_func=lambda code: options[code], key=name)
    chosen: str = st.session_state[name]
    st.session_state[_chosen(name)] = chosen
    st.session_state[SHOWN][name] = chosen if chosen != default else None
    return chosen


def write_url() -> None:
    """To be called last on a page: all its choices in the URL at once, so that back is one step."""
    shown = {name: code for name, code in st.session_state[SHOWN].items() if code is not None}
    others = {name: st.query_params[name] for name in st.query_params if name not in FILTERS}
    if st.query_params.to_dict() != shown | others:
        st.query_params.from_dict(shown | others)
    for name in st.session_state[SHOWN]:
        st.session_state[_written(name)] = shown.get(name)


def select(name: str, code: str) -> None:
    """Choose `code` from elsewhere than the selector (a click on the map): in a callback only."""
    st.session_state[name] = code


def _wanted(name: str, default: str) -> str:
    """What to show now: the URL's word when it is news, else the reader's last choice."""
    if st.session_state[FOLLOW]:
        return str(st.session_state.get(_chosen(name), default))
    said = st.query_params.get(name)
    if said != st.session_state.get(_written(name)):
        return said or default
    return str(st.session_state.get(name, default))


def _chosen(name: str) -> str:
    return f"_{name}"


def _written(name: str) -> str:
    return f"_{name}_in_url"
