"""The registry: organisations, each in a commune of today; the fictional ones say so."""

from pipelines.checks.suite import Suite, quality, structural

PERSONAL = r"[\w.+-]+@[\w-]+\.\w|(?:\+33|\b0)[ .]?[1-9](?:[ .-]?\d\d){4}\b"  # e-mail, telephone

SUITE = Suite(
    "staging.structures",
    (
        structural(
            "expect_column_values_to_be_in_set",
            "Une structure de démonstration ne se dit pas fictive, ou une réelle se dit fictive.",
            column="hides_its_nature",
            value_set=[False],
        ),
        structural(
            "expect_column_values_to_not_match_regex",
            "Le nom d'une structure contient une adresse électronique ou un téléphone.",
            column="name",
            regex=PERSONAL,
        ),
        structural(
            "expect_column_values_to_not_match_regex",
            "La note d'une structure contient une adresse électronique ou un téléphone.",
            column="note",
            regex=PERSONAL,
        ),
        quality(
            "expect_compound_columns_to_be_unique",
            "Deux structures d'une même commune portent le même nom.",
            column_list=["name", "code_insee"],
        ),
        quality(
            "expect_column_values_to_not_be_null",
            "L'agrément de moins de la moitié des structures est connu.",
            column="approval",
            mostly=0.5,
        ),
    ),
)
