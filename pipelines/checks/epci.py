"""The EPCI: one name, land, and the population of their official members."""

from pipelines.checks.suite import Suite, structural

SUITE = Suite(
    "staging.epci",
    (
        structural(
            "expect_column_values_to_be_in_set",
            "Le nom ou la nature d'un EPCI change d'une ligne à l'autre.",
            column="spellings",
            value_set=[1],
        ),
        structural(
            "expect_column_values_to_be_in_set",
            "La nature d'un EPCI est inconnue.",
            column="nature",
            value_set=["CC", "CA", "CU", "METRO", "MET69"],
        ),
        structural(
            "expect_column_values_to_not_be_null",
            "Un EPCI n'a pas de contour.",
            column="geometry",
        ),
        structural(
            "expect_column_values_to_be_between",
            "Un EPCI n'a aucune commune dans le département.",
            column="department_communes",
            min_value=1,
        ),
        structural(
            "expect_column_pair_values_to_be_equal",
            "La population d'un EPCI n'est pas celle de ses membres officiels.",
            column_A="population",
            column_B="official_population",
        ),
    ),
)
