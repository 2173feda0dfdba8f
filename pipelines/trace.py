"""From a figure of a mart back to the lines of the files that made it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines import arithmetic, warehouse
from pipelines.errors import Problem, UnusableInput
from pipelines.evidence import Row, rows
from pipelines.settings import Settings

Trace = dict[str, Any]  # figures, lines, arithmetic

FILTER = re.compile(r"(?:--)?([A-Za-z_-]+)=(.*)", re.DOTALL)


@dataclass(frozen=True)
class Lineage:
    """Where the lines of a mart come from."""

    lines: str  # a table or a query: source_file, source_row, then what the figure reads in them
    on: str  # which of them belong to a line `f` of the mart


ANSWERS = """select answers.source_file, answers.source_row, questions.header as source_column,
    answers.structure_id, answers.siren_epci, answers.wave, answers.theme, answers.question_code,
    answers.answer_code, answers.state, answers.weight, answers.value,
    themes.weight as theme_weight
from staging.survey_answers as answers
left join staging.survey_questions as questions
    on answers.question_code = questions.question_code and answers.wave = questions.wave
left join staging.survey_themes as themes on answers.theme = themes.theme
where answers.kind = 'scale'"""
ROLES = """select roles.source_file, roles.source_row, questions.header as source_column,
    roles.structure_id, roles.siren_epci, roles.wave, roles.policy, roles.role, roles.state,
    roles.participates
from staging.survey_participations as roles
left join staging.survey_questions as questions
    on roles.policy = questions.policy and roles.wave = questions.wave"""
SURVEYED = f"""select source_file, source_row, siren_epci, wave, 'maturity_by_epci' as figure,
    unnest([theme, 'ensemble']) as subject, structure_id, question_code, answer_code, weight, value
from ({ANSWERS})
union all by name
select source_file, source_row, siren_epci, wave, 'participation_by_epci' as figure,
    policy as subject, structure_id, role as answer_code
from ({ROLES})"""


def _same(*columns: str) -> str:
    return " and ".join(f"l.{column} is not distinct from f.{column}" for column in columns)


SUBJECT = "f.theme in (l.theme, 'ensemble')"
LINEAGES = {
    "maturity_by_structure": Lineage(ANSWERS, f"{_same('structure_id', 'wave')} and {SUBJECT}"),
    "maturity_by_epci": Lineage(ANSWERS, f"{_same('siren_epci', 'wave')} and {SUBJECT}"),
    "maturity_drome": Lineage(ANSWERS, f"{_same('wave')} and {SUBJECT}"),
    "participation_by_epci": Lineage(ROLES, _same("siren_epci", "policy", "wave")),
    "figure_sources": Lineage(
        SURVEYED, _same("figure", "siren_epci", "wave", "subject", "source_file")
    ),
    "policies_by_epci": Lineage(
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
    "sources": Lineage("from staging.row_outcomes", _same("source_file")),
    "data_quality": Lineage(
        "from staging.row_outcomes", "l.source_file = f.source_file"
        " and l.reject_reason is not distinct from f.reason",
    ),
}  # fmt: skip


def trace(settings: Settings, mart: str, filters: dict[str, str]) -> Trace:
    """Return the lines of `mart` that match `filters`, the source rows behind them, and the sums.

    Read in the warehouse as the last run left it: the lines hold answers structure by structure,
    which a release may not. Raises UnusableInput for a table or a column that does not exist, a
    figure that does not, or a warehouse that is busy or was never made.
    """
    name = mart.removeprefix("marts.")
    if name not in LINEAGES:
        raise UnusableInput(
            Problem(f"la table « {mart} » n'existe pas.", expected=", ".join(sorted(LINEAGES)))
        )
    if not settings.warehouse.is_file():
        raise UnusableInput(
            Problem("la base de travail n'existe pas.", hint="La faire par `tecs run`.")
        )
    with warehouse.connect(settings.warehouse) as con:
        figures = _figures(con, name, filters)
        lineage = LINEAGES[name]
        lines = rows(
            con,
            f"select l.* from ({lineage.lines}) as l semi join figures as f on {lineage.on}"
            " order by l.source_file, try_cast(l.source_row as integer), l::varchar",
        )
    sums = arithmetic.explain(name, figures, lines)
    return {"figures": figures, "arithmetic": sums, "lines": lines}


def read_filters(words: Sequence[str]) -> dict[str, str]:
    """« siren_epci=200067767 », « --siren-epci=… » or « --siren-epci … » as column → value.

    Raises UnusableInput for a word that is none of these.
    """
    filters: dict[str, str] = {}
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if word.startswith("--") and "=" not in word and waiting:
            word = f"{word}={waiting.pop(0)}"
        found = FILTER.fullmatch(word)
        if found is None:
            raise UnusableInput(
                Problem("ce filtre n'est pas compris.", found=word, expected="colonne=valeur")
            )
        filters[found[1].replace("-", "_")] = found[2]
    return filters


def _figures(con: duckdb.DuckDBPyConnection, mart: str, filters: dict[str, str]) -> list[Row]:
    """The lines asked for, also as the temporary table `figures`; shapes are left out."""
    columns = [column for (column, *_) in con.execute(f"describe marts.{mart}").fetchall()]
    unknown = filters.keys() - set(columns)
    if unknown:
        raise UnusableInput(
            Problem(
                f"la colonne « {column} » n'existe pas dans {mart}.", expected=", ".join(columns)
            )
            for column in sorted(unknown)
        )
    where = " and ".join(["true", *(f'"{column}"::varchar = ?' for column in filters)])
    con.execute(
        f"create or replace temp table figures as from marts.{mart} where {where}",
        list(filters.values()),
    )
    shapes = [column for column in columns if column.startswith("geometry")]
    shown = f"* exclude ({', '.join(shapes)})" if shapes else "*"
    figures = rows(con, f"select {shown} from figures order by all")
    if not figures:
        raise UnusableInput(
            Problem(
                f"aucune ligne de {mart} ne répond à ces filtres.",
                found=", ".join(f"{column}={value}" for column, value in filters.items()),
            )
        )
    return figures
