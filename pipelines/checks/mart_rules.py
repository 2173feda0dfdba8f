"""What the suites of the marts check, as data: keys, codes, bounds, intervals."""

from collections.abc import Mapping, Sequence

EPCI = "select siren_epci from marts.territories"
FILES = "select source_file from marts.sources"
THEMES = "select code from staging.index_aggregates"

# What identifies a line of each mart; see the grain on the first line of its SQL file.
KEYS: Mapping[str, tuple[str, ...]] = {
    "territories": ("siren_epci",),
    "similar_territories": ("siren_epci", "position"),
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
    "maturity_changes": ("territory", "theme", "wave_from", "wave_to"),
    "robustness_by_epci": ("siren_epci", "wave"),
    "robustness_choices": ("wave", "choice"),
    "ingredient_effects": ("wave", "ingredient"),
    "themes": ("theme",),
    "ingredients": ("ingredient",),
    "maturity_levels": ("level",),
    "parameters": ("name",),
    "index_dimensions": ("dimension",),
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
    *("maturity_by_epci", "robustness_by_epci", "figure_sources", "policy_sources"),
    *("policy_periods", "policy_signals", "weakest_themes", "opportunities", "mentoring"),
    "similar_territories",
)
OF_A_FILE = ("figure_sources", "policy_sources")
TERRITORIES = ("maturity_by_epci", "maturity_drome")
BY_THEME = ("maturity_by_structure", *TERRITORIES, "maturity_changes")
PARTICIPATION = ("participation_by_epci", "participation_drome")
PROPOSALS = ("opportunities", "mentoring")
STATES = "select state from reference.policy_states"
LEVELS = "select level from reference.maturity_levels"

# The query that lists the codes that a column may hold.
CODES: Sequence[tuple[Sequence[str], Sequence[str], str]] = (
    (OF_AN_EPCI, ["siren_epci"], EPCI),
    (["similar_territories"], ["similar_siren_epci"], EPCI),
    (["maturity_changes"], ["territory"], f"{EPCI} union all select 'drome'"),
    (OF_A_FILE, ["source_file"], FILES),
    (BY_THEME, ["theme"], THEMES),
    (TERRITORIES, ["level", "level_low", "level_high"], LEVELS),
    (["maturity_changes"], ["verdict"], "select verdict from reference.change_verdicts"),
    (["ingredient_effects"], ["verdict"], "select verdict from reference.association_verdicts"),
    (["robustness_choices"], ["choice"], "select choice from reference.method_choices"),
    (["policies_by_epci", "policy_periods"], ["state"], STATES),
    ([*PARTICIPATION, "policy_signals"], ["state_at_wave"], STATES),
    ([*PROPOSALS, "weakest_themes"], ["theme"], THEMES),
    (PROPOSALS, ["kind"], "select kind from reference.opportunity_kinds"),
)
# The bounds between which a column stays: points out of 100, points of change, shares.
SCORE, POINTS, SHARE = (0.0, 100.0), (-100.0, 100.0), (0.0, 1.0)
RANGES: Sequence[tuple[Sequence[str], Sequence[str], tuple[float, float]]] = (
    (["maturity_by_structure", *TERRITORIES], ["score"], SCORE),
    (["maturity_by_structure", *TERRITORIES], ["coverage"], SHARE),
    (TERRITORIES, ["low", "high"], SCORE),
    (TERRITORIES, ["response_rate"], SHARE),
    (["maturity_changes"], ["panel_before", "panel_after"], SCORE),
    (["maturity_changes"], ["panel_change", "low", "high", "all_change"], POINTS),
    (["robustness_by_epci"], ["score_low", "score_high"], SCORE),
    (
        ["robustness_by_epci"],
        ["share_emergent", "share_engage", "share_ancre", "share_ressource"],
        SHARE,
    ),
    (["robustness_choices"], ["score_share", "rank_share"], SHARE),
    (["ingredient_effects"], ["mean_with", "mean_without"], SCORE),
    (["ingredient_effects"], ["difference", "low", "high"], POINTS),
    (["ingredient_effects"], ["p", "p_holm"], SHARE),
    (PARTICIPATION, ["participation_rate", "low", "high"], SHARE),
    (["policies_by_epci"], ["coverage_share", "coverage_share_drome"], SHARE),
    (["policies_by_epci"], ["population_covered_share"], SHARE),
    (["similar_territories"], ["position"], (1.0, 3.0)),
    (["similar_territories"], ["distance"], SCORE),
)
# A lower bound and the upper one.
INTERVALS: Sequence[tuple[Sequence[str], str, str]] = (
    ([*TERRITORIES, "maturity_changes", "ingredient_effects"], "low", "high"),
    (["ingredient_effects"], "adjusted_low", "adjusted_high"),
    (["robustness_by_epci"], "score_low", "score_high"),
    (["robustness_by_epci"], "rank_low", "rank_high"),
    (PARTICIPATION, "low", "participation_rate"),
    (PARTICIPATION, "participation_rate", "high"),
    (["policy_periods"], "valid_from", "valid_to"),
)
