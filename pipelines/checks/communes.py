"""The communes: known keys, members of a known EPCI, a place on the map."""

from pipelines.checks.suite import Suite, quality, structural

SUITE = Suite(
    "staging.communes",
    (
        structural(
            "expect_table_row_count_to_be_between",
            "Aucune commune n'est lisible.",
            min_value=1,
        ),
        structural(
            "expect_column_values_to_be_unique",
            "Une commune est présente deux fois.",
            column="code_insee",
        ),
        structural(
            "expect_column_values_to_be_in_set",
            "Une commune est dans un EPCI qui n'est pas de la liste officielle.",
            value_set_from="select siren_epci from staging.epci_members",
            column="siren_epci",
        ),
        quality(
            "expect_column_values_to_not_be_null",
            "Plus d'une commune sur dix n'a pas de mairie : un point du contour en tient lieu.",
            column="town_hall_longitude",
            mostly=0.9,
        ),
        quality(
            "expect_column_values_to_not_be_null",
            "Plus d'une commune sur dix n'a pas de code postal.",
            column="postal_codes",
            mostly=0.9,
        ),
    ),
)
