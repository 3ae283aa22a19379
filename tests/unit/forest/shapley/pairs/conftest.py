"""What one leaf path gives features and pairs over all subsets."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest


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


@pytest.fixture(scope="session", name="pairs_by_definition")
def offer_pairs_by_definition():
    return pairs_by_definition
