"""The démarche: one element per place."""

from pipelines.checks.suite import Suite, structural

SUITE = Suite(
    "staging.demarche",
    (
        structural(
            "expect_compound_columns_to_be_unique",
            "Un élément de la démarche est donné deux fois.",
            column_list=["section", "position"],
        ),
    ),
)
