"""What the reader chose: one state, kept in the URL, the same on every page."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from dashboard import french

EPCI, WAVE, THEME, POLICY, INDICATOR = "epci", "vague", "theme", "politique", "indicateur"
PRACTICE, SPAN, DATE = "theme_pratique", "periode", "date"
INGREDIENT, WORD, COLUMN = "ingredient", "mot", "colonne"
EACH, OVERLAY, CHANGED = "detail", "superposer", "chiffres"
WEIGHTS, RELEASE = "poids", "release"
FILTERS = (
    *(EPCI, WAVE, THEME, POLICY, INDICATOR, PRACTICE, SPAN, DATE),
    *(INGREDIENT, WORD, COLUMN),
    *(EACH, OVERLAY, CHANGED, WEIGHTS, RELEASE),
)
LONGEST = 60  # characters of a searched word
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
    st.session_state[FOLLOW] = arrived and is_bare()
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
        st.info(
            f"{french.quoted(wanted)} n'est pas un choix possible pour « {name} » : filtre ignoré."
        )
        wanted = default
    st.session_state[name] = wanted
    st.selectbox(label, list(options), format_func=lambda code: options[code], key=name)
    chosen: str = st.session_state[name]
    keep(name, chosen, default)
    return chosen


def search(name: str, label: str) -> str:
    """Show a field bound to `?name=words` and return what was typed; "" when nothing."""
    st.session_state[name] = _wanted(name, "")[:LONGEST]
    typed: str = st.text_input(label, key=name, max_chars=LONGEST)
    keep(name, typed)
    return typed


def choose_day(name: str, label: str, default: date, first: date, last: date) -> date:
    """Show a calendar bound to `?name=AAAA-MM-JJ` and return the chosen day.

    A day that cannot be read, or is not from `first` to `last`, is said and the default taken.
    """
    wanted = _wanted(name, default.isoformat())
    day = _day(wanted)
    if day is None or not first <= day <= last:
        st.info(
            f"{french.quoted(wanted)} n'est pas un jour entre le {french.day(first)} et le "
            f"{french.day(last)}, écrit AAAA-MM-JJ : filtre ignoré."
        )
        day = default
    st.session_state[name] = day
    st.date_input(label, min_value=first, max_value=last, format="DD/MM/YYYY", key=name)
    chosen: date = st.session_state[name]
    _show(name, chosen.isoformat(), default.isoformat())
    return chosen


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read(name: str) -> str:
    """Return what the reader wants for a choice that is not a selector; "" when nothing."""
    return _wanted(name, "")


def keep(name: str, value: str, default: str = "") -> None:
    """Make `value` the reader's choice: for the next pages, and in the URL unless the default."""
    if name not in st.session_state or st.session_state[name] != value:
        st.session_state[name] = value
    _show(name, value, default)


def _show(name: str, value: str, default: str) -> None:
    st.session_state[_chosen(name)] = value
    st.session_state[SHOWN][name] = value if value != default else None


def is_bare() -> bool:
    """Whether the address carries none of the choices."""
    return not any(name in st.query_params for name in FILTERS)


def address(more: Mapping[str, str] | None = None) -> str:
    """Return the address of the view shown so far, from its page: « ?vague=2022&poids=… ».

    `more` are choices to add to it, or to leave out when empty.
    """
    said = _in_url() | dict(more or {})
    return "?" + urlencode({name: code for name, code in said.items() if code}, safe=":,")


def write_url() -> None:
    """To be called last on a page: all its choices in the URL at once, so that back is one step."""
    shown = _in_url()
    others = {name: st.query_params[name] for name in st.query_params if name not in FILTERS}
    if st.query_params.to_dict() != shown | others:
        st.query_params.from_dict(shown | others)
    for name in st.session_state[SHOWN]:
        st.session_state[_written(name)] = shown.get(name)


def select(name: str, code: str) -> None:
    """Choose `code` from elsewhere than the selector (a click on the map): in a callback only."""
    st.session_state[name] = code


def _in_url() -> dict[str, str]:
    return {name: code for name, code in st.session_state[SHOWN].items() if code is not None}


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
