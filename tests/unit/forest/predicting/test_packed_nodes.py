"""Tests of genrelens.forest.predicting.packed_nodes."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.packed import ForestArrays
from genrelens.forest.predicting.packed_nodes import add_by_packed_nodes


@pytest.mark.parametrize("missing", [0.0, 0.3])
@pytest.mark.parametrize("seed", range(4))
def test_rows_fall_into_the_leaves_that_the_definition_gives(
    draw_forest, draw_rows, sum_leaves_slowly, seed, missing
) -> None:
    generator = np.random.default_rng(seed)
    forest = draw_forest(generator, n_features=4)
    rows = draw_rows(generator, 40, 4, missing=missing)
    out = np.zeros((40, 3))

    add_by_packed_nodes(ForestArrays(**forest.arrays()), rows, out)

    assert out.tobytes() == sum_leaves_slowly(forest, rows).tobytes()
