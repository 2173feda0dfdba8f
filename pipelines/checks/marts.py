"""What must be true of the answers: their keys, their bounds, and nothing known that is not."""

from collections.abc import Mapping

from pipelines.checks import published_text
from pipelines.checks.suite import Expectation, Suite, quality, structural

EPCI = "select siren_epci from marts.territories"
FILES = "select source_file from marts.sources"
THEMES = "select theme from marts.themes union all select 'ensemble'"

# What identifies a line of each mart; see the grain on the first line of its SQL file.
KEYS: Mapping[str, tuple[str, ...]] = {
    "territories": ("siren_epci",),
    "communes": ("code_insee",),
    "structures": ("structure_id",),
    "practices": ("practice_id",),
    "policies_by_epci": ("siren_epci", "policy", "dispositif_id"),
    "policy_disagreements": ("siren_epci", "policy", "dispositif_id", "field"),
    "participation_by_epci": ("siren_epci", "policy", "wave"),
    "maturity_by_structure": ("structure_id", "wave", "theme"),
    "maturity_by_epci": ("siren_epci", "wave", "theme"),
    "maturity_drome": ("wave", "theme"),
    "themes": ("theme",),
    "questions": ("question_code",),
    "sources": ("source_file",),
    "figure_sources": ("figure", "siren_epci", "wave", "subject", "source_file"),
    "policy_sources": (
        "siren_epci",
        "policy",
        "dispositif_id",
        "part",
        "source_file",
        "source_row",
    ),
    "similar_territories": ("siren_epci", "position"),
}
# Lines without a key of their own: looked at for personal data only.
KEYLESS = ("accompaniments", "data_quality", "demarche", "department", "scales")
OPTIONAL = {"dispositif_id"}  # empty where nothing is known of a policy: one such line at most
OF_AN_EPCI = (
    *("communes", "policies_by_epci", "policy_disagreements", "participation_by_epci"),
    *("maturity_by_epci", "figure_sources", "policy_sources", "similar_territories"),
)
OF_A_FILE = ("figure_sources", "policy_sources")
SCORED = ("maturity_by_structure", "maturity_by_epci", "maturity_drome")


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


def _suite(mart: str) -> Suite:
    expectations = [*_key(KEYS[mart]), published_text.EXPECTATION]
    if mart in OF_AN_EPCI:
        expectations.append(_known("siren_epci", EPCI))
    if mart in OF_A_FILE:
        expectations.append(_known("source_file", FILES))
    if mart in SCORED:
        expectations += [_between("score", 0, 100), _between("coverage", 0, 1)]
        expectations.append(_known("theme", THEMES))
    if mart == "participation_by_epci":
        expectations.append(_between("participation_rate", 0, 1))
    if mart == "similar_territories":
        expectations += [_between("position", 1, 3), _known("similar_siren_epci", EPCI)]
        expectations.append(_between("distance", 0, 100))
    if mart == "policies_by_epci":
        expectations.append(_between("coverage_share", 0, 1))
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
