"""The policy facts kept: one per EPCI, policy and scheme, with its source."""

from pipelines.checks.suite import Suite, quality, structural

SUITE = Suite(
    "staging.policies",
    (
        structural(
            "expect_column_values_to_be_unique",
            "Un même dispositif est donné deux fois pour un EPCI.",
            column="fact_id",
        ),
        structural(
            "expect_table_row_count_to_be_between",
            "Le fichier des politiques est vide.",
            min_value=1,
        ),
        structural(
            "expect_column_values_to_not_be_null",
            "La date de réception du fichier des politiques est inconnue.",
            column="as_of",
        ),
        quality(
            "expect_column_values_to_not_be_null",
            "Un fait n'a pas de source.",
            column="source",
        ),
        quality(
            "expect_column_values_to_match_regex",
            "L'adresse d'une source n'en est pas une.",
            column="address",
            regex="^https?://",
        ),
        quality(
            "expect_column_values_to_be_null",
            "Le nombre de communes d'un EPCI n'est pas celui de la liste officielle.",
            column="other_communes_total",
        ),
        quality(
            "expect_column_values_to_be_in_set",
            "Plus de la moitié des faits ont un état inconnu.",
            column="status_state",
            value_set=["in_force", "in_preparation", "ended"],
            mostly=0.5,
        ),
    ),
)
