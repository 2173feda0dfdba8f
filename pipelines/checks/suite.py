"""A suite is data: expectations by their Great Expectations name, each with a French sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Expectation:
    """One Great Expectations expectation and what its failure means."""

    type: str  # name in Great Expectations, e.g. expect_column_values_to_be_unique
    meaning: str  # what is wrong when it fails, one French sentence
    blocking: bool  # True: nothing is published; False: a warning on the quality page
    kwargs: Mapping[str, object] = field(default_factory=dict)  # the expectation's own arguments
    value_set_from: str | None = None  # SQL that lists the accepted values (fills value_set)


@dataclass(frozen=True)
class Suite:
    """The expectations of one table."""

    table: str  # schema.name
    expectations: tuple[Expectation, ...]


def structural(
    type: str, meaning: str, *, value_set_from: str | None = None, **kwargs: object
) -> Expectation:
    """What the figures rest on (keys, codes, completeness): a failure publishes nothing."""
    return Expectation(type, meaning, True, kwargs, value_set_from)


def quality(
    type: str, meaning: str, *, value_set_from: str | None = None, **kwargs: object
) -> Expectation:
    """What one would like better (filled rates): a failure is a warning, and is counted."""
    return Expectation(type, meaning, False, kwargs, value_set_from)
