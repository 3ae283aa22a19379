"""Tests of genrelens.forest.shapley.leafwise.leaf_paths."""

from __future__ import annotations

import numpy as np

from genrelens.forest import predict_proba
from genrelens.forest.shapley.leafwise.leaf_paths import TreeNodes, list_leaf_paths
from genrelens.forest.shapley.leafwise.row_codes import (
    MISSING_CODE,
    code_bounds,
    code_rows,
)


def paths_of(forest, rows, tree=0):
    coded = code_rows(np.asarray(rows, dtype=np.float32))
    part = slice(forest.tree_start[tree], forest.tree_start[tree + 1])
    nodes = TreeNodes(
        forest.feature[part],
        code_bounds(forest.feature[part], forest.threshold[part], coded),
        forest.left[part],
        forest.right[part],
        forest.missing_left[part],
        forest.cover[part],
    )
    return list_leaf_paths(nodes, coded.n_codes), coded


def test_repeated_questions_about_a_feature_become_one_interval(build_forest) -> None:
    inner = (0, 1.0, True, (1, {0: 1.0}), (2, {1: 1.0}))
    forest = build_forest(
        (0, 3.0, True, inner, (3, {2: 1.0})), n_features=2, n_classes=3
    )

    paths, _ = paths_of(forest, [[0, 0], [1, 0], [2, 0], [3, 0], [4, 0]])

    assert paths.node.tolist() == [2, 3, 4]
    assert paths.start.tolist() == [0, 1, 2, 3]
    assert paths.feature[:3].tolist() == [0, 0, 0]
    assert paths.low[:3].tolist() == [0, 2, 4]
    assert paths.high[:3].tolist() == [2, 4, 5]
    assert paths.missing[:3].tolist() == [True, False, False]
    np.testing.assert_allclose(paths.share[:3], [1 / 6, 2 / 6, 3 / 6])


def test_a_tree_of_one_leaf_has_one_path_that_asks_nothing(build_forest) -> None:
    forest = build_forest((2, {0: 1.0}), n_features=2, n_classes=1)

    paths, _ = paths_of(forest, [[0, 0]])

    assert paths.node.tolist() == [0]
    assert paths.start.tolist() == [0, 0]


def test_shares_of_a_leaf_multiply_to_its_part_of_the_cover(grown) -> None:
    forest, X, _ = grown
    paths, _ = paths_of(forest, X[:20])
    products = [
        paths.share[paths.start[leaf] : paths.start[leaf + 1]].prod()
        for leaf in range(len(paths.node))
    ]

    np.testing.assert_allclose(
        products, forest.cover[paths.node] / forest.cover[0], rtol=1e-12
    )


def test_every_row_passes_exactly_the_leaf_it_falls_into(grown) -> None:
    forest, X, _ = grown
    rows = X[:100]
    total = np.zeros((len(rows), forest.n_classes))
    for tree in range(forest.n_trees):
        paths, coded = paths_of(forest, rows, tree)
        n_passed = np.zeros(len(rows), dtype=int)
        for leaf in range(len(paths.node)):
            part = slice(paths.start[leaf], paths.start[leaf + 1])
            codes = coded.codes[paths.feature[part]].astype(int)
            low, high = paths.low[part, None], paths.high[part, None]
            passes = np.where(
                codes == MISSING_CODE,
                paths.missing[part, None],
                (codes >= low) & (codes < high),
            ).all(axis=0)
            n_passed += passes
            node = forest.tree_start[tree] + paths.node[leaf]
            entries = slice(forest.leaf_start[node], forest.leaf_start[node + 1])
            total[np.ix_(passes, forest.leaf_class[entries])] += forest.leaf_value[
                entries
            ]
        assert n_passed.tolist() == [1] * len(rows)

    np.testing.assert_allclose(total / forest.n_trees, predict_proba(forest, rows))
