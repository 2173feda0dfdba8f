"""What SQL says badly is computed here: indices, intervals, draws. One module, one table.

A module `x` offers `TABLE`, a ComputedTable: `scores.x`. It reads staging, reference and other
scores; marts read it. Like staging, the layer is never published.
"""

from pipelines.scores import (
    changes,
    ingredients,
    mentors,
    robustness,
    robustness_choices,
    structures,
    territories,
)
from pipelines.scores.computed_table import ComputedTable

TABLES: tuple[ComputedTable, ...] = (
    structures.TABLE,
    territories.TABLE,
    robustness.TABLE,
    robustness_choices.TABLE,
    changes.TABLE,
    ingredients.TABLE,
    mentors.TABLE,
)
