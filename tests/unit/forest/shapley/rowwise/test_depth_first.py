"""Tests of genrelens.forest.shapley.rowwise.depth_first."""

from __future__ import annotations

import dataclasses

import numpy as np

from genrelens.forest import predict_proba, validate
from genrelens.forest.shapley.rowwise.depth_first import depth_first


def test_trees_in_order_are_given_as_they_are(grown, arrays_of) -> None:
    arrays = arrays_of(grown[0])

    assert depth_first(arrays, 2, 5) == (arrays, 2, 5)


def test_other_numberings_are_brought_back_to_the_one(
    grown, number_by_level, arrays_of
) -> None:
    forest, _, _ = grown
    by_level = number_by_level(forest)
    assert not np.array_equal(by_level.feature, forest.feature)

    arrays, first, last = depth_first(arrays_of(by_level), 0, forest.n_trees)

    assert (first, last) == (0, forest.n_trees)
    for name, array in arrays._asdict().items():
        np.testing.assert_array_equal(array, getattr(forest, name), err_msg=name)
        assert array.dtype == getattr(forest, name).dtype
        assert not array.flags.writeable


def test_some_trees_are_taken_out_of_many(grown, number_by_level, arrays_of) -> None:
    forest, X, _ = grown
    by_level = number_by_level(forest)

    parts = [depth_first(arrays_of(by_level), *trees) for trees in ((0, 5), (5, 12))]

    total = 0
    for (arrays, first, last), n_trees in zip(parts, (5, 7), strict=True):
        assert (first, last) == (0, n_trees)
        part = dataclasses.replace(forest, **arrays._asdict())
        validate(part)
        total = total + n_trees * predict_proba(part, X)
    np.testing.assert_allclose(total / 12, predict_proba(forest, X), atol=1e-15)
