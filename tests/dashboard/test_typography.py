"""No sign of French punctuation stands alone at the beginning of a line."""

import re
from html import unescape

import pytest
from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

from dashboard import french, typography
from tests.dashboard.test_pages import PAGES, ROYANS, app, opened  # noqa: F401 # app is a fixture

# a space that may break, inside « », before : ; ? ! or between a number and its %
BREAKABLE = re.compile(r"« | »|(?<=\S) [:;?!](?=[\s*.,»]|$)|(?<=\d) %")


@pytest.mark.parametrize(
    ("plain", "set_"),
    [
        ("« Inconnu » : non", "«_Inconnu_»_: non"),
        ("Où ? Ici ; là !", "Où-? Ici-; là-!"),
        ("à 95 %, **stable** : oui", "à 95-%, **stable**_: oui"),
        ("![x](y) et ![z](w), a : b", "![x](y) et ![z](w), a_: b"),
        ("d'après 13 structures, à 5 km", "d'après 13_structures, à 5_km"),
        ("plus de 20 000 hab., le 5 mai 2026", "plus de 20-000_hab., le 5_mai 2026"),
        ("http://a:1/?x=1;y", "http://a:1/?x=1;y"),
    ],
)
def test_french_puts_no_break_spaces(plain: str, set_: str) -> None:
    assert french.typeset(plain) == set_.replace("_", "\u00a0").replace("-", "\u202f")
    assert french.typeset(french.typeset(plain)) == french.typeset(plain)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_lets_a_sign_go_to_the_next_line(app: AppTest, page: str) -> None:  # noqa: F811
    app.query_params["epci"] = ROYANS
    opened(app, page)
    written = [re.sub(r"<style>.*?</style>|<[^>]+>", "\n", element.proto.body, flags=re.DOTALL)
               for element in app.get("html")]  # fmt: skip
    for kind in (app.markdown, app.title, app.header, app.subheader, app.info, app.warning):
        written += [element.value for element in kind]
    written += [widget.label for kind in (app.selectbox, app.button, app.slider) for widget in kind]
    guilty = [
        text[max(found.start() - 40, 0) : found.end() + 10]
        for text in map(unescape, written)
        for found in BREAKABLE.finditer(text)
    ]
    assert guilty == []


def test_a_second_call_changes_nothing() -> None:
    import streamlit as st

    typography.install()
    once = st.markdown
    typography.install()
    assert st.markdown is once


@pytest.mark.parametrize(
    "said",
    ["à la page « Accompagner » de l'observatoire : 3 pistes, 5 % – ou moins…",
     "[lien](https://exemple.invalid) ![image](x) <b>gras</b> *a* _b_ `c` ~d~ # e | f \\g"],
)  # fmt: skip
def test_a_plain_text_is_shown_as_it_is_by_markdown(said: str) -> None:
    assert unescape(MarkdownIt().render(french.plain(said))) == f"<p>{said}</p>\n"
