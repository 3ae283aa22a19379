"""Let scikit-learn grow forests, and pack the very same trees for ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sklearn.ensemble import RandomForestClassifier

from genrelens.forest.readers.scikit_learn import join_trees, pack_tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.forest import PackedForest
    from measuring.tables import Table

SHAPES: Final[dict[str, dict[str, Any]]] = {
    "unlimited": {},
    "leaf ≥ 3": {"min_samples_leaf": 3},
    "depth ≤ 12": {"max_depth": 12},
}
"""How far trees are let grow, by the words that the tables use."""


@dataclass(frozen=True, slots=True)
class Twins:
    """One forest twice: as scikit-learn holds it, and packed."""

    model: RandomForestClassifier
    forest: PackedForest


def grow_peer(table: Table, shape: str, n_trees: int, seed: int = 0) -> Any:
    """Grow with scikit-learn on every processor; it then predicts on one."""
    model = RandomForestClassifier(
        n_trees, random_state=seed, n_jobs=-1, **SHAPES[shape]
    )
    return model.fit(table.X, table.y).set_params(n_jobs=1)


def grow_twins(table: Table, shape: str, n_trees: int) -> Twins:
    """Grow with scikit-learn, and pack."""
    model = grow_peer(table, shape, n_trees)
    return Twins(model, pack(model))


def grow_in_parts(
    table: Table,
    shape: str,
    sizes: list[int],
    on_part: Callable[[RandomForestClassifier], None],
) -> PackedForest:
    """Grow a forest too large for scikit-learn to hold, part by part.

    Parameters
    ----------
    table : Table
    shape : str
        One of `SHAPES`.
    sizes : list of int
        Trees of each part.
    on_part : callable
        Called with each part, a forest of its own, before it is let go.

    Returns
    -------
    PackedForest
        With the trees of all parts.
    """

    def grow_part(seed: int) -> list[Any]:
        model = grow_peer(table, shape, sizes[seed], seed)
        on_part(model)
        return [pack_tree(tree) for tree in model.estimators_]

    return join_trees(
        [tree for seed in range(len(sizes)) for tree in grow_part(seed)],
        n_features=table.X.shape[1],
        n_classes=table.n_genres,
    )


def pack(model: Any) -> PackedForest:
    """Pack a forest that scikit-learn, or its like, has grown."""
    return join_trees(
        [pack_tree(tree) for tree in model.estimators_],
        n_features=model.n_features_in_,
        n_classes=model.n_classes_,
    )


def count_leaves(forest: PackedForest) -> int:
    """Count the leaves of all trees."""
    return int((forest.feature < 0).sum())


def classes_of_a_leaf(forest: PackedForest) -> float:
    """Say how many genres a leaf knows, on average."""
    return len(forest.leaf_class) / count_leaves(forest)
