"""One made leaf path, and its Shapley values over all subsets."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest

from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths
from genrelens.forest.shapley.leafwise.row_codes import code_rows


def make_leaf(n_path, n_features, n_rows, *, seed=0):
    """Draw a path over `n_path` of the features, and rows that pass some of it."""
    generator = np.random.default_rng(seed)
    X = generator.integers(0, 6, size=(n_rows, n_features)).astype(np.float32)
    X[generator.random(X.shape) < 0.1] = np.nan
    rows = code_rows(X)
    low = generator.integers(0, 3, n_path).astype(np.int32)
    paths = LeafPaths(
        node=np.zeros(1, dtype=np.int64),
        start=np.array([0, n_path]),
        feature=generator.permutation(n_features)[:n_path].astype(np.int32),
        low=low,
        high=low + generator.integers(0, 4, n_path).astype(np.int32),
        missing=generator.random(n_path) < 0.5,
        share=generator.uniform(0.01, 1.0, n_path),
    )
    codes = rows.codes[paths.feature].astype(int)
    known = (codes >= paths.low[:, None]) & (codes < paths.high[:, None])
    passes = np.where(codes == 65535, paths.missing[:, None], known).T
    return rows, paths, passes


def effect_by_definition(passes, shares):
    """Average over all sets of known features, for one row."""
    n = len(passes)
    effect = np.zeros(n)
    for size in range(n):
        for known in combinations(range(n), size):
            worth = np.where(np.isin(np.arange(n), known), passes, shares)
            for j in set(range(n)) - set(known):
                others = np.delete(worth, j).prod()
                effect[j] += others * (passes[j] - shares[j]) / (n * comb(n - 1, size))
    return effect


@pytest.fixture(scope="session", name="make_leaf")
def offer_make_leaf():
    return make_leaf


@pytest.fixture(scope="session", name="effect_by_definition")
def offer_effect_by_definition():
    return effect_by_definition
