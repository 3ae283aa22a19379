"""Explain a few rows at once, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.forest.packed import ForestArrays, PackedForest
from genrelens.forest.shapley.quadrature import points_for
from genrelens.forest.shapley.rowwise.depth_first import depth_first
from genrelens.forest.shapley.rowwise.laying_out import lay_out_trees
from genrelens.forest.shapley.rowwise.tree_walk import add_trees_for_row, space_for
from genrelens.forest.threads import in_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.shapley.rowwise.tree_plan import TreePlan

__all__ = ["ForestPlan", "explain_few", "plan_forest"]

_points_for = cache(points_for)  # costs more than a row in a small tree
_PIECES: Final = 16  # whatever the number of threads, so that sums are the same


@dataclass(frozen=True, slots=True, eq=False)
class ForestPlan:
    """A forest laid out for explaining rows one at a time; made by `plan_forest`.

    Parameters
    ----------
    pieces : tuple of TreePlan
        Of some trees each.
    """

    pieces: tuple[TreePlan, ...]

    @property
    def nbytes(self) -> int:
        """Size of all arrays in bytes."""
        return sum(
            array.nbytes
            for piece in self.pieces
            for array in (*piece.questions, piece.entry, piece.merge, *piece.stages)
        )


def plan_forest(forest: PackedForest, *, n_threads: int) -> ForestPlan:
    """Lay out a forest, which takes about as long as explaining five rows.

    Worth keeping where rows of one forest are asked about one after another. It
    takes about as much memory as the forest, and more with many classes.

    Parameters
    ----------
    forest : PackedForest
    n_threads : int
    """
    bounds = _bounds(forest.n_trees)
    pieces = in_order(
        lambda piece: _plan_piece(forest, bounds, piece),
        len(bounds) - 1,
        n_threads=n_threads,
    )
    return ForestPlan(tuple(pieces))


def explain_few(
    forest: PackedForest,
    rows: NDArray[np.float32],
    *,
    n_threads: int,
    plan: ForestPlan | None = None,
) -> NDArray[np.float64]:
    """Compute exact path-dependent Shapley values of a few rows.

    Parameters
    ----------
    forest : PackedForest
    rows : ndarray of float32, shape (n_rows, n_features)
        From `to_rows`; NaN stands for a missing value.
    n_threads : int
    plan : ForestPlan, optional
        From `plan_forest` for this forest. Without it the forest is laid out piece
        by piece, and again at the next call.

    Returns
    -------
    ndarray of float64, shape (n_rows, n_features, n_classes)
        A row's numbers depend neither on the other rows, nor on the threads, nor
        on whether a plan was given.
    """
    bounds = _bounds(forest.n_trees)

    def add_up(piece: int) -> NDArray[np.float64]:
        trees = plan.pieces[piece] if plan else _plan_piece(forest, bounds, piece)
        points, weights = _points_for(trees.n_path_features)
        space = space_for(trees, forest.n_features, forest.n_classes)
        out = np.zeros((len(rows), forest.n_features, forest.n_classes))
        for number, row in enumerate(rows):
            add_trees_for_row(trees, row, points, weights, space, out[number])
        return out

    values = np.zeros((len(rows), forest.n_features, forest.n_classes))
    for part in in_order(add_up, len(bounds) - 1, n_threads=n_threads):
        values += part
    values /= forest.n_trees
    return values


def _bounds(n_trees: int) -> list[int]:
    """Cut the trees into pieces of about as many."""
    n_pieces = min(n_trees, _PIECES)
    return [n_trees * piece // n_pieces for piece in range(n_pieces + 1)]


def _plan_piece(forest: PackedForest, bounds: list[int], piece: int) -> TreePlan:
    arrays = ForestArrays(**forest.arrays())
    trees = depth_first(arrays, bounds[piece], bounds[piece + 1])
    return lay_out_trees(
        *trees, n_features=forest.n_features, n_classes=forest.n_classes
    )
