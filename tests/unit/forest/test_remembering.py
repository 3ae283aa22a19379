"""Tests of genrelens.forest.remembering."""

from __future__ import annotations

import copy
import gc
import pickle
import weakref
from dataclasses import replace

import numpy as np
import pytest

from genrelens.forest.remembering import remembered


class Thresholds:
    def __init__(self, forest):
        self.sums = forest.threshold.cumsum()


def lay_out(forest):
    return Thresholds(forest)


def lay_out_nothing(forest):
    assert forest.n_trees
    lay_out_nothing.calls += 1


def test_a_forest_is_laid_out_once_for_each_purpose(grown) -> None:
    forest = grown[0]
    first = remembered(lay_out, forest)

    assert remembered(Thresholds, forest) is not first
    assert remembered(lay_out, forest) is first


@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, lambda forest: pickle.loads(pickle.dumps(forest))],  # noqa: S301 - its own
)
def test_a_copy_is_laid_out_for_itself(grown, copied) -> None:
    forest = grown[0]
    other = copied(forest)

    assert remembered(lay_out, other) is not remembered(lay_out, forest)
    assert np.array_equal(
        remembered(lay_out, other).sums, remembered(lay_out, forest).sums
    )


def test_a_forest_with_one_array_changed_is_laid_out_anew(grown) -> None:
    forest = grown[0]
    remembered(lay_out, forest)
    changed = replace(forest, threshold=forest.threshold - 0.5)

    assert not np.array_equal(
        remembered(lay_out, changed).sums, remembered(lay_out, forest).sums
    )


def test_what_was_laid_out_goes_with_its_forest(build_forest) -> None:
    forest = build_forest((4, {0: 1.0}), n_features=1, n_classes=1)
    laid_out = weakref.ref(remembered(lay_out, forest))
    assert laid_out() is not None

    del forest
    gc.collect()

    assert laid_out() is None


def test_that_nothing_came_of_it_is_remembered_too(build_forest) -> None:
    lay_out_nothing.calls = 0
    forest = build_forest((4, {0: 1.0}), n_features=1, n_classes=1)

    assert remembered(lay_out_nothing, forest) is None
    assert remembered(lay_out_nothing, forest) is None
    assert lay_out_nothing.calls == 1
