"""Specifications built in Python, as the pipeline builds them."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.composite.method import Method
from pipelines.composite.spec import Aggregate, Indicator, Spec

THEMES = {"a": "t1", "b": "t1", "c": "t1", "d": "t2", "e": "t2"}


def build_spec(
    parents: Mapping[str, str],
    weights: Mapping[str, float] | None = None,
    directions: Sequence[int] | None = None,
    **method: Any,
) -> Spec:
    """Indicators under themes, themes under `index`; goalposts 0 and 100 for all."""
    given = weights or {}
    towards = directions or [1] * len(parents)
    return Spec(
        tuple(
            Indicator(code, parent, given.get(code, 1.0), direction, 0.0, 100.0)
            for (code, parent), direction in zip(parents.items(), towards, strict=True)
        ),
        (
            *(Aggregate(t, "index", given.get(t, 1.0)) for t in dict.fromkeys(parents.values())),
            Aggregate("index"),
        ),
        Method.model_validate({"normalisation": "goalposts", **method}),
    )
