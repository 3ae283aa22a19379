"""Odd forests, odd rows, and a slow walk that shows what is true of them."""

from __future__ import annotations

import numpy as np
import pytest

TINY = float(np.float32(1e-45))
LARGEST = float(np.finfo(np.float32).max)
# Where 32-bit and 64-bit numbers part, signs of zero, and both ends.
THRESHOLDS = [0.0, -0.0, TINY, -TINY, 0.1, -0.1, 1.0, 1e300, -1e300, LARGEST, -LARGEST]
SHARES = [
    {0: 1.0},
    {2: 1.0},
    {1: 1 - 1e-12},  # alone, and not quite 1
    {0: 0.25, 2: 0.75},
    {0: 0.1, 1: 0.2, 2: 0.7},
]


def draw_tree(generator, n_features, depth):
    """Draw a tree of at most `depth` questions a path, in `build_forest`'s words."""
    if depth == 0 or generator.random() < 0.2:
        return float(generator.integers(1, 9)), SHARES[generator.integers(len(SHARES))]
    return (
        int(generator.integers(n_features)),
        THRESHOLDS[generator.integers(len(THRESHOLDS))],
        bool(generator.random() < 0.5),
        draw_tree(generator, n_features, depth - 1),
        draw_tree(generator, n_features, depth - 1),
    )


def draw_rows(generator, n_rows, n_features, *, missing):
    """Draw rows on thresholds, just above and just below them."""
    near = generator.choice(
        np.clip(THRESHOLDS, -LARGEST, LARGEST), (n_rows, n_features)
    )
    near = near.astype(np.float32)
    towards = generator.choice(np.float32([-1, 1]), near.shape) * np.float32(LARGEST)
    rows = np.where(
        generator.random(near.shape) < 0.5, near, np.nextafter(near, towards)
    )
    rows[generator.random(near.shape) < missing] = np.nan
    return rows.astype(np.float32)


def sum_leaves_slowly(forest, rows):
    """Walk by the definition, in plain Python."""
    sums = np.zeros((len(rows), forest.n_classes))
    for row, values in enumerate(rows):
        for root in forest.tree_start[:-1]:
            node = root
            while forest.feature[node] >= 0:
                value = float(values[forest.feature[node]])
                goes_left = (
                    forest.missing_left[node]
                    if np.isnan(value)
                    else value <= forest.threshold[node]
                )
                node = root + (forest.left if goes_left else forest.right)[node]
            for entry in range(forest.leaf_start[node], forest.leaf_start[node + 1]):
                sums[row, forest.leaf_class[entry]] += forest.leaf_value[entry]
    return sums


@pytest.fixture(scope="session", name="sum_leaves_slowly")
def offer_sum_leaves_slowly():
    return sum_leaves_slowly


@pytest.fixture(scope="session", name="draw_rows")
def offer_draw_rows():
    return draw_rows


@pytest.fixture(scope="session")
def draw_forest(build_forest):
    """Give a function that draws a forest of odd trees on 3 classes."""

    def draw(generator, *, n_features, n_trees=5, depth=6):
        trees = [draw_tree(generator, n_features, depth) for _ in range(n_trees)]
        return build_forest(*trees, n_features=n_features, n_classes=3)

    return draw
