"""The union of the communes: no hole, no overlap, each EPCI equal to its official members.

The table holds one row per defect: each column below must be empty, all along.
"""

from pipelines.checks.suite import Suite, quality, structural

EMPTY = "expect_column_values_to_be_null"

SUITE = Suite(
    "staging.coverage_defects",
    (
        structural(
            EMPTY,
            "Une zone entourée par les communes n'appartient à aucune d'elles.",
            column="hole",
        ),
        structural(EMPTY, "Deux communes se recouvrent.", column="overlap"),
        structural(
            EMPTY,
            "Une commune membre d'un EPCI n'est pas dessinée.",
            column="missing_member",
        ),
        structural(
            EMPTY,
            "Une commune est dessinée dans un EPCI dont elle n'est pas membre.",
            column="extra_member",
        ),
        quality(
            EMPTY,
            "Deux communes voisines n'ont pas exactement le même bord (moins de 1 m²).",
            column="negligible",
        ),
    ),
)
