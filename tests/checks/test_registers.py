"""One planted fault per suite of the registers turns it red, and says where."""

from pathlib import Path

import pytest

from pipelines.checks import (
    accompaniments,
    demarche,
    policies,
    policy_lines,
    policy_obligation_lines,
    policy_obligations,
    practice_lines,
    practice_themes,
    structure_lines,
    structures,
)
from pipelines.checks.finding import Finding
from pipelines.checks.suite import Suite
from pipelines.checks.validation import validate
from tests.conftest import copy_world
from tests.sql.small_warehouse import build, edit

SUITES = (
    accompaniments.SUITE,
    demarche.SUITE,
    policies.SUITE,
    policy_lines.SUITE,
    policy_obligation_lines.SUITE,
    policy_obligations.SUITE,
    practice_lines.SUITE,
    practice_themes.SUITE,
    structure_lines.SUITE,
    structures.SUITE,
)
# Great Expectations imports modules of the standard library that are on their way out
pytestmark = pytest.mark.filterwarnings("ignore:module 'sre_:DeprecationWarning")


def failures(data: Path, *suites: Suite) -> list[Finding]:
    with build(data, *(suite.table for suite in suites)) as con:
        findings = [finding for suite in suites for finding in validate(con, suite)]
    assert not [finding.error for finding in findings if finding.error]
    return [finding for finding in findings if not finding.passed]


def test_the_tiny_world_passes_but_for_the_lines_planted_to_be_rejected(tmp_path: Path) -> None:
    found = failures(copy_world(tmp_path), *SUITES)
    assert {(finding.table, finding.blocking) for finding in found} == {
        ("staging.structure_lines", False),
        ("staging.practice_lines", False),
    }


@pytest.mark.parametrize(
    ("suite", "file", "old", "new"),
    [
        (policy_lines.SUITE, "policies/2026/politiques.csv", "200067767,CRTE", "20006776,CRTE"),
        (
            policies.SUITE,
            "policies/2026/politiques.csv",
            "242600534,PAT,PAT-DIOIS",
            "242600534,PAT,PAT-DROME",
        ),
        (
            policy_obligation_lines.SUITE,
            "policies/2026/obligations_pcaet.csv",
            "PCAET,non,16000",
            "PCAET,peut-être,16000",
        ),
        (
            policy_obligations.SUITE,
            "policies/2026/obligations_pcaet.csv",
            "200073096",
            "242600534",
        ),
        (structure_lines.SUITE, "structures/2026/structures.csv", "S07,EVS", "S06,EVS"),
        (structures.SUITE, "structures/2026/structures.csv", "S07,EVS", "DEMO-77,EVS"),
        (
            structures.SUITE,
            "structures/2026/structures.csv",
            "Commune donnée par son nom seul.",
            "Écrire à accueil@exemple.invalid",
        ),
        (practice_lines.SUITE, "practices/2022/pratiques.csv", "S07-P1,S07", "S06-P2,S07"),
        (
            accompaniments.SUITE,
            "practices/2022/accompagnements.csv",
            "Intervention auprès des professionnels",
            "Contrat de Transition Écologique de 2020",
        ),
        (demarche.SUITE, "practices/2022/demarche.csv", "partenaire,1", "ingredient,1"),
    ],
)
def test_a_planted_fault_blocks(
    tmp_path: Path, suite: Suite, file: str, old: str, new: str
) -> None:
    data = copy_world(tmp_path)
    edit(data / "raw" / file, old, new)
    red = [finding for finding in failures(data, suite) if finding.blocking]
    assert len(red) == 1
    assert f"raw/{file}, ligne " in red[0].examples[0]


def test_a_wrong_siren_names_file_line_column_found_and_expected(tmp_path: Path) -> None:
    data = copy_world(tmp_path)
    edit(data / "raw/policies/2026/politiques.csv", "200067767,CRTE", "200067776,CRTE")
    red = failures(data, policy_lines.SUITE)[0]
    assert red.meaning == "Un SIREN ou un code du fichier des politiques est faux."
    assert red.examples == (
        "raw/policies/2026/politiques.csv, ligne 4 : blocking_reason = « Colonne « siren_epci » : "
        "trouvé « 200067776 », attendu un SIREN dont la clé de contrôle est juste. »",
    )
