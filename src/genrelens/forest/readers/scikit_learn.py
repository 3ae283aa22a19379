"""Pack trees that scikit-learn has grown."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from genrelens.forest.packed import PackedForest

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sklearn.tree import DecisionTreeClassifier

__all__ = ["join_trees", "pack_tree"]

_LARGEST: Final = float(np.finfo(np.float32).max)


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
    """Copy what is needed of a scikit-learn tree, dropping zeros in its leaves.

    Parameters
    ----------
    grown : sklearn.tree.DecisionTreeClassifier
        Fitted on class codes, which it keeps as `classes_`.
    """
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
    """Lay packed trees end to end.

    Parameters
    ----------
    trees : list
        From `pack_tree`; at least one.
    n_features, n_classes : int
        Width of a row; number of classes.
    """

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
