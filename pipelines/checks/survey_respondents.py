"""Who answered: once a wave, a structure of the registry, fictional answers for fictional ones."""

from pipelines.checks.suite import Suite, quality, structural

SUITE = Suite(
    "staging.survey_respondents",
    (
        structural(
            "expect_table_row_count_to_be_between",
            "Aucune réponse à l'enquête n'est retenue.",
            min_value=1,
        ),
        structural(
            "expect_compound_columns_to_be_unique",
            "Une structure compte deux fois dans une vague.",
            column_list=["structure_id", "wave"],
        ),
        structural(
            "expect_column_pair_values_to_be_equal",
            "Une réponse simulée est rattachée à une vraie structure, ou une vraie réponse à une "
            "structure de démonstration.",
            column_A="is_simulated",
            column_B="structure_is_simulated",
        ),
        structural(
            "expect_column_values_to_be_in_set",
            "L'EPCI d'une réponse ne fait pas partie du territoire.",
            column="siren_epci",
            value_set_from="select siren_epci from staging.epci",
        ),
        structural(
            "expect_column_values_to_not_be_null",
            "Une réponse n'a pas de vague : indiquer wave dans son source.toml.",
            column="wave",
        ),
        quality(
            "expect_column_pair_values_to_be_equal",
            "La commune donnée dans la réponse n'est pas celle de la structure au registre.",
            column_A="code_insee",
            column_B="answered_code_insee",
            ignore_row_if="either_value_is_missing",
        ),
        quality(
            "expect_column_values_to_not_be_null",
            "L'effectif de plus d'une structure répondante sur cinq est inconnu.",
            column="size_tier",
            mostly=0.8,
        ),
    ),
)
