"""Options joined in one cell: taken apart when they are known, or when the cells prove them."""

from time import process_time

import pytest

from pipelines.sources.surveys.choices import cut, prove

KNOWN = ["Vélo, trottinette", "Vélo", "Bus", "Covoiturage (ou autre, à préciser)"]


@pytest.mark.parametrize(
    ("cell", "found", "left"),
    [
        ("Vélo, trottinette, Bus", ["Vélo, trottinette", "Bus"], []),
        ("vélo, BUS", ["Vélo", "Bus"], []),
        ("Vélo, à pied", ["Vélo"], ["à pied"]),
        ("Covoiturage (ou autre, à préciser), Vélo", [KNOWN[3], "Vélo"], []),
        ("", [], []),
        (", , Bus,  ", ["Bus"], []),
    ],
)
def test_the_longest_known_option_is_cut_first(
    cell: str, found: list[str], left: list[str]
) -> None:
    assert cut(cell, ", ", KNOWN) == (found, left)


@pytest.mark.parametrize(
    ("cells", "options"),
    [
        # seen one without the other
        (["Tri, Eau", "Tri", "Eau", "Tri, Eau, Jardin", "Jardin"], ["Tri", "Eau", "Jardin"]),
        # a bracket closes in the next part
        (["Tri (papier, verre), Eau", "Eau", "Tri (papier, verre)", "Eau"],
         ["Eau", "Tri (papier, verre)"]),
        # a small letter, never but after the same part
        (["Jardin, verger et haies, Tri", "Tri", "Jardin, verger et haies", "Tri"],
         ["Tri", "Jardin, verger et haies"]),
    ],
)  # fmt: skip
def test_options_are_proven_by_the_cells(cells: list[str], options: list[str]) -> None:
    proof = prove(cells, ", ")
    assert proof is not None
    assert (list(proof.options), proof.doubtful) == (options, ())


@pytest.mark.parametrize(
    "cells",
    [
        ["Oui, souvent", "Non, jamais", "Parfois, hélas", "Oui, un peu"],
        ["Tri", "Eau", "Tri"],
        ["Le manque de temps, de bras et d'argent.", "Les horaires, trop courts.", "Rien"],
    ],
)
def test_what_repeats_nothing_is_no_choice(cells: list[str]) -> None:
    assert prove(cells, ", ") is None


def test_two_options_never_seen_apart_are_left_whole_and_said() -> None:
    proof = prove(["Vélo, Train", "Vélo, Train", "Bus", "Vélo, Train, Bus", "Bus"], ", ")
    assert proof is not None
    assert (proof.counts, proof.doubtful) == ({"Vélo, Train": 3, "Bus": 3}, ("Vélo, Train",))


def test_a_document_in_a_cell_takes_no_time() -> None:
    document = "(" + ", a" * 300_000
    begun = process_time()
    assert prove([document, "Bus", "Bus"], ", ") is None
    assert cut(document, ", ", KNOWN)[0] == []
    assert process_time() - begun < 5


def test_a_few_answers_joined_without_a_space_have_little_to_repeat() -> None:
    cells = ["Jardin;Vélo", "Vélo", "Compost;Tri", "Eau"]
    proof = prove(cells, ";")
    assert proof is not None
    assert proof.counts == {"Jardin": 1, "Vélo": 2, "Compost": 1, "Tri": 1, "Eau": 1}
    assert prove(["Oui ; non", "Oui", "peut-être"], "; ") is None
    assert prove([f"Mot {n};reste {n}" for n in range(20)], ";") is None


def test_a_free_answer_in_lower_case_is_no_part_of_the_option_before_it() -> None:
    free = ["de la couture", "un atelier, un café", "rien d'autre"]
    cells = [f"Tri, Eau, {free[0]}", f"Eau, {free[1]}", f"Tri, {free[2]}", "Tri", "Eau", "Tri, Eau"]
    proof = prove([*cells, "Tri, Eau", *["Jardin, verger et haies"] * 2], ", ")
    assert proof is not None
    assert proof.counts == {
        **{"Tri": 5, "Eau": 5, "Jardin, verger et haies": 2},
        **dict.fromkeys(free, 1),
    }
