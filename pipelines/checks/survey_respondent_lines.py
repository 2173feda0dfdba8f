"""The lines received: each once, and not too many refused."""

from pipelines.checks.suite import Suite, quality, structural

SUITE = Suite(
    "staging.survey_respondent_lines",
    (
        structural(
            "expect_compound_columns_to_be_unique",
            "Une ligne d'enquête est comptée deux fois.",
            column_list=["source_file", "source_row"],
        ),
        quality(
            "expect_column_values_to_be_null",
            "Plus d'une réponse à l'enquête sur cinq est rejetée.",
            column="reject_reason",
            mostly=0.8,
        ),
        quality(
            "expect_column_values_to_not_be_null",
            "La date d'envoi de plus d'une réponse sur cinq manque ou est illisible.",
            column="submitted_at",
            mostly=0.8,
        ),
    ),
)
