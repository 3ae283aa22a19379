"""One made leaf path, and what it gives features and pairs over all subsets."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest

from genrelens.forest.shapley.leafwise.leaf_paths import LeafPaths
from genrelens.forest.shapley.leafwise.row_codes import code_rows


def make_path(n_path, n_features, n_rows, *, seed=0):
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


def pairs_by_definition(passes, shares):
    """Give the matrix of one row: half indices, and the rest of each value."""
    n = len(passes)
    matrix, effect = np.zeros((n, n)), np.zeros(n)
    gain = passes - shares
    for i in range(n):
        others = [j for j in range(n) if j != i]
        for size in range(n):
            for known in combinations(others, size):
                worth = np.where(np.isin(others, known), passes[others], shares[others])
                effect[i] += gain[i] * worth.prod() / (n * comb(n - 1, size))
    for i, j in combinations(range(n), 2):
        rest = [k for k in range(n) if k not in (i, j)]
        for size in range(n - 1):
            for known in combinations(rest, size):
                worth = np.where(np.isin(rest, known), passes[rest], shares[rest])
                weight = 1 / ((n - 1) * comb(n - 2, size))
                matrix[i, j] += gain[i] * gain[j] * worth.prod() * weight / 2
        matrix[j, i] = matrix[i, j]
    matrix[np.diag_indices(n)] = effect - matrix.sum(axis=1)
    return matrix, effect


@pytest.fixture(scope="session", name="make_path")
def offer_make_path():
    return make_path


@pytest.fixture(scope="session", name="pairs_by_definition")
def offer_pairs_by_definition():
    return pairs_by_definition
