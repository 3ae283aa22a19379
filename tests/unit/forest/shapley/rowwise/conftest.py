"""Forests in unusual forms for the tests of explaining row by row."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest import PackedForest
from genrelens.forest.packed import ForestArrays


def number_by_level(forest: PackedForest) -> PackedForest:
    """Number the nodes of each tree level by level, right children first."""
    places, lefts, rights = [], [], []
    for tree in range(forest.n_trees):
        root = int(forest.tree_start[tree])
        order, children = [root], {}
        for node in order:
            if forest.feature[node] >= 0:
                children[node] = len(order) + 1, len(order)
                order += [root + int(forest.right[node]), root + int(forest.left[node])]
        places += order
        pairs = [children.get(node, (-1, -1)) for node in order]
        lefts += [left for left, _ in pairs]
        rights += [right for _, right in pairs]
    place = np.array(places)
    entries = [
        np.arange(forest.leaf_start[node], forest.leaf_start[node + 1])
        for node in place
    ]
    arrays = forest.arrays() | {
        "left": np.array(lefts, dtype=np.int32),
        "right": np.array(rights, dtype=np.int32),
        "leaf_start": np.cumsum([0, *map(len, entries)]),
        "leaf_class": forest.leaf_class[np.concatenate(entries)],
        "leaf_value": forest.leaf_value[np.concatenate(entries)],
    }
    for name in ("feature", "threshold", "missing_left", "cover"):
        arrays[name] = arrays[name][place]
    return PackedForest.from_arrays(
        arrays, n_features=forest.n_features, n_classes=forest.n_classes
    )


@pytest.fixture(scope="session", name="number_by_level")
def offer_number_by_level():
    return number_by_level


@pytest.fixture(scope="session", name="arrays_of")
def offer_arrays_of():
    return lambda forest: ForestArrays(**forest.arrays())
