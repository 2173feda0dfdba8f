"""The questionnaire through its waves: a header leads to one question, a question to one theme."""

from pipelines.checks.suite import Suite, structural

KINDS = ["scale", "single", "multiple", "number", "participation", "identity", "consent"]
UNPUBLISHED = ["personal", "text"]
HEADINGS = "select theme from staging.survey_themes union all values ('ingredients'), "
HEADINGS += "('accompagnement')"

SUITE = Suite(
    "staging.survey_questions",
    (
        structural(
            "expect_compound_columns_to_be_unique",
            "Une question figure deux fois dans survey_questions.csv.",
            column_list=["question_code", "wave"],
        ),
        structural(
            "expect_compound_columns_to_be_unique",
            "Deux questions d'une vague ont le même titre de colonne.",
            column_list=["wave", "header"],
        ),
        structural(
            "expect_column_values_to_not_be_null",
            "Le type d'une question est vide dans survey_questions.csv.",
            column="kind",
        ),
        structural(
            "expect_column_values_to_be_in_set",
            "Le type d'une question n'existe pas.",
            column="kind",
            value_set=KINDS + UNPUBLISHED,
        ),
        structural(
            "expect_column_values_to_be_in_set",
            "Le thème d'une question ne figure pas dans survey_themes.csv.",
            column="theme",
            value_set_from=HEADINGS,
        ),
        structural(
            "expect_column_values_to_be_in_set",
            "L'échelle d'une question ne figure pas dans survey_scales.csv.",
            column="scale",
            value_set_from="select distinct scale from staging.survey_scales",
        ),
        structural(
            "expect_column_values_to_be_in_set",
            "La politique d'une question ne figure pas dans policies.csv.",
            column="policy",
            value_set_from="select policy from reference.policies",
        ),
        structural(
            "expect_column_values_to_not_be_null",
            "Le poids d'une question n'est pas un nombre.",
            column="weight",
        ),
        structural(
            "expect_column_values_to_be_between",
            "Le poids d'une question n'est pas positif.",
            column="weight",
            min_value=0,
            strict_min=True,
        ),
    ),
)
