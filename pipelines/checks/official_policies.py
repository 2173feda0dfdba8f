"""The facts of the official files: one per EPCI, policy and scheme, of a known policy."""

from pipelines.checks.suite import Suite, structural

SUITE = Suite(
    "staging.official_policies",
    (
        structural(
            "expect_compound_columns_to_be_unique",
            "Deux dispositifs officiels sont rapprochés du même, pour un EPCI "
            "(voir policy_dispositifs.csv).",
            column_list=["siren_epci", "policy", "dispositif_id"],
        ),
        structural(
            "expect_column_values_to_be_in_set",
            "Une politique de official_files.csv n'est pas dans policies.csv.",
            column="policy",
            value_set_from="select policy from reference.policies",
        ),
    ),
)
