"""The no-break spaces of French in all that Streamlit writes, at one place for every page."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

import streamlit as st

from dashboard import french

WRITERS = (
    *("title", "header", "subheader", "markdown", "info", "warning", "error"),
    *("expander", "button", "selectbox", "slider", "date_input", "text_input"),
)


@cache
def install() -> None:
    """Make Streamlit's functions that write their first argument write it as French does.

    Once per process. HTML is typeset where it is made, in `charts`.
    """
    for name in WRITERS:
        setattr(st, name, _typeset(getattr(st, name)))


def _typeset(write: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(write)
    def written(text: str, *arguments: Any, **named: Any) -> Any:
        return write(french.typeset(text), *arguments, **named)

    return written
