"""One made leaf path in the codes of rows and of a background."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.shapley.background.comparison import Comparison
from genrelens.forest.shapley.background.weights import weights_for
from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths
from genrelens.forest.shapley.leafwise.row_codes import code_rows


def make_sides(n_path, n_features, n_rows, n_background, *, seed=0):
    """Draw a path over `n_path` features, and two tables that pass most of it.

    Gives the comparison, the path in either side's codes, and what either side
    passes, in the order of the path's entries.
    """
    generator = np.random.default_rng(seed)
    feature = generator.permutation(n_features)[:n_path].astype(np.int32)
    above, below = (
        -generator.uniform(0.5, 2.5, n_path),
        generator.uniform(0.5, 2.5, n_path),
    )
    missing = generator.random(n_path) < 0.5
    sides, found = [], []
    for size in (n_rows, n_background):
        X = generator.normal(size=(size, n_features)).astype(np.float32)
        X[generator.random(X.shape) < 0.1] = np.nan
        rows = code_rows(X)
        known = [rows.values[f, : rows.n_codes[f]] for f in feature]
        low = [
            np.searchsorted(*pair, "right") for pair in zip(known, above, strict=True)
        ]
        high = [
            np.searchsorted(*pair, "right") for pair in zip(known, below, strict=True)
        ]
        paths = LeafPaths(
            node=np.zeros(1, dtype=np.int64),
            start=np.array([0, n_path]),
            feature=feature,
            low=np.array(low, dtype=np.int32),
            high=np.array(high, dtype=np.int32),
            missing=missing,
            share=np.full(n_path, 0.5),
        )
        asked = X[:, feature]
        passes = np.where(np.isnan(asked), missing, (asked > above) & (asked <= below))
        sides.append((rows, paths))
        found.append(passes)
    (rows, paths), (background, others) = sides
    weights = weights_for(n_path)
    comparison = Comparison(rows, background, 1 / n_background, weights)
    return comparison, paths, others, *found


def effect_of_pairs(passes, helps):
    """Average over background rows what a leaf of value 1 gives and takes."""
    weights = weights_for(passes.shape[1])
    effect = np.zeros(passes.shape)
    for row, own in enumerate(passes):
        for other in helps:
            if (own | other).all():
                a, b = (~other).sum(), (~own).sum()
                effect[row] += np.where(other, 0.0, weights[a, b])
                effect[row] -= np.where(own, 0.0, weights[b, a])
    return effect / len(helps)


def to_numbers(passes):
    """Write each row's outcomes as the bits of a number."""
    return (passes.astype(np.int64) << np.arange(passes.shape[1])).sum(axis=1)


@pytest.fixture(scope="session", name="make_sides")
def offer_make_sides():
    return make_sides


@pytest.fixture(scope="session", name="effect_of_pairs")
def offer_effect_of_pairs():
    return effect_of_pairs


@pytest.fixture(scope="session", name="to_numbers")
def offer_to_numbers():
    return to_numbers
