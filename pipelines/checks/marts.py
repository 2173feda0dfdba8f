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
    "policy_periods": ("siren_epci", "policy", "dispositif_id", "period"),
    "participation_by_epci": ("siren_epci", "policy", "wave"),
    "participation_drome": ("policy", "wave"),
    "policy_signals": ("siren_epci", "policy", "wave"),
    "weakest_themes": ("siren_epci", "theme"),
    "opportunities": ("rank",),
    "mentoring": ("theme", "structure_id", "mentor_id"),
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
}
# Lines without a key of their own: looked at for personal data only.
KEYLESS = ("accompaniments", "data_quality", "demarche", "department", "scales")
OPTIONAL = {"dispositif_id"}  # empty where nothing is known of a policy: one such line at most
OF_AN_EPCI = (
    *("communes", "policies_by_epci", "policy_disagreements", "participation_by_epci"),
    *("maturity_by_epci", "figure_sources", "policy_sources", "policy_periods"),
    *("policy_signals", "weakest_themes", "opportunities", "mentoring"),
)
OF_A_FILE = ("figure_sources", "policy_sources")
SCORED = ("maturity_by_structure", "maturity_by_epci", "maturity_drome")
# Shares, from 0 to 1, and codes of a reference table.
SHARES: Mapping[str, tuple[str, ...]] = {
    "participation_by_epci": ("participation_rate", "low", "high"),
    "participation_drome": ("participation_rate", "low", "high"),
    "policies_by_epci": ("coverage_share", "coverage_share_drome", "population_covered_share"),
}
STATES = "select state from reference.policy_states"
KINDS = "select kind from reference.opportunity_kinds"
CODES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "policies_by_epci": (("state", STATES),),
    "policy_periods": (("state", STATES),),
    "participation_by_epci": (("state_at_wave", STATES),),
    "participation_drome": (("state_at_wave", STATES),),
    "policy_signals": (("state_at_wave", STATES),),
    "weakest_themes": (("theme", THEMES),),
    "opportunities": (("kind", KINDS), ("theme", THEMES)),
    "mentoring": (("kind", KINDS), ("theme", THEMES)),
}


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


def _in_order(high: str, low: str) -> Expectation:
    return structural(
        "expect_column_pair_values_a_to_be_greater_than_b",
        f"« {low} » dépasse « {high} ».",
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
    expectations = [*_key(KEYS[mart]), published_text.EXPECTATION]
    if mart in OF_AN_EPCI:
        expectations.append(_known("siren_epci", EPCI))
    if mart in OF_A_FILE:
        expectations.append(_known("source_file", FILES))
    if mart in SCORED:
        expectations += [_between("score", 0, 100), _between("coverage", 0, 1)]
        expectations.append(_known("theme", THEMES))
    expectations += [_between(column, 0, 1) for column in SHARES.get(mart, ())]
    expectations += [_known(column, accepted) for column, accepted in CODES.get(mart, ())]
    if mart.startswith("participation_"):
        expectations += [_in_order("participation_rate", "low"), _in_order("high", "low")]
    if mart == "policy_periods":
        expectations.append(_in_order("valid_to", "valid_from"))
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
