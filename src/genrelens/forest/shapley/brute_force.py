"""Shapley values by their definition, over all subsets: the oracle for tests."""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from genrelens.forest.rows import to_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import ArrayLike, NDArray

    from genrelens.forest.packed import PackedForest

__all__ = ["interventional_by_definition", "shapley_by_definition"]


def shapley_by_definition(forest: PackedForest, X: ArrayLike) -> NDArray[np.float64]:
    """Average each feature's effect over all orders in which features get known.

    The cost doubles with each feature: for a dozen features, a few trees and a
    few rows. It shares no step with `shapley_values` but the forest.

    Parameters
    ----------
    forest : PackedForest
    X : array_like of numbers, shape (n_rows, n_features)

    Returns
    -------
    ndarray of float64, shape (n_rows, n_features, n_classes)

    References
    ----------
    L. S. Shapley, "A value for n-person games", 1953.
    """
    rows = to_rows(X, n_features=forest.n_features)
    values = np.zeros((len(rows), forest.n_features, forest.n_classes))
    for row, numbers in enumerate(rows):

        def give_worth(
            known: tuple[int, ...], numbers: NDArray[np.float32] = numbers
        ) -> NDArray[np.float64]:
            return _expect(forest, numbers, set(known))

        values[row] = _share_out(give_worth, forest.n_features)
    return values


def interventional_by_definition(
    forest: PackedForest, X: ArrayLike, background: ArrayLike
) -> NDArray[np.float64]:
    """Average each feature's effect, with unknown features from background rows.

    The cost doubles with each feature, and grows with each background row. It
    shares no step with `interventional_values` but the forest.

    Parameters
    ----------
    forest : PackedForest
    X : array_like of numbers, shape (n_rows, n_features)
    background : array_like of numbers, shape (n_background, n_features)

    Returns
    -------
    ndarray of float64, shape (n_rows, n_features, n_classes)

    References
    ----------
    L. S. Shapley, "A value for n-person games", 1953.
    """
    rows = to_rows(X, n_features=forest.n_features)
    others = to_rows(background, n_features=forest.n_features)
    every = set(range(forest.n_features))
    values = np.zeros((len(rows), forest.n_features, forest.n_classes))
    for row, numbers in enumerate(rows):

        def give_worth(
            known: tuple[int, ...], numbers: NDArray[np.float32] = numbers
        ) -> NDArray[np.float64]:
            mixed = others.copy()
            mixed[:, known] = numbers[list(known)]
            predicted = [_expect(forest, each, every) for each in mixed]
            mean: NDArray[np.float64] = np.mean(predicted, axis=0)
            return mean

        values[row] = _share_out(give_worth, forest.n_features)
    return values


def _share_out(
    give_worth: Callable[[tuple[int, ...]], NDArray[np.float64]], n_features: int
) -> NDArray[np.float64]:
    """Share out what all features are worth together, (n_features, n_classes)."""
    features = range(n_features)
    worth = {
        known: give_worth(known)
        for size in range(n_features + 1)
        for known in combinations(features, size)
    }
    values = np.zeros((n_features, len(worth[()])))
    for known, without in worth.items():
        for feature in set(features) - set(known):
            together = worth[tuple(sorted((*known, feature)))]
            n_orders = comb(n_features - 1, len(known)) * n_features
            values[feature] += (together - without) / n_orders
    return values


def _expect(
    forest: PackedForest, numbers: NDArray[np.float32], known: set[int]
) -> NDArray[np.float64]:
    """Predict from the known features; unknown ones go both ways by cover."""
    total = np.zeros(forest.n_classes)
    for root in forest.tree_start[:-1]:
        waiting = [(int(root), 1.0)]
        while waiting:
            node, weight = waiting.pop()
            if forest.feature[node] < 0:
                entries = slice(forest.leaf_start[node], forest.leaf_start[node + 1])
                total[forest.leaf_class[entries]] += weight * forest.leaf_value[entries]
            else:
                waiting += [
                    (child, weight * share)
                    for child, share in _ways(forest, numbers, known, int(root), node)
                ]
    return total / forest.n_trees


def _ways(
    forest: PackedForest,
    numbers: NDArray[np.float32],
    known: set[int],
    root: int,
    node: int,
) -> Iterable[tuple[int, float]]:
    left, right = root + int(forest.left[node]), root + int(forest.right[node])
    asked = int(forest.feature[node])
    if asked not in known:
        whole = forest.cover[node]
        return (
            (left, float(forest.cover[left] / whole)),
            (right, float(forest.cover[right] / whole)),
        )
    value = numbers[asked]
    is_left = (
        forest.missing_left[node]
        if np.isnan(value)
        else value <= forest.threshold[node]
    )
    return (((left if is_left else right), 1.0),)
