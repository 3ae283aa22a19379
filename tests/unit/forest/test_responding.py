"""The steps of one column are those that predicting row after row would find."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.forest import grow, predict_proba
from genrelens.forest.responding import respond_to_column


def _grown(seed: int, missing: float = 0.1):
    generator = np.random.default_rng(seed)
    X = generator.normal(size=(300, 4))
    y = (X[:, 0] + X[:, 1] > 0).astype(int) + (X[:, 2] > 0.5)
    X[generator.random(X.shape) < missing] = np.nan
    forest = grow(
        X,
        y,
        n_classes=3,
        n_trees=15,
        min_samples_leaf=2,
        max_features="sqrt",
        random_state=seed,
        n_jobs=1,
    )
    return forest, X.astype(np.float32)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 50), place=st.integers(0, 299), column=st.integers(0, 3))
def test_it_gives_what_the_forest_predicts_at_every_border_and_beside_it(
    seed: int, place: int, column: int
) -> None:
    forest, rows = _grown(seed % 3)
    response = respond_to_column(forest, rows[place], column)
    borders = response.borders.astype(np.float32)
    borders = borders[np.abs(borders) < 1e30]
    beside = np.nextafter(borders, np.float32(np.inf))
    drawn = np.random.default_rng(seed).normal(size=40).astype(np.float32)
    values = np.concatenate([borders, beside, drawn, [-9, 9]]).astype(np.float32)
    asked = np.repeat(rows[place][np.newaxis], len(values), axis=0)
    asked[:, column] = values
    assert response.at(values) == pytest.approx(predict_proba(forest, asked), abs=1e-12)


def test_the_output_changes_at_no_place_but_a_border() -> None:
    forest, rows = _grown(1)
    response = respond_to_column(forest, rows[0], 0)
    assert (np.diff(response.borders) > 0).all()
    assert len(response.output) == len(response.borders) + 1
    assert response.output.sum(axis=1) == pytest.approx(np.ones(len(response.output)))


def test_what_stands_in_the_column_does_not_matter() -> None:
    forest, rows = _grown(2)
    other = rows[0].copy()
    other[1] = np.nan
    mine, others = (respond_to_column(forest, row, 1) for row in (rows[0], other))
    assert np.array_equal(mine.borders, others.borders)
    assert np.array_equal(mine.output, others.output)


def test_a_column_that_no_tree_asks_about_has_one_step() -> None:
    X = np.column_stack([np.arange(40.0), np.zeros(40)])
    forest = grow(
        X,
        np.arange(40) // 20,
        n_classes=2,
        n_trees=5,
        min_samples_leaf=2,
        max_features=None,
        random_state=0,
    )
    response = respond_to_column(forest, X[0], 1)
    assert len(response.borders) == 0
    assert response.at([0.0, 5.0]).shape == (2, 2)


@pytest.mark.parametrize("column", [-1, 4])
def test_a_column_that_is_not_there_is_refused_with_the_range(column: int) -> None:
    forest, rows = _grown(0)
    with pytest.raises(InputError, match="from 0 to 3"):
        respond_to_column(forest, rows[0], column)
