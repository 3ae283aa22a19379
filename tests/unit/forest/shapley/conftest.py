"""One made leaf path, and rows that pass some of it."""

from __future__ import annotations

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


@pytest.fixture(scope="session", name="make_leaf")
def offer_make_leaf():
    return make_leaf
