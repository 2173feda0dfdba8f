"""An index as tables: indicators, the aggregates above them, and the method."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter

import numpy as np
from numpy.typing import NDArray

from pipelines.composite.method import Method

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Indicator:
    """A column that is measured; `low` and `high` are goalposts, in the unit of the column."""

    code: str
    parent: str
    weight: float = 1.0
    direction: int = 1  # 1: more is better, -1: less is better
    low: float | None = None
    high: float | None = None
    transform: str = ""  # "", log (natural) or log10
    denominator: str = ""  # the column of the data to divide by
    row: int | None = None  # the line it stands on


@dataclass(frozen=True)
class Aggregate:
    """A theme, a sub-index, or the index itself, whose parent is empty."""

    code: str
    parent: str = ""
    weight: float = 1.0
    row: int | None = None


@dataclass(frozen=True)
class Step:
    """One aggregation: the aggregate's place, and its children's among the nodes."""

    aggregate: int
    children: tuple[int, ...]
    level: int  # 1 + the highest level of its children; an indicator is 0


@dataclass(frozen=True)
class Spec:
    """A whole index. Its nodes are the indicators, then the aggregates, in their order.

    The tables must be a tree (reading.read_spec checks it, and says in French what is wrong).
    """

    indicators: tuple[Indicator, ...]
    aggregates: tuple[Aggregate, ...]
    method: Method

    @cached_property
    def nodes(self) -> tuple[Indicator | Aggregate, ...]:
        """Indicators, then aggregates."""
        return (*self.indicators, *self.aggregates)

    @cached_property
    def weights(self) -> Floats:
        """The weight of every node, relative to its siblings'."""
        return np.array([node.weight for node in self.nodes])

    @cached_property
    def root(self) -> int:
        """The place of the index among the aggregates."""
        return next(i for i, aggregate in enumerate(self.aggregates) if not aggregate.parent)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The aggregations in an order in which they can be done, children first."""
        return steps(self.indicators, self.aggregates)


def steps(indicators: Sequence[Indicator], aggregates: Sequence[Aggregate]) -> tuple[Step, ...]:
    """The aggregations of a tree, children first. Raises graphlib.CycleError."""
    nodes: list[Indicator | Aggregate] = [*indicators, *aggregates]
    place = {node.code: i for i, node in enumerate(nodes)}
    children: dict[int, list[int]] = {place[aggregate.code]: [] for aggregate in aggregates}
    for i, node in enumerate(nodes):
        if node.parent:
            children[place[node.parent]].append(i)
    levels = dict.fromkeys(range(len(indicators)), 0)
    done = []
    for i in TopologicalSorter(children).static_order():
        if i in children:
            levels[i] = 1 + max(levels[child] for child in children[i])
            done.append(Step(i - len(indicators), tuple(children[i]), levels[i]))
    return tuple(done)
