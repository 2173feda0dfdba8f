"""The verb `tecs index`: a specification and a table of data to a table of scores."""

from pathlib import Path

import numpy as np

from pipelines.composite.engine import Scores, compute
from pipelines.composite.figures import Figures, read_figures, write_scores
from pipelines.composite.reading import draft_spec, finish
from pipelines.composite.spec import Spec
from pipelines.errors import Problem, UnusableInput


def make_index(folder: Path, data: Path, target: Path) -> str:
    """Compute the index described in `folder` on `data`, write `target`; returns a French line.

    Raises UnusableInput with everything that is wrong in the specification and in the data at
    once, or with every value on which the method is not defined; nothing is written then.
    """
    draft = draft_spec(folder)
    figures = read_figures(data, draft.indicators)
    problems = [*draft.problems, *figures.problems, *_overwriting(data, target)]
    if problems:
        raise UnusableInput(problems)
    spec = finish(draft)
    try:
        scores = compute(spec, figures.values)
    except UnusableInput as error:
        raise UnusableInput(map(figures.locate, error.problems)) from error
    write_scores(target, figures.units, spec, scores)
    return _summary(spec, figures, scores, target)


def _overwriting(data: Path, target: Path) -> list[Problem]:
    if target.resolve() != data.resolve():
        return []
    return [
        Problem("le résultat écraserait les données.", target.as_posix(), hint="Changer --out.")
    ]


def _summary(spec: Spec, figures: Figures, scores: Scores, target: Path) -> str:
    """What was made, in one line."""
    scored = int((~np.isnan(scores.aggregates[:, spec.root])).sum())
    told = [
        f"« {spec.aggregates[spec.root].code} » calculé pour {scored} unités sur "
        f"{len(figures.units)} ({len(spec.indicators)} indicateurs, "
        f"{len(spec.aggregates)} agrégats)",
    ]
    if scores.treated:
        told.append(f"valeurs extrêmes ramenées : {', '.join(scores.treated)}")
    return f"{' ; '.join(told)} → {target.as_posix()}"
