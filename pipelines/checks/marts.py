"""What must be true of the answers: their keys, their bounds, and nothing known that is not."""

from pipelines.checks import published_text
from pipelines.checks.mart_rules import CODES, INTERVALS, KEYLESS, KEYS, OPTIONAL, RANGES
from pipelines.checks.suite import Expectation, Suite, quality, structural


def _key(columns: tuple[str, ...]) -> list[Expectation]:
    filled = [
        structural("expect_column_values_to_not_be_null", "cette clé est vide.", column=column)
        for column in columns
        if column not in OPTIONAL
    ]
    if len(columns) == 1:
        unique = structural(
            "expect_column_values_to_be_unique", "cette clé est en double.", column=columns[0]
        )
    else:
        unique = structural(
            "expect_compound_columns_to_be_unique",
            "cette clé est en double.",
            column_list=list(columns),
        )
    return [*filled, unique]


def _between(column: str, low: float, high: float) -> Expectation:
    return structural(
        "expect_column_values_to_be_between",
        f"cette valeur sort de l'intervalle {low:g} à {high:g}.",
        column=column,
        min_value=low,
        max_value=high,
    )


def _known(column: str, accepted: str) -> Expectation:
    return structural(
        "expect_column_values_to_be_in_set",
        "ce code n'existe pas dans la table de référence.",
        column=column,
        value_set_from=accepted,
    )


def _ordered(low: str, high: str) -> Expectation:
    return structural(
        "expect_column_pair_values_a_to_be_greater_than_b",
        f"la borne basse ({low}) dépasse la borne haute ({high}).",
        column_A=high,
        column_B=low,
        or_equal=True,
        ignore_row_if="either_value_is_missing",
    )


# a real structure is not said to begin, nor to help: its consent is not asked yet
ONLY_SIMULATED = structural(
    "expect_column_values_to_be_in_set",
    "une structure réelle y serait nommée sans son consentement.",
    column="is_simulated",
    value_set=[True],
)


def _suite(mart: str) -> Suite:
    expectations = [
        *_key(KEYS[mart]),
        published_text.EXPECTATION,
        *(_known(column, query) for marts, columns, query in CODES if mart in marts
          for column in columns),
        *(_between(column, *bounds) for marts, columns, bounds in RANGES if mart in marts
          for column in columns),
        *(_ordered(low, high) for marts, low, high in INTERVALS if mart in marts),
    ]  # fmt: skip
    if mart == "mentoring":
        expectations.append(ONLY_SIMULATED)
    if mart == "policy_disagreements":
        expectations.append(
            quality(
                "expect_column_values_to_be_null",
                "un fichier officiel et celui tenu à la main sont en désaccord, ou à rapprocher.",
                column="retained",
            )
        )
    return Suite(f"marts.{mart}", tuple(expectations))


SUITES = (
    *(_suite(mart) for mart in KEYS),
    *(Suite(f"marts.{mart}", (published_text.EXPECTATION,)) for mart in KEYLESS),
)
