"""Tests of genrelens.forest.binned.tree."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier

from genrelens.forest.binned.binning import bin_rows
from genrelens.forest.binned.desk import Rules, Sample, make_desk
from genrelens.forest.binned.ordering import CLASS_SHIFT
from genrelens.forest.binned.tree import Nodes, grow_tree


def grow(X, y, counts, *, max_features, min_samples_leaf=1, max_depth=99):
    """Grow on given counts, and give the nodes with the rows left on the desk."""
    binned = bin_rows(np.asarray(X, dtype=np.float32))
    n_rows = len(y)
    desk = make_desk(
        X.shape[1], n_rows, int(y.max()) + 1, max_depth, np.array([3], dtype=np.uint64)
    )
    most = 2 * n_rows
    nodes = Nodes(
        *(np.empty(most, dtype) for dtype in (np.int32, float, np.int32, np.int32)),
        *(np.empty(most, dtype) for dtype in (np.bool_, float, np.int64, np.int32)),
        np.empty(most),
    )
    sample = Sample(
        binned.bins,
        (y << CLASS_SHIFT) | counts,
        binned.n_bins,
        binned.lowest,
        binned.highest,
    )
    rules = Rules(max_features, min_samples_leaf, max_depth)
    n_nodes, n_entries = grow_tree(sample, desk, rules, nodes)
    cut = {
        name: array[: n_entries if name.startswith("leaf") else n_nodes]
        for name, array in nodes._asdict().items()
    }
    return Nodes(**cut), desk


def leaf_of(nodes, row):
    node = 0
    while nodes.feature[node] >= 0:
        value, threshold = row[nodes.feature[node]], nodes.threshold[node]
        goes_left = nodes.missing_left[node] if np.isnan(value) else value <= threshold
        node = nodes.left[node] if goes_left else nodes.right[node]
    return node


def leaves_of(nodes, X):
    return np.array([leaf_of(nodes, row) for row in X.astype(np.float32)])


@pytest.mark.parametrize("n_rows", [1, 2, 60, 700, 6_000])
def test_rows_fall_where_they_were_when_the_tree_was_grown(make_table, n_rows) -> None:
    """Rows of one leaf stand side by side on the desk, leaf after leaf."""
    X, y = make_table(n_rows, 4, 5, missing=0.1)
    X[:, 3] = np.round(X[:, 3])
    counts = np.random.default_rng(1).integers(1, 4, n_rows)

    nodes, desk = grow(X, y, counts, max_features=2, min_samples_leaf=2)

    fallen = leaves_of(nodes, X)[desk.rows]
    assert (np.diff(fallen) >= 0).all()
    for leaf in np.flatnonzero(nodes.feature == -1):
        here = desk.rows[fallen == leaf]
        assert len(here) >= min(2, n_rows)
        assert counts[here].sum() == nodes.cover[leaf]
        shares = np.bincount(y[here], counts[here]) / counts[here].sum()
        begin = nodes.n_entries[:leaf].sum()
        end = begin + nodes.n_entries[leaf]
        classes = nodes.leaf_class[begin:end]
        np.testing.assert_array_equal(classes, np.flatnonzero(shares))
        np.testing.assert_allclose(nodes.leaf_value[begin:end], shares[classes])


def test_with_all_features_tried_it_parts_rows_as_scikit_learns_tree(
    make_table,
) -> None:
    """One feature, so that no tie between features is left to chance."""
    X, y = make_table(500, 1, 4, seed=2)
    counts = np.random.default_rng(1).integers(1, 4, len(y))
    theirs = DecisionTreeClassifier(min_samples_leaf=7, random_state=0)
    theirs.fit(X, y, sample_weight=counts)

    nodes, _ = grow(X, y, counts, max_features=1, min_samples_leaf=7)

    pairs = np.unique(np.stack([leaves_of(nodes, X), theirs.apply(X)]), axis=1)
    assert pairs.shape[1] == theirs.get_n_leaves() == (nodes.feature == -1).sum()


def test_a_threshold_lies_between_two_neighbours_in_32_bits() -> None:
    low = np.float32(1)
    X = np.array([[low], [np.nextafter(low, np.float32(2))]])

    nodes, _ = grow(X, np.array([0, 1]), np.ones(2, dtype=int), max_features=1)

    np.testing.assert_array_equal(leaves_of(nodes, X), [1, 2])
    assert nodes.threshold[0] == np.float32(nodes.threshold[0])


def test_no_leaf_is_deeper_than_the_limit() -> None:
    X = 2.0 ** np.arange(40)[:, None]

    nodes, _ = grow(X, np.arange(40), np.ones(40, int), max_features=1, max_depth=3)

    assert len(nodes.feature) <= 15
