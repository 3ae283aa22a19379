"""Grow a random forest from arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from genrelens.forest.binned.growing import grow_binned

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from genrelens.forest.packed import PackedForest

__all__ = ["grow"]


def grow(
    X: ArrayLike,
    y: ArrayLike,
    *,
    n_classes: int,
    n_trees: int,
    min_samples_leaf: int,
    max_features: Literal["sqrt", "log2"] | float | None = "sqrt",
    max_depth: int | None = None,
    sample_weight: ArrayLike | None = None,
    random_state: int,
    n_jobs: int | None = None,
    on_tree: Callable[[int], None] | None = None,
) -> PackedForest:
    """Grow classification trees on bootstrap samples.

    Trees follow scikit-learn's rules, with Gini impurity and missing values
    handled natively: each split learns on which side missing values do better.
    A feature of more than 4,095 different values is cut into that many bins of
    about equally many rows, and splits lie between bins. The forest is the same
    bit for bit on any number of threads, and its memory is that of the packed
    trees and of a few trees under way.

    Parameters
    ----------
    X : array_like of numbers, shape (n_rows, n_features)
        NaN stands for a missing value.
    y : array_like of int, shape (n_rows,)
        Classes as codes from 0 to ``n_classes - 1``; some may be absent.
    n_classes : int
        Number of classes.
    n_trees : int
        Number of trees.
    min_samples_leaf : int
        Fewest different rows in a leaf.
    max_features : {"sqrt", "log2"}, float, int or None, default "sqrt"
        Features tried at each split, as in scikit-learn.
    max_depth : int, optional
        Most questions on the way to a leaf; 256 at most, and without it.
    sample_weight : array_like of float, shape (n_rows,), optional
        Rows are drawn with a chance in proportion to their weight.
    random_state : int
        Seed; the same seed gives the same forest.
    n_jobs : int, optional
        Threads; -1 and None mean every processor.
    on_tree : callable, optional
        Called in the calling thread with the number of trees that stand.

    Returns
    -------
    PackedForest

    Raises
    ------
    InputError
        If `X`, `y` or `sample_weight` cannot be used, or a number is too small.

    References
    ----------
    L. Breiman, "Random forests", Machine Learning 45, 2001.
    """
    return grow_binned(
        X,
        y,
        n_classes=n_classes,
        n_trees=n_trees,
        min_samples_leaf=min_samples_leaf,
        max_features=max_features,
        max_depth=max_depth,
        sample_weight=sample_weight,
        random_state=random_state,
        n_jobs=n_jobs,
        on_tree=on_tree,
    )
