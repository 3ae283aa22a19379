"""Grow a random forest, packing each tree as soon as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from genrelens.errors import InputError
from genrelens.forest.packed import PackedForest
from genrelens.forest.rows import to_rows
from genrelens.forest.threads import count_threads, in_order
from genrelens.forest.validating import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray
    from sklearn.tree import DecisionTreeClassifier

__all__ = ["grow"]

_LARGEST: Final = float(np.finfo(np.float32).max)


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

    Trees are scikit-learn's, with Gini impurity and missing values handled
    natively: each split learns on which side missing values do better. The
    forest is the same bit for bit on any number of threads, and its memory is
    that of the packed trees and of a few trees under way.

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
    rows = to_rows(X)
    codes = _check_codes(y, len(rows), n_classes)
    chances = _check_weights(sample_weight, len(rows))
    depth = MAX_DEPTH if max_depth is None else max_depth
    _check_positive(n_trees=n_trees, min_samples_leaf=min_samples_leaf, max_depth=depth)
    # Splits read one feature of many rows: columns that are contiguous.
    columns = np.asfortranarray(rows)
    seeds = _tree_seeds(random_state, n_trees)

    def grow_one(number: int) -> _Tree:
        tree = _grow_tree(
            columns,
            codes,
            chances,
            seed=seeds[number],
            min_samples_leaf=min_samples_leaf,
            max_features=max_features,
            max_depth=min(depth, MAX_DEPTH),
        )
        return pack_tree(tree)

    trees = []
    for tree in in_order(grow_one, n_trees, n_threads=count_threads(n_jobs)):
        trees.append(tree)
        if on_tree is not None:
            on_tree(len(trees))
    return join_trees(trees, n_features=columns.shape[1], n_classes=n_classes)


def _check_codes(y: ArrayLike, n_rows: int, n_classes: int) -> NDArray[np.int64]:
    codes = np.asarray(y)
    if codes.shape != (n_rows,) or codes.dtype.kind not in "iu" or n_rows == 0:
        raise InputError(
            f"The classes have shape {codes.shape} and type '{codes.dtype}' for "
            f"{n_rows} rows. Give one whole number for each row, and some rows."
        )
    outside = (codes < 0) | (codes >= n_classes)
    if outside.any():
        raise InputError(
            f"{outside.sum()} of {n_rows} class codes lie outside 0 to "
            f"{n_classes - 1}, e.g. {codes[outside][0]}. "
            "Encode the classes from 0, or raise n_classes."
        )
    return codes.astype(np.int64)


def _check_weights(
    sample_weight: ArrayLike | None, n_rows: int
) -> NDArray[np.float64] | None:
    if sample_weight is None:
        return None
    weights = np.asarray(sample_weight, dtype=np.float64)
    if weights.shape != (n_rows,):
        raise InputError(
            f"The weights have shape {weights.shape} for {n_rows} rows. "
            "Give one weight for each row."
        )
    usable = np.isfinite(weights) & (weights >= 0)
    total = float(weights.sum()) if usable.all() else 0.0
    if not 0 < total < np.inf:
        raise InputError(
            f"{n_rows - usable.sum()} of {n_rows} weights are negative or not "
            "finite, or all are 0. Give finite weights, some of them above 0."
        )
    return weights / total


def _check_positive(**numbers: int) -> None:
    for name, number in numbers.items():
        if number < 1:
            raise InputError(f"{name} is {number}. Give a whole number from 1.")


def _tree_seeds(random_state: int, n_trees: int) -> list[int]:
    if random_state < 0:
        raise InputError(f"random_state is {random_state}. Give a whole number from 0.")
    children = np.random.SeedSequence(random_state).spawn(n_trees)
    return [int(child.generate_state(1, np.uint32)[0]) for child in children]


def _grow_tree(
    columns: NDArray[np.float32],
    codes: NDArray[np.int64],
    chances: NDArray[np.float64] | None,
    *,
    seed: int,
    **settings: Any,
) -> DecisionTreeClassifier:
    """Grow one tree on a bootstrap sample, drawn as scikit-learn's forest does."""
    from sklearn.tree import DecisionTreeClassifier

    n_rows = len(codes)
    # The legacy generator, because scikit-learn draws from it: a tree of this
    # seed is the tree that RandomForestClassifier grows from this seed.
    generator = np.random.RandomState(seed)
    if chances is None:
        drawn = generator.randint(0, n_rows, n_rows)
    else:
        drawn = generator.choice(n_rows, n_rows, replace=True, p=chances)
    counts = np.bincount(drawn, minlength=n_rows).astype(np.float64)
    tree = DecisionTreeClassifier(random_state=seed, **settings)
    return tree.fit(columns, codes, sample_weight=counts)


@dataclass(frozen=True, slots=True)
class _Tree:
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    missing_left: NDArray[np.bool_]
    cover: NDArray[np.float64]
    n_entries: NDArray[np.int64]
    leaf_class: NDArray[np.int32]
    leaf_value: NDArray[np.float64]


def pack_tree(grown: DecisionTreeClassifier) -> _Tree:
    """Copy what is needed of a scikit-learn tree, dropping zeros in its leaves."""
    tree = grown.tree_
    left = tree.children_left.astype(np.int32)
    is_leaf = left == -1
    leaves = np.flatnonzero(is_leaf)
    shares = tree.value[leaves, 0, :]
    shares = shares / shares.sum(axis=1, keepdims=True)
    of_leaf, of_class = np.nonzero(shares)
    # A split that sends every known value left has an infinite threshold. The
    # largest 32-bit number does the same for every finite value.
    threshold = np.minimum(tree.threshold, _LARGEST)
    return _Tree(
        feature=np.where(is_leaf, -1, tree.feature).astype(np.int32),
        threshold=np.where(is_leaf, 0.0, threshold),
        left=left,
        right=tree.children_right.astype(np.int32),
        missing_left=~is_leaf & (tree.missing_go_to_left != 0),
        cover=tree.weighted_n_node_samples.astype(np.float64),
        n_entries=np.bincount(leaves[of_leaf], minlength=len(left)),
        leaf_class=grown.classes_[of_class].astype(np.int32),
        leaf_value=np.minimum(shares[of_leaf, of_class], 1.0),
    )


def join_trees(trees: list[_Tree], *, n_features: int, n_classes: int) -> PackedForest:
    def end_to_end(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(tree, name) for tree in trees])

    sizes = [len(tree.feature) for tree in trees]
    return PackedForest(
        n_features=n_features,
        n_classes=n_classes,
        tree_start=np.array([0, *accumulate(sizes)], dtype=np.int64),
        leaf_start=np.concatenate([[0], np.cumsum(end_to_end("n_entries"))]),
        **{
            name: end_to_end(name)
            for name in (
                "feature",
                "threshold",
                "left",
                "right",
                "missing_left",
                "cover",
                "leaf_class",
                "leaf_value",
            )
        },
    )
