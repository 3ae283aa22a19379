"""Compare genrelens.forest with shap and scikit-learn on made tables.

Run ``python benchmarks/shapley_against_shap.py``: under two minutes on two cores.
Both sides explain and predict the same trees: a forest grown by scikit-learn is
packed for ours. Costs are processor seconds of all threads after a warm-up, so
that a busy machine disturbs both alike; shap explains fewer rows, being slower,
and every figure is per row. Ratios are theirs over ours: above 1, we cost less.
"""

from __future__ import annotations

import time
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.ensemble import RandomForestClassifier

from genrelens.forest import PackedForest, predict_proba, shapley_values
from genrelens.forest.readers.scikit_learn import join_trees, pack_tree

if TYPE_CHECKING:
    from collections.abc import Callable

N_TREES = 50
TABLES = (
    # name, rows, features, genres, fewest rows in a leaf, rows ours, rows theirs
    ("13 features x 6 genres", 24_000, 13, 6, 1, 2_048, 12),
    ("15 features x 114 genres", 24_000, 15, 114, 5, 1_024, 12),
)


def make_table(n_rows: int, n_features: int, n_genres: int) -> tuple[Any, Any]:
    """Draw overlapping genres around random centres, in 32-bit numbers."""
    generator = np.random.default_rng(20)
    centres = 0.7 * generator.normal(size=(n_genres, n_features))
    y = generator.integers(0, n_genres, n_rows)
    X = centres[y] + generator.normal(size=(n_rows, n_features))
    return X.astype(np.float32).astype(np.float64), y


def pack(model: RandomForestClassifier) -> PackedForest:
    """Pack a forest that scikit-learn has grown."""
    return join_trees(
        [pack_tree(tree) for tree in model.estimators_],
        n_features=model.n_features_in_,
        n_classes=model.n_classes_,
    )


def cost_per_row(call: Callable[[Any], object], X: Any, repeats: int = 1) -> float:
    """Give the least processor seconds a row over some repeats."""
    spent = []
    for _ in range(repeats):
        begin = time.process_time()
        call(X)
        spent.append((time.process_time() - begin) / len(X))
    return min(spent)


def fastest(call: Callable[[], object], repeats: int) -> float:
    """Give the shortest wall time of a call, in microseconds."""
    spent = []
    for _ in range(repeats):
        begin = time.perf_counter()
        call()
        spent.append(time.perf_counter() - begin)
    return 1e6 * min(spent)


def compare_shapley(
    model: RandomForestClassifier,
    forest: PackedForest,
    X: Any,
    n_ours: int,
    n_shap: int,
) -> None:
    """Print the cost of explaining, and how far the two results differ."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import shap

        explainer = shap.TreeExplainer(model)

    def theirs(rows: Any) -> Any:
        return explainer.shap_values(rows, check_additivity=False)

    theirs(X[:1])
    shapley_values(forest, X[:64])
    n_leaves = int((forest.feature < 0).sum())
    ours_s = cost_per_row(lambda rows: shapley_values(forest, rows), X[:n_ours])
    shap_s = cost_per_row(theirs, X[:n_shap])
    few_s = cost_per_row(lambda rows: shapley_values(forest, rows), X[:1], 5)
    both = shapley_values(forest, X[:n_shap]).values, theirs(X[:n_shap])
    print(
        f"  Shapley values: {1e3 * ours_s:.2f} ms a row in blocks "
        f"({1e9 * ours_s / n_leaves:.1f} ns a leaf), {1e3 * few_s:.0f} ms one row "
        f"alone; shap {1e3 * shap_s:.0f} ms\n"
        f"    ratio {shap_s / ours_s:.0f} in blocks, {shap_s / few_s:.1f} alone; "
        f"largest difference {np.abs(both[0] - both[1]).max():.1e}"
    )


def compare_predicting(
    model: RandomForestClassifier, forest: PackedForest, X: Any
) -> None:
    """Print the cost of predicting, and how far the two results differ."""
    ours, theirs = predict_proba(forest, X), model.predict_proba(X)
    ours_s = cost_per_row(lambda rows: predict_proba(forest, rows), X, 3)
    theirs_s = cost_per_row(model.predict_proba, X, 3)
    alone = fastest(lambda: predict_proba(forest, X[:1]), 50)
    alone_theirs = fastest(lambda: model.predict_proba(X[:1]), 10)
    print(
        f"  predictions: {1e6 * ours_s:.1f} us a row in bulk, {alone:.0f} us one row "
        f"alone; scikit-learn {1e6 * theirs_s:.1f} and {alone_theirs:.0f} us\n"
        f"    ratio {theirs_s / ours_s:.2f} in bulk, {alone_theirs / alone:.0f} alone; "
        f"largest difference {np.abs(ours - theirs).max():.1e}"
    )


def main() -> None:
    """Compare on each table."""
    for name, n_rows, n_features, n_genres, min_leaf, n_ours, n_shap in TABLES:
        X, y = make_table(n_rows, n_features, n_genres)
        model = RandomForestClassifier(
            N_TREES, min_samples_leaf=min_leaf, random_state=0, n_jobs=-1
        ).fit(X, y)
        model.set_params(n_jobs=1)
        forest = pack(model)
        n_leaves = int((forest.feature < 0).sum()) // N_TREES
        print(
            f"{name}, {n_rows:,} rows, {N_TREES} trees of {n_leaves:,} leaves, "
            f"{forest.nbytes / 1e6:.0f} MB packed"
        )
        compare_shapley(model, forest, X, n_ours, n_shap)
        compare_predicting(model, forest, X)


if __name__ == "__main__":
    main()
