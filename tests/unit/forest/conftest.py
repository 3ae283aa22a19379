"""Made tables and hand-built trees for the tests of the forest."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from genrelens.forest import PackedForest, grow

NODE_LISTS = (
    "feature",
    "threshold",
    "left",
    "right",
    "missing_left",
    "cover",
    "n_entries",
    "leaf_class",
    "leaf_value",
)


def make_table(n_rows, n_features, n_classes, *, seed=0, missing=0.0):
    """Draw overlapping classes around random centres, in 32-bit numbers."""
    generator = np.random.default_rng(seed)
    centres = generator.normal(size=(n_classes, n_features))
    y = generator.integers(0, n_classes, n_rows)
    X = centres[y] + generator.normal(size=(n_rows, n_features))
    X[generator.random(X.shape) < missing] = np.nan
    return X.astype(np.float32).astype(np.float64), y


def build_forest(*trees, n_features, n_classes):
    """Lay out trees written as nested tuples.

    A leaf is ``(cover, {class: share})``; a question is
    ``(feature, threshold, missing_left, left, right)``.
    """
    nodes: dict[str, list[Any]] = {
        name: []
        for name in [
            "feature",
            "threshold",
            "left",
            "right",
            "missing_left",
            "cover",
            "n_entries",
            "leaf_class",
            "leaf_value",
        ]
    }

    def lay(tree, root):
        place = len(nodes["feature"])
        is_leaf = len(tree) == 2
        blank = (-1, 0.0, -1, -1, False, tree[0], len(tree[1]) if is_leaf else 0)
        for name, value in zip(nodes, blank, strict=False):
            nodes[name].append(value)
        if is_leaf:
            nodes["leaf_class"] += sorted(tree[1])
            nodes["leaf_value"] += [tree[1][label] for label in sorted(tree[1])]
            return tree[0]
        for name, value in zip(("feature", "threshold"), tree, strict=False):
            nodes[name][place] = value
        nodes["missing_left"][place] = tree[2]
        nodes["left"][place] = len(nodes["feature"]) - root
        cover = lay(tree[3], root)
        nodes["right"][place] = len(nodes["feature"]) - root
        nodes["cover"][place] = cover + lay(tree[4], root)
        return nodes["cover"][place]

    starts = [0]
    for tree in trees:
        lay(tree, starts[-1])
        starts.append(len(nodes["feature"]))
    n_entries = nodes.pop("n_entries")
    types = {
        "feature": np.int32,
        "left": np.int32,
        "right": np.int32,
        "missing_left": np.bool_,
        "leaf_class": np.int32,
    }
    arrays = {
        name: np.array(values, dtype=types.get(name, np.float64))
        for name, values in nodes.items()
    }
    arrays["tree_start"] = np.array(starts, dtype=np.int64)
    arrays["leaf_start"] = np.concatenate([[0], np.cumsum(n_entries)]).astype(np.int64)
    return PackedForest.from_arrays(arrays, n_features=n_features, n_classes=n_classes)


@pytest.fixture(scope="session", name="make_table")
def offer_make_table():
    return make_table


@pytest.fixture(scope="session", name="build_forest")
def offer_build_forest():
    return build_forest


@pytest.fixture(scope="session")
def grown():
    """Give a forest of 12 trees on 5 features and 4 classes, with its rows."""
    X, y = make_table(400, 5, 4, missing=0.1)
    forest = grow(
        X, y, n_classes=4, n_trees=12, min_samples_leaf=2, random_state=7, n_jobs=1
    )
    return forest, X, y
