"""The Shapley values of one leaf path over all subsets."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest


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


@pytest.fixture(scope="session", name="effect_by_definition")
def offer_effect_by_definition():
    return effect_by_definition
