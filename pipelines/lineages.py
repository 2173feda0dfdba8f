"""Which lines of which files make the lines of each mart, as SQL on the warehouse."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lineage:
    """Where the lines of a mart come from."""

    lines: str  # a table or a query: source_file, source_row, then what the figure reads in them
    on: str  # which of them belong to a line `f` of the mart


ANSWERS = """select answers.source_file, answers.source_row, questions.header as source_column,
    answers.structure_id, answers.siren_epci, answers.wave, indicators.parent as theme,
    indicators.code as indicator, answers.question_code, answers.answer_code, answers.state,
    answers.value, indicators.low, indicators.high, indicators.weight,
    aggregates.weight as theme_weight, indicators.dimension, dimensions.min_coverage
from staging.survey_answers as answers
inner join staging.index_indicators as indicators
    on list_contains(indicators.questions, answers.question_code)
inner join staging.index_aggregates as aggregates on indicators.parent = aggregates.code
inner join staging.index_dimensions as dimensions on indicators.dimension = dimensions.dimension
left join staging.survey_questions as questions
    on answers.question_code = questions.question_code and answers.wave = questions.wave"""
ROLES = """select roles.source_file, roles.source_row, questions.header as source_column,
    roles.structure_id, roles.siren_epci, roles.wave, roles.policy, roles.role, roles.state,
    roles.participates, roles.policy_known, roles.policy_state, roles.counts
from staging.participation_roles as roles
left join staging.survey_questions as questions
    on roles.policy = questions.policy and roles.wave = questions.wave"""
INGREDIENTS = """select source_file, source_row, structure_id, siren_epci, wave, theme, kind,
    question_code, answer_code, state, weight, value, participates
from staging.survey_answers
where kind in ('scale', 'participation')
    or question_code in ('ing_axe', 'ing_collectifs', 'ing_ambassadeur', 'approval', 'size_tier')"""
INGREDIENT = """l.wave = f.wave and (
    l.kind = 'scale' or l.question_code in ('approval', 'size_tier', 'ing_' || f.ingredient)
    or l.kind = 'participation' and f.ingredient = 'politiques')"""
SURVEYED = f"""select source_file, source_row, siren_epci, wave, 'maturity_by_epci' as figure,
    unnest([theme, 'ensemble']) as subject, structure_id, question_code, answer_code, weight, value
from ({ANSWERS})
where dimension = 'pratiques'
union all by name
select source_file, source_row, siren_epci, wave, 'participation_by_epci' as figure,
    policy as subject, structure_id, role as answer_code
from ({ROLES})"""
# what a proposal rests on: roles and facts of a policy, or answers and practices of a theme
PROPOSED = f"""select source_file, source_row, siren_epci, wave, policy, structure_id, role
from ({ROLES})
union all by name
select source_file, source_row, siren_epci, policy, dispositif_id from staging.policies
union all by name
select source_file, source_row, siren_epci, wave, theme, structure_id, question_code, value
from ({ANSWERS})
union all by name select source_file, source_row, practice_id, label from staging.practices"""


def _same(*columns: str) -> str:
    return " and ".join(f"l.{column} is not distinct from f.{column}" for column in columns)


SUBJECT = "f.theme in (l.theme, if(l.dimension = 'pratiques', 'ensemble', l.theme))"
LINEAGES = {
    "maturity_by_structure": Lineage(ANSWERS, f"{_same('structure_id', 'wave')} and {SUBJECT}"),
    "maturity_by_epci": Lineage(ANSWERS, f"{_same('siren_epci', 'wave')} and {SUBJECT}"),
    "maturity_drome": Lineage(ANSWERS, f"{_same('wave')} and {SUBJECT}"),
    "maturity_changes": Lineage(
        ANSWERS, "l.wave in (f.wave_from, f.wave_to) and f.territory in (l.siren_epci, 'drome')"
        f" and {SUBJECT}",
    ),
    "robustness_by_epci": Lineage(ANSWERS, _same("siren_epci", "wave")),
    "robustness_choices": Lineage(ANSWERS, _same("wave")),
    "ingredient_effects": Lineage(INGREDIENTS, INGREDIENT),
    "participation_by_epci": Lineage(ROLES, _same("siren_epci", "policy", "wave")),
    "participation_drome": Lineage(ROLES, _same("policy", "wave")),
    "policy_signals": Lineage(
        ROLES, f"{_same('siren_epci', 'policy', 'wave')} and l.participates and not l.policy_known"
    ),
    "weakest_themes": Lineage(ANSWERS, _same("siren_epci", "wave", "theme")),
    "opportunities": Lineage(
        PROPOSED,
        "coalesce(l.siren_epci = f.siren_epci, true) and coalesce(l.wave = f.wave, true)"
        " and (l.policy = f.policy or l.theme = f.theme or l.practice_id = f.practice_id)",
    ),
    "mentoring": Lineage(
        ANSWERS, f"{_same('wave', 'theme')} and l.structure_id in (f.structure_id, f.mentor_id)"
    ),
    "figure_sources": Lineage(
        SURVEYED, _same("figure", "siren_epci", "wave", "subject", "source_file")
    ),
    "policies_by_epci": Lineage(
        "from marts.policy_sources", _same("siren_epci", "policy", "dispositif_id")
    ),
    "policy_periods": Lineage(
        "from marts.policy_sources", _same("siren_epci", "policy", "dispositif_id")
    ),
    "policy_sources": Lineage(
        "select * replace (try_cast(source_row as integer) as source_row) from staging.policies",
        _same("source_file", "source_row"),
    ),
    # both sides: the official line, and those kept by hand
    "policy_disagreements": Lineage(
        "select * exclude (source_row), try_cast(source_row as integer) as source_row"
        " from staging.policy_facts where source_file is not null",
        _same("siren_epci", "policy"),
    ),
    "structures": Lineage("from staging.structures", _same("structure_id")),
    "practices": Lineage("from staging.practices", _same("practice_id")),
    "communes": Lineage("from staging.communes", _same("code_insee")),
    "territories": Lineage("from staging.epci_members", _same("siren_epci")),
    "similar_territories": Lineage(
        "select source_file, source_row, siren_epci, code_insee, population, area_m2,"
        " null as structure_id from staging.communes union all by name"
        " select source_file, source_row, siren_epci, code_insee, structure_id"
        " from staging.structures where not is_simulated",
        "l.siren_epci in (f.siren_epci, f.similar_siren_epci)",
    ),
    "department": Lineage(
        "select source_file, source_row, code_departement, name from staging.department",
        _same("code_departement"),
    ),
    "accompaniments": Lineage(
        "from staging.accompaniments", _same("accompaniment_id", "section", "position")
    ),
    "demarche": Lineage("from staging.demarche", _same("section", "position")),
    "questions": Lineage("from staging.survey_questions", _same("question_code")),
    "themes": Lineage("from staging.survey_themes", _same("theme")),
    "scales": Lineage("from staging.survey_scales", _same("scale", "answer_code")),
    "maturity_levels": Lineage("from staging.maturity_levels", _same("level")),
    "parameters": Lineage("from reference.parameters", _same("name")),
    "ingredients": Lineage("from staging.index_ingredients", _same("ingredient")),
    "index_dimensions": Lineage("from staging.index_dimensions", _same("dimension")),
    "sources": Lineage("from staging.row_outcomes", _same("source_file")),
    "data_quality": Lineage(
        "from staging.row_outcomes", "l.source_file = f.source_file"
        " and l.reject_reason is not distinct from f.reason",
    ),
}  # fmt: skip
