"""Give a linear rule's output for one row as one of its columns takes every value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.models.linear_rule import FARTHEST, answer_rows

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from genrelens.models.linear_rule import LinearRule

__all__ = ["STEPS_PER_DEVIATION", "LinearResponse", "respond_linearly"]

STEPS_PER_DEVIATION: Final = 100
"""So many borders a standard deviation has: one hardly moves an answer."""


@dataclass(frozen=True, slots=True, eq=False)
class LinearResponse:
    """The output of one row against one of its columns.

    The output changes everywhere, so that borders are no edges of steps as a
    forest's are; they are set so closely that the output hardly changes between
    two of them.

    Parameters
    ----------
    borders : ndarray of float64, shape (n_borders,)
        Rising values, a hundredth of a standard deviation apart, out to where
        values are cut.
    rule : LinearRule
    row : ndarray of float32, shape (n_columns,)
    column : int
        Which of its columns takes every value.
    """

    borders: NDArray[np.float64]
    rule: LinearRule
    row: NDArray[np.float32]
    column: int

    def at(self, values: ArrayLike) -> NDArray[np.float64]:
        """Give the exact output where the column has these values (none missing)."""
        narrow = np.asarray(values, dtype=np.float32)
        rows = np.repeat(self.row[np.newaxis], len(narrow), axis=0)
        rows[:, self.column] = narrow
        return answer_rows(self.rule, rows)


def respond_linearly(
    rule: LinearRule, row: NDArray[np.float32], column: int
) -> LinearResponse:
    """Lay out how a row's output answers to one column.

    Parameters
    ----------
    rule : LinearRule
    row : ndarray of float32, shape (n_columns,)
        Encoded; NaN where missing. What stands in `column` does not matter.
    column : int
        Which column takes every value.
    """
    n_steps = int(2 * FARTHEST * STEPS_PER_DEVIATION)
    steps = np.linspace(-FARTHEST, FARTHEST, n_steps + 1)
    borders = np.unique(
        (rule.mean[column] + rule.spread[column] * steps).astype(np.float32)
    )
    return LinearResponse(borders.astype(np.float64), rule, row, column)
