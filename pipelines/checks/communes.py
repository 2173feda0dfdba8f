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
            "Une commune n'a pas de mairie placée : un point de son contour en tient lieu.",
            column="town_hall_distance_m",
        ),
        quality(
            "expect_column_values_to_be_between",
            "Une mairie est à plus de 300 m de sa commune : un point du contour la remplace.",
            column="town_hall_distance_m",
            max_value=300,
        ),
        quality(
            "expect_column_values_to_not_be_null",
            "Plus d'une commune sur dix n'a pas de code postal.",
            column="postal_codes",
            mostly=0.9,
        ),
    ),
)
