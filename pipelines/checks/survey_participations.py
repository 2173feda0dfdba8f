"""The roles in local policies: one per structure, wave and policy."""

from pipelines.checks.suite import Suite, quality, structural

SUITE = Suite(
    "staging.survey_participations",
    (
        structural(
            "expect_compound_columns_to_be_unique",
            "Une structure a deux rôles dans une même politique d'une vague.",
            column_list=["structure_id", "wave", "policy"],
        ),
        structural(
            "expect_column_values_to_not_be_null",
            "La politique d'une question de participation manque dans survey_questions.csv.",
            column="policy",
        ),
        quality(
            "expect_column_values_to_not_be_in_set",
            "Plus d'un rôle sur deux dans les politiques locales est inconnu.",
            column="state",
            value_set=["missing", "dont_know"],
            mostly=0.5,
        ),
    ),
)
