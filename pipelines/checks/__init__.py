"""What must be true: one suite per staging table, in a file of the table's name, and the marts."""

from pipelines.checks import (
    accompaniment_lines,
    accompaniments,
    commune_passage,
    communes,
    coverage_defects,
    demarche,
    demarche_lines,
    department,
    epci,
    epci_members,
    marts,
    policies,
    policy_lines,
    policy_obligation_lines,
    policy_obligations,
    practice_lines,
    practice_themes,
    row_accounts,
    structure_lines,
    structures,
)

SUITES = (
    *(
        module.SUITE
        for module in (
            communes,
            commune_passage,
            epci,
            epci_members,
            department,
            coverage_defects,
            structure_lines,
            structures,
            policy_lines,
            policies,
            policy_obligation_lines,
            policy_obligations,
            practice_lines,
            practice_themes,
            accompaniment_lines,
            accompaniments,
            demarche_lines,
            demarche,
            row_accounts,
        )
    ),
    *marts.SUITES,
)
