"""Tests of genrelens.explanation.shapley_blocks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from genrelens.errors import AdditivityError
from genrelens.explanation import shapley_blocks
from genrelens.explanation.shapley_blocks import explain_blocks

GENRES = ["ambient", "house", "techno"]


@pytest.fixture
def model(linear_model):
    return linear_model({"tempo": 0.3, "explicit": 0.1})


@pytest.mark.parametrize("limit", ["cells", "rows"])
def test_blocks_join_to_the_whole_whatever_their_size(model, frame, monkeypatch, limit):
    (whole,) = explain_blocks(model, frame, GENRES)
    if limit == "cells":
        n_cells = frame.shape[1] * len(GENRES)
        monkeypatch.setattr(shapley_blocks, "_BLOCK_CELLS", 5 * n_cells)
        monkeypatch.setattr(shapley_blocks, "_WIDE_BLOCK_CELLS", 7 * n_cells)
    else:
        monkeypatch.setattr(shapley_blocks, "_MOST_ROWS", 7)

    blocks = list(explain_blocks(model, frame, GENRES))

    assert [block.start for block in blocks] == list(range(0, 240, 7))
    for name in ("values", "probabilities"):
        joined = np.concatenate([getattr(block, name) for block in blocks])
        np.testing.assert_array_equal(joined, getattr(whole, name))
    assert all(np.array_equal(block.base, whole.base) for block in blocks)


def test_a_genre_the_model_never_met_has_zeros_in_its_place(model, frame):
    (block,) = explain_blocks(model, frame, ["house", "ambient", "techno"])

    found, base = model.shapley_values(frame)
    np.testing.assert_array_equal(block.values[:, :, [0, 2]], found)  # noqa: PD011
    np.testing.assert_array_equal(block.base, [base[0], 0, base[1]])
    assert not block.values[:, :, 1].any()  # noqa: PD011
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


@pytest.mark.parametrize(
    ("n_features", "n_genres", "n_rows"),
    [(7, 3, 1_024), (10, 1_000, 400), (13, 5_000, 100), (200, 10_000, 8)],
)
def test_blocks_have_the_hundred_rows_that_are_fast_unless_they_are_huge(
    linear_model, n_features, n_genres, n_rows
):
    """Rows of more than 40,000 values were always taken one by one."""
    names = [f"column {number}" for number in range(n_features)]
    frame = pd.DataFrame(np.zeros((1_100, n_features)), columns=names)
    genres = ["house", "techno", *map(str, range(n_genres - 2))]

    blocks = explain_blocks(linear_model({}), frame, genres)

    assert len(next(blocks).values) == n_rows
