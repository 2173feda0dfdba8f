"""What looks personal in a text, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.personal_data import looks_personal, scan


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Écrire à zephyrine.01@demo-01.invalid, merci", "email"),
        ("A.B+c@example.org", "email"),
        ("Me rappeler au 04 65 71 00 02.", "phone"),
        ("tél. 0639980012", "phone"),
        ("06.39.98.00.12", "phone"),
        ("+33 6 39 98 00 12", "phone"),
        ("+33 (0)6 39 98 00 12", "phone"),
        ("depuis 192.0.2.17", "ip"),
        ("SIREN 732 829 320", "siren"),
        ("siret : 73282932000074", "siren"),
        ("vu avec M. Dupont", "person"),
        ("vu avec M. J. Dupont-Martin", "person"),
        ("Mme Anne Martin a dit oui", "person"),
        ("Madame DURAND", "person"),
        ("le Dr Élise de la Tour", "person"),
    ],
)
def test_what_is_personal_is_found(text: str, kind: str) -> None:
    assert [finding.kind for finding in scan(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Maison des Jeunes et de la Culture",
        "MPT Coluche",
        "MJC-Centre social Nini Chaize",
        "Espace Jean-Moulin",
        "Madame la présidente et monsieur le maire",
        "EPCI 200067767, SIREN 242600534",  # public bodies
        "123 456 789",  # its key is wrong
        "54.325396825396825",
        "[5.0536491234,44.9087654321]",
        "2026-11-24 03:42:27",
        "a0611111111c4d2f0612345678",  # a fingerprint
        "version 1.24.0, raw/surveys/2025/reponses.xlsx",
        "« 26190 » désigne 2 communes, dont Oriol-en-Royans (26223)",
        "https://example.org/pat/2026.01.02",
        "",
    ],
)
def test_what_is_not_personal_is_left_alone(text: str) -> None:
    assert scan(text) == []


def test_a_public_passage_may_be_allowed() -> None:
    text = "Centre social Monsieur Vincent"
    assert [finding.text for finding in scan(text)] == ["Monsieur Vincent"]
    assert scan(text, ["Monsieur Vincent"]) == []


def test_a_finding_is_told_without_what_it_found() -> None:
    [finding] = scan("Me rappeler au 04 65 71 00 02.")
    assert finding.hint == "numéro de téléphone (0…, 14 caractères)"


@pytest.mark.parametrize(
    ("header", "values", "kind"),
    [
        ("Votre adresse électronique", [], "email"),
        ("REPMAIL", ["a@b.fr", None], "email"),
        ("Vos nom et prénom", ["Anne Martin"], "person"),
        ("Nom d'utilisateur", ["Anonyme"], "person"),
        ("Adresse IP", ["192.0.2.1"], "ip"),
        ("ipaddr", [], "ip"),
        ("Q12", ["04 65 71 00 02", "06 39 98 00 12", None], "phone"),
        ("Q13", ["Mme Martin", "M. Dupont"], "person"),
        ("Nom de la structure", ["MJC Châteauvert", "MPT Coluche"], None),
        ("Réparez-vous des téléphones ?", ["Oui", "Non"], None),
        ("Commune", ["Die"], None),
        ("Q14", [None, None], None),
        ("Vos remarques", ["Me rappeler au 04 65 71 00 02", "Rien", "Merci"], None),
    ],
)
def test_a_personal_column_is_known_by_its_header_or_its_cells(
    header: str, values: list[str | None], kind: str | None
) -> None:
    assert looks_personal(header, values) == kind


@given(st.text(max_size=300))
def test_any_text_can_be_scanned(text: str) -> None:
    for finding in scan(text):
        assert finding.text in text
