"""Shapley values are exact: as shap's, as by definition, and they add up.

Against shap: the very same unlimited trees, grown by scikit-learn, and held-out
tracks. Against the definition: every subset of eight features, on small trees of
our own, grown and asked with a tenth of the cells missing. Additivity: values plus
base against the prediction, at 300 unlimited trees of our own. What is told is the
largest difference of all tracks, features and genres, in probability.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from measuring.forests import grow_twins
from measuring.options import Options, read_options
from measuring.peers import shap_explainer
from measuring.telling import tell_conditions, tell_table

from genrelens.forest import PackedForest, grow, predict_proba, shapley_values
from genrelens.forest.shapley.brute_force import shapley_by_definition

if TYPE_CHECKING:
    from measuring.tables import Table
    from numpy.typing import NDArray

TREES_OF_SHAP = {6: 100, 114: 20}
N_TREES = 300


def judge_gap(gap: float, must: float, goal: float) -> list[str]:
    """Give the cells that hold a difference against what was asked for."""
    reached = "goal" if gap <= goal else "must" if gap <= must else "**missed**"
    return [f"{gap:.1e}", f"{must:g}", f"{goal:g}", reached]


def grow_ours(X: NDArray[Any], table: Table, n_trees: int) -> PackedForest:
    """Grow unlimited trees."""
    settings = {"n_trees": n_trees, "min_samples_leaf": 1, "random_state": 0}
    return grow(X, table.y, n_classes=table.n_genres, **settings)


def against_shap(table: Table, options: Options) -> list[str]:
    """Give the line of the comparison with shap."""
    held_out = table.held_out()
    n_trees = options.quick(3, TREES_OF_SHAP[table.n_genres])
    twins = grow_twins(table.part(~held_out), "unlimited", n_trees)
    rows = table.X[held_out][: options.quick(3, 10)]
    theirs = shap_explainer(twins.model).shap_values(rows, check_additivity=False)
    gap = np.abs(shapley_values(twins.forest, rows).values - theirs).max()
    return [
        *("from shap", str(table.n_genres), str(n_trees), str(len(rows))),
        *judge_gap(float(gap), 1e-12, 1e-14),
    ]


def against_definition(table: Table, options: Options) -> list[str]:
    """Give the line of the comparison with brute force."""
    few = table.first(options.quick(200, 1_500))
    X = few.X[:, :8].copy()
    X[np.random.default_rng(0).random(X.shape) < 0.1] = np.nan
    forest = grow_ours(X, few, 3)
    rows = X[: options.quick(2, 5)]
    gap = np.abs(
        shapley_values(forest, rows).values - shapley_by_definition(forest, rows)
    )
    return [
        *("from the definition", str(table.n_genres), "3", str(len(rows))),
        *judge_gap(float(gap.max()), 1e-12, 1e-14),
    ]


def additivity(table: Table, options: Options) -> list[str]:
    """Give the line of how well values and base add up."""
    held_out = table.held_out()
    train = table.part(~held_out)
    forest = grow_ours(train.X, train, options.quick(5, N_TREES))
    rows = table.X[held_out][: options.quick(10, 100)]
    found = shapley_values(forest, rows)
    gap = np.abs(found.values.sum(axis=1) + found.base - predict_proba(forest, rows))
    return [
        *("of the sum from the prediction", str(table.n_genres), str(forest.n_trees)),
        str(len(rows)),
        *judge_gap(float(gap.max()), 1e-9, 1e-14),
    ]


def same_on_threads(table: Table, options: Options) -> str:
    """Say whether the number of threads changes a bit."""
    few = table.first(options.quick(500, 5_000))
    forest = grow_ours(few.X, few, 10)
    values = [shapley_values(forest, few.X, n_jobs=n).values for n in (1, 2, 3)]
    same = all(np.array_equal(values[0], other) for other in values)
    return (
        f"{table.n_genres} genres, {len(few.y):,} tracks, 10 trees, on 1, 2 and 3 "
        f"threads: {'the same bits' if same else '**bits differ**'}."
    )


def main() -> None:
    """Compare on each table."""
    options = read_options(__doc__)
    tell_conditions("shap")
    tables = list(options.tables())
    tell_table(
        [
            *("difference", "genres", "trees", "tracks", "largest"),
            *("must", "goal", "reached"),
        ],
        [
            check(table, options)
            for check in (against_shap, against_definition, additivity)
            for table in tables
        ],
    )
    for table in tables:
        print(same_on_threads(table, options))


if __name__ == "__main__":
    main()
