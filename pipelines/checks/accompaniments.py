"""The anonymous accompaniments: nothing in them may lead back to a structure."""

from pipelines.checks.suite import Suite, structural

TRACES = (
    r"\d|\b(?:PAT|CTE|CRTE|PCAET|TEPCV)\b|[Cc]ontrat|[Ss]alarié|[Cc]entre social|\bMPT\b|\bMJC\b"
)

SUITE = Suite(
    "staging.accompaniments",
    (
        structural(
            "expect_column_values_to_not_match_regex",
            "Un accompagnement anonyme contient un chiffre, une politique ou un type de structure.",
            column="content",
            regex=TRACES,
        ),
        structural(
            "expect_compound_columns_to_be_unique",
            "Un élément d'accompagnement est donné deux fois.",
            column_list=["accompaniment_id", "section", "position"],
        ),
    ),
)
