"""Tests of genrelens.forest.predicting.remembering."""

from __future__ import annotations

import copy
import gc
import weakref
from dataclasses import replace

import numpy as np

from genrelens.forest.predicting import remembering
from genrelens.forest.predicting.remembering import node_words_of


def test_a_forest_is_laid_out_once(grown) -> None:
    assert node_words_of(grown[0]) is node_words_of(grown[0])


def test_a_copy_is_laid_out_for_itself_and_the_same(grown) -> None:
    forest, _, _ = grown

    for other in (copy.deepcopy(forest), copy.copy(forest)):
        assert node_words_of(other) is not node_words_of(forest)
        np.testing.assert_array_equal(
            node_words_of(other).words, node_words_of(forest).words
        )


def test_a_forest_with_one_array_changed_is_laid_out_anew(grown) -> None:
    forest, _, _ = grown
    node_words_of(forest)
    changed = replace(forest, threshold=forest.threshold - 0.5)

    assert not np.array_equal(node_words_of(changed).words, node_words_of(forest).words)


def test_what_was_laid_out_goes_with_its_forest(build_forest) -> None:
    n_before = len(remembering._LAID_OUT)
    forest = build_forest((4, {0: 1.0}), n_features=1, n_classes=1)
    words = weakref.ref(node_words_of(forest).words)
    assert len(remembering._LAID_OUT) == n_before + 1

    del forest
    gc.collect()

    assert words() is None
    assert len(remembering._LAID_OUT) == n_before
    assert len(remembering._WATCHED) == n_before


def test_a_forest_that_does_not_fit_is_remembered_too(build_forest) -> None:
    narrow = build_forest((4, {0: 1.0}), n_features=1, n_classes=1)
    forest = replace(narrow, n_features=2**31)

    assert node_words_of(forest) is None
    assert node_words_of(forest) is None
