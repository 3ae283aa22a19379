"""Tests of genrelens.explanation.shapley_blocks."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.errors import AdditivityError
from genrelens.explanation import shapley_blocks
from genrelens.explanation.shapley_blocks import explain_blocks

GENRES = ["ambient", "house", "techno"]


@pytest.fixture
def model(linear_model):
    return linear_model({"tempo": 0.3, "explicit": 0.1})


@pytest.mark.parametrize("limit", ["_BLOCK_CELLS", "_MOST_ROWS"])
def test_blocks_join_to_the_whole_whatever_their_size(model, frame, monkeypatch, limit):
    (whole,) = explain_blocks(model, frame, GENRES)
    n_cells = frame.shape[1] * len(GENRES)
    monkeypatch.setattr(
        shapley_blocks, limit, 7 * (n_cells if limit == "_BLOCK_CELLS" else 1)
    )

    blocks = list(explain_blocks(model, frame, GENRES))

    assert [block.start for block in blocks] == list(range(0, 240, 7))
    for name in ("values", "probabilities"):
        joined = np.concatenate([getattr(block, name) for block in blocks])
        np.testing.assert_array_equal(joined, getattr(whole, name))
    assert all(np.array_equal(block.base, whole.base) for block in blocks)


def test_a_genre_the_model_never_met_has_zeros_in_its_place(model, frame):
    (block,) = explain_blocks(model, frame, ["house", "ambient", "techno"])

    found, base = model.shapley_values(frame)
    np.testing.assert_array_equal(block.values[:, :, [0, 2]], found)
    np.testing.assert_array_equal(block.base, [base[0], 0, base[1]])
    assert not block.values[:, :, 1].any()
    assert not block.probabilities[:, 1].any()


def test_a_sum_that_misses_the_prediction_is_an_error(model, frame):
    honest = model.shapley_values

    def off_by_a_little(X):
        values, base = honest(X)
        values[3, 0, 1] += 1e-8
        return values, base

    model.shapley_values = off_by_a_little

    with pytest.raises(AdditivityError, match="1 of 240 tracks miss"):
        list(explain_blocks(model, frame, GENRES))


def test_a_value_that_is_no_number_is_an_error(model, frame):
    model.shapley_values = lambda X: (
        np.full((len(X), X.shape[1], 2), np.nan),
        np.zeros(2),
    )

    with pytest.raises(AdditivityError, match="240 of 240 tracks"):
        list(explain_blocks(model, frame, GENRES))


def test_no_track_is_no_block(model, frame):
    assert list(explain_blocks(model, frame[:0], GENRES)) == []
