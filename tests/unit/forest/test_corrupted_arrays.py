"""Tests of all that walks a forest, on forests with one wrong cell that pass."""

from __future__ import annotations

import dataclasses
from functools import partial

import numpy as np
import pytest

from genrelens.errors import AdditivityError, BundleError
from genrelens.forest import (
    grow,
    interaction_values,
    interventional_values,
    predict_proba,
    shapley_values,
    validate,
)
from genrelens.forest.validating import ARRAY_TYPES

FEW, MANY = 3, 120  # rows: taken one by one, and taken together
CLOSE = [1 + 1e-10, 1 - 1e-10, 1 + 2.0**-52]  # within rounding of covers and shares
SIZES = [0.0, -0.0, 1.0, -1.0, 5e-324, 1e-300, 1e300, np.nan, np.inf, -np.inf]


@pytest.fixture(scope="module")
def small(make_table):
    X, y = make_table(MANY, 3, 3, missing=0.1)
    forest = grow(
        X, y, n_classes=3, n_trees=2, min_samples_leaf=9, random_state=1, n_jobs=1
    )
    assert forest.n_nodes < 60
    return forest, X


def wrong_numbers(array, place):
    """List what a cell of whole numbers may hold in place of what it holds."""
    limits, old = np.iinfo(array.dtype), int(array[place])
    wild = {limits.min, limits.max, -2, -1, 0, 1, 2, old - 1, old + 1, len(array)}
    return sorted(wild - {old})


def wrong_sizes(array, place):
    """List what a cell of reals may hold in place of what it holds."""
    old = float(array[place])
    return [size for size in [*SIZES, *(old * each for each in CLOSE)] if size != old]


def wrong_flags(array, place):
    """List what a byte of true or false may hold, as in a file."""
    return [flag for flag in (0, 1, 2, 255) if flag != array.view(np.uint8)[place]]


def corrupt(forest, name):
    """Yield forests with one wrong cell in the named array that `validate` passes."""
    array = getattr(forest, name)
    kinds = {"i": wrong_numbers, "f": wrong_sizes, "b": wrong_flags}
    for place in range(len(array)):
        for value in kinds[array.dtype.kind](array, place):
            changed = array.copy()
            cells = changed.view(np.uint8) if array.dtype == np.bool_ else changed
            cells[place] = value
            damaged = dataclasses.replace(forest, **{name: changed})
            try:
                validate(damaged)
            except BundleError:
                continue
            yield damaged


def run_everything(forest, X):
    """Predict and explain in all ways; count those that refused their own sums."""
    few, many = X[:FEW], X[:MANY]
    assert np.isfinite(predict_proba(forest, few)).all()
    proba = predict_proba(forest, many)
    assert np.isfinite(proba).all()
    np.testing.assert_allclose(proba.sum(axis=1), 1, rtol=0, atol=1e-8)
    n_refused = 0
    for explain in (
        partial(shapley_values, forest, few),
        partial(shapley_values, forest, many),
        partial(interventional_values, forest, few, X[-9:]),
        partial(interaction_values, forest, few),
    ):
        try:
            found = explain(n_jobs=1)
        except AdditivityError:
            n_refused += 1
        else:
            assert np.isfinite(found.values).all()
            assert np.isfinite(found.base).all()
    return n_refused


@pytest.mark.parametrize("name", ARRAY_TYPES)
def test_a_wrong_cell_is_refused_or_does_no_harm_to_whatever_walks(small, name) -> None:
    forest, X = small
    passed = [run_everything(damaged, X) for damaged in corrupt(forest, name)]

    # Offsets and children have no second meaning; of the others some cells do.
    is_unique = name in {"tree_start", "left", "right", "leaf_start"}
    assert bool(passed) != is_unique
    # What passes is a forest, of which all values add up.
    assert sum(passed) == 0


def test_a_sound_forest_is_walked_and_explained_in_all_ways(small) -> None:
    assert run_everything(*small) == 0
