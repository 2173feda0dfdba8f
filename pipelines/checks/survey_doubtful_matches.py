"""The doubtful matches: none is taken, each waits for the steward."""

from pipelines.checks.suite import Suite, quality

SUITE = Suite(
    "staging.survey_doubtful_matches",
    (
        quality(
            "expect_column_values_to_be_null",
            "Une réponse est écartée, sa structure n'étant pas certaine : recopier nom et commune "
            "dans survey_matches.csv, avec l'identifiant de la structure ou « hors champ ».",
            column="proposed_structure_id",
        ),
    ),
)
