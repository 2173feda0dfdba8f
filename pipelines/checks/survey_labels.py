"""The words of the answers: in one wave, one word of a scale means one answer."""

from pipelines.checks.suite import Suite, structural

SUITE = Suite(
    "staging.survey_labels",
    (
        structural(
            "expect_compound_columns_to_be_unique",
            "Un libellé désigne deux réponses d'une même échelle et vague.",
            column_list=["scale", "wave", "label"],
        ),
        structural(
            "expect_column_values_to_be_in_set",
            "Un libellé de survey_answers.csv désigne une réponse absente de survey_scales.csv.",
            column="answer_code",
            value_set_from="select distinct answer_code from staging.survey_scales",
        ),
    ),
)
