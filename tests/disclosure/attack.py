"""An attacker who knows who answered what, where, but not how; and all that was published.

Written apart from pipelines/disclosure: it reads public databases (and a partner's), writes down
what each figure says of the structures behind it, and asks a solver between which bounds the answer
of each structure must be.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.stats import t as student

ROUNDED = 0.5  # half of the unit to which a public score is rounded
FINE = 0.05  # half of the tenth of a partner's proposal

Unknown = tuple[str, int, str, float]  # structure, wave, theme or policy, and what tells versions
Line = tuple[dict[Unknown, float], float, float]  # low ≤ Σ weight · unknown ≤ high
Row = tuple[str, str, int, str, float]  # structure, siren_epci, wave, theme or policy, true value


@dataclass(frozen=True)
class Pattern:
    """Who stands behind the figures of one release; the values only tell what did not change."""

    scores: tuple[Row, ...]
    roles: tuple[Row, ...]
    weights: dict[str, float]  # of the themes
    groups: tuple[tuple[str, int, str, bool], ...]  # structure, wave, ingredient, has it

    def roles_known(self) -> list[Unknown]:
        """Every participation that an attacker would like to know."""
        return [(s, w, p, v) for s, _, w, p, v in self.roles]


@dataclass
class Facts:
    """What figures say, one line each."""

    lines: list[Line] = field(default_factory=list)

    def say(self, members: Iterable[Unknown], low: float, high: float) -> None:
        """A plain sum."""
        self.lines.append((dict.fromkeys(members, 1.0), low, high))


@dataclass(frozen=True)
class Found:
    """Between which bounds the value of an unknown must be."""

    unknown: Unknown
    low: float
    high: float

    @property
    def width(self) -> float:
        """How little is known."""
        return self.high - self.low


def observe(warehouse: Path) -> Pattern:
    """Read the pattern of the release that a warehouse has just made."""
    with duckdb.connect(warehouse, read_only=True) as con:
        scores = con.execute(
            "select structure_id, siren_epci, wave, theme, score from marts.maturity_by_structure"
            " where score is not null"
        ).fetchall()
        roles = con.execute(
            "select structure_id, siren_epci, wave, policy, participates::double"
            " from staging.participation_roles where counts"
        ).fetchall()
        weights = dict(con.execute("select theme, weight from marts.themes").fetchall())
        groups = con.execute(
            "select structure_id, wave, replace(question_code, 'ing_', ''), case question_code"
            " when 'ing_axe' then answer_code = 'inscrit' when 'ing_collectifs' then value > 0"
            " else answer_code = 'oui' end from staging.survey_answers where state = 'answered'"
            " and question_code in ('ing_axe', 'ing_collectifs', 'ing_ambassadeur')"
        ).fetchall()
    return Pattern(tuple(scores), tuple(roles), weights, tuple(groups))


def scores_said(pattern: Pattern, databases: Sequence[Path]) -> Facts:
    """What the figures of maturity say of the structures' scores."""
    facts = Facts()
    here = {(s, w, t): (s, w, t, round(v, 6)) for s, _, w, t, v in pattern.scores}
    place = {(s, w, t): e for s, e, w, t, _ in pattern.scores}
    for database in databases:
        with duckdb.connect(database, read_only=True) as con:
            held = {
                name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()
            }
            if "maturity_by_epci" in held:
                _means(con, facts, here, place)
                _panels(con, facts, here, place)
                _groups(con, facts, here, pattern)
            if "weakest_themes" in held:
                _weakest(con, facts, here, place)
    for structure, wave in {(s, w) for s, w, _ in here}:  # the index is the mean of the themes
        parts = {
            t: here[structure, wave, t] for t in pattern.weights if (structure, wave, t) in here
        }
        whole = sum(pattern.weights[t] for t in parts)
        index = here.get((structure, wave, "ensemble"))
        if index and whole:
            told = {unknown: pattern.weights[t] / whole for t, unknown in parts.items()}
            if abs(sum(w * u[3] for u, w in told.items()) - index[3]) < 1e-4:
                facts.lines.append(({**told, index: -1.0}, -1e-4, 1e-4))
    return facts


def _means(con, facts, here, place) -> None:  # type: ignore[no-untyped-def]
    for siren, wave, theme, score in con.execute(
        "select siren_epci, wave, theme, score from marts.maturity_by_epci where score is not null"
        " union all select null, wave, theme, score from marts.maturity_drome"
        " where score is not null"
    ).fetchall():
        members = [
            u for k, u in here.items() if k[1:] == (wave, theme) and siren in (None, place[k])
        ]
        _mean(facts, members, score, ROUNDED)


def _panels(con, facts, here, place) -> None:  # type: ignore[no-untyped-def]
    for territory, theme, first, last, before, after in con.execute(
        "select territory, theme, wave_from, wave_to, panel_before, panel_after"
        " from marts.maturity_changes where panel_before is not null"
    ).fetchall():
        both = [s for s, w, t in here if (w, t) == (first, theme) and (s, last, theme) in here]
        for wave, mean in ((first, before), (last, after)):
            keys = [(s, wave, theme) for s in both]
            inside = [here[k] for k in keys if territory in ("drome", place[k])]
            _mean(facts, inside, mean, ROUNDED)


def _groups(con, facts, here, pattern) -> None:  # type: ignore[no-untyped-def]
    for wave, ingredient, *means in con.execute(
        "select wave, ingredient, mean_with, mean_without from marts.ingredient_effects"
        " where mean_with is not null and ingredient <> 'politiques'"
    ).fetchall():
        for has, mean in zip((True, False), means, strict=True):
            keys = [
                (s, w, "ensemble")
                for s, w, name, held in pattern.groups
                if (w, name, held) == (wave, ingredient, has)
            ]
            _mean(facts, [here[k] for k in keys if k in here], mean, ROUNDED)


def _weakest(con, facts, here, place) -> None:  # type: ignore[no-untyped-def]
    for siren, wave, theme, score in con.execute(
        "select siren_epci, wave, theme, score from marts.weakest_themes"
    ).fetchall():
        cell = [u for k, u in here.items() if k[1:] == (wave, theme) and place[k] == siren]
        _mean(facts, cell, score, FINE)


def _mean(facts: Facts, members: list[Unknown], mean: float, half: float) -> None:
    facts.say(members, len(members) * (mean - half), len(members) * (mean + half))


def roles_said(pattern: Pattern, databases: Sequence[Path]) -> Facts:
    """What the rates of participation and their n say of who takes part."""
    facts = Facts()
    for database in databases:
        with duckdb.connect(database, read_only=True) as con:
            found = con.execute(
                "select siren_epci, wave, policy, participation_rate * respondents"
                " from marts.participation_by_epci where participation_rate is not null union all"
                " select null, wave, policy, participation_rate * respondents"
                " from marts.participation_drome where participation_rate is not null"
            ).fetchall()
        for siren, wave, policy, many in found:
            members = [
                (s, w, p, v)
                for s, e, w, p, v in pattern.roles
                if (w, p) == (wave, policy) and siren in (None, e)
            ]
            facts.say(members, round(many), round(many))
    return facts


def bound(facts: Sequence[Facts], most: float, targets: Iterable[Unknown]) -> list[Found]:
    """Return the bounds of each target over all that agrees with the facts, in 0 to `most`.

    With `most` 1 the unknowns are 0 or 1.
    """
    lines = [line for part in facts for line in part.lines]
    wanted = list(targets)
    found = []
    for wave in sorted({unknown[1] for unknown in wanted}):  # no line tells of two waves
        mine = [line for line in lines if any(unknown[1] == wave for unknown in line[0])]
        found += _bound_wave(mine, most, [unknown for unknown in wanted if unknown[1] == wave])
    return found


def _bound_wave(lines: list[Line], most: float, wanted: list[Unknown]) -> list[Found]:
    names = sorted({unknown for line in lines for unknown in line[0]} | set(wanted))
    place = {unknown: i for i, unknown in enumerate(names)}
    matrix = np.zeros((len(lines), len(names)))
    for number, line in enumerate(lines):
        for unknown, weight in line[0].items():
            matrix[number, place[unknown]] = weight
    low, high = (np.array([line[side] for line in lines]) for side in (1, 2))
    agrees = [LinearConstraint(csr_array(matrix), low - 1e-6, high + 1e-6)] if lines else []
    whole = np.full(len(names), int(most == 1))
    found = []
    for unknown in wanted:
        ends = []
        for sign in (1.0, -1.0):
            direction = np.zeros(len(names))
            direction[place[unknown]] = sign
            solved = milp(direction, constraints=agrees, bounds=Bounds(0, most), integrality=whole)
            assert solved.x is not None, "the true answers must agree with what is published"
            ends.append(float(solved.x[place[unknown]]))
        found.append(Found(unknown, *ends))
    return found


def scores(pattern: Pattern) -> list[Unknown]:
    """Every score that an attacker would like to know."""
    return [(s, w, t, round(v, 6)) for s, _, w, t, v in pattern.scores]


def unanimous(pattern: Pattern, database: Path) -> set[Unknown]:
    """The participations that a shown figure tells because all its structures say the same."""
    with duckdb.connect(database, read_only=True) as con:
        told = con.execute(
            "select siren_epci, wave, policy from marts.participation_by_epci"
            " where participation_rate in (0, 1) union all select null, wave, policy"
            " from marts.participation_drome where participation_rate in (0, 1)"
        ).fetchall()
    return {
        (s, w, p, v) for s, e, w, p, v in pattern.roles if {(e, w, p), (None, w, p)} & set(told)
    }


def narrowest(releases: Sequence[tuple[Pattern, Path]], *more: Path) -> float:
    """The width of the narrowest bounds on a score, from all the public databases (and `more`)."""
    facts = [scores_said(pattern, [public, *more]) for pattern, public in releases]
    wanted = {unknown for pattern, _ in releases for unknown in scores(pattern)}
    found = bound(facts, 100, sorted(wanted))
    assert all(one.low - 0.01 <= one.unknown[3] <= one.high + 0.01 for one in found)
    return min(one.width for one in found)


INTERVALS = """
select score, low, high, structures, 1 - structures / registered, 0.5::double, 0, 100
from marts.maturity_by_epci where structures < registered
union all
select score, low, high, structures, 1 - structures / registered, 0.5::double, 0, 100
from marts.maturity_drome where structures < registered
union all
select panel_change, low, high, panel, 1, 1, -100, 100 from marts.maturity_changes
union all
select difference, low, high, least(n_with, n_without), 1, 1, -100, 100
from marts.ingredient_effects
"""  # figure, bounds, n, what a census leaves, half of the unit of rounding, least and most


def narrowest_by_deviation(public: Path) -> float:
    """The narrowest bounds on a structure from a figure, the bounds of its interval and n, tried.

    The structure's score, or its change from a wave to another, or its distance from the others of
    its group. The half interval gives the deviation s at most; one of n is within
    s · (n - 1) / √n of the mean, when all the others are alike. A bound that was cut at the end of
    the scale tells nothing; nor does the interval of a census, which is closed.
    """
    with duckdb.connect(public, read_only=True) as con:
        rows = con.execute(INTERVALS).fetchall()
    found = [100.0]
    for figure, low, high, n, left, unit, least, most in rows:
        if figure is None or low is None or n is None:
            continue
        means = np.linspace(figure - unit, figure + unit, 101)
        half = np.minimum(means - low if low > least else 100, high - means if high < most else 100)
        means, half = means[half >= 0], half[half >= 0]
        reach = half * (n - 1) / (student.ppf(0.975, n - 1) * left**0.5)
        ends = np.clip(means + reach, least, most).max(), np.clip(means - reach, least, most).min()
        found.append(float(ends[0] - ends[1]))
    return min(found)


def certain(releases: Sequence[tuple[Pattern, Path]]) -> list[Found]:
    """The participations that are no longer in doubt, but those that a figure tells of all."""
    facts = [roles_said(pattern, [public]) for pattern, public in releases]
    wanted = {u for pattern, _ in releases for u in pattern.roles_known()}
    wanted -= {u for pattern, public in releases for u in unanimous(pattern, public)}
    return [one for one in bound(facts, 1, sorted(wanted)) if one.width < 1]
