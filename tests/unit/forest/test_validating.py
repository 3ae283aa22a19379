"""Tests of genrelens.forest.validating."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from genrelens.errors import BundleError
from genrelens.forest import PackedForest, grow, predict_proba, validate
from genrelens.forest.validating import ARRAY_TYPES, MAX_DEPTH

INDICES = ("tree_start", "feature", "left", "right", "leaf_start", "leaf_class")


@pytest.fixture(scope="module")
def small(make_table):
    X, y = make_table(60, 3, 3, missing=0.1)
    forest = grow(
        X, y, n_classes=3, n_trees=3, min_samples_leaf=4, random_state=1, n_jobs=1
    )
    validate(forest)
    return forest, X


def damaged(forest, name, place, value):
    array = getattr(forest, name).copy()
    array[place] = value
    return dataclasses.replace(forest, **{name: array})


def assert_every_walk_ends(forest) -> None:
    """Follow every branch in plain Python, counting visits."""
    visited = np.zeros(forest.n_nodes, dtype=int)
    for tree in range(forest.n_trees):
        root, end = forest.tree_start[tree], forest.tree_start[tree + 1]
        waiting = [0]
        while waiting:
            node = waiting.pop()
            assert 0 <= node < end - root
            place = root + node
            visited[place] += 1
            assert visited[place] == 1
            begin, finish = forest.leaf_start[place : place + 2]
            if forest.feature[place] == -1:
                assert 0 <= begin < finish <= len(forest.leaf_class)
                labels = forest.leaf_class[begin:finish].tolist()
                assert labels == sorted(set(labels))
                assert set(labels) <= set(range(forest.n_classes))
                assert forest.leaf_value[begin:finish].sum() == pytest.approx(1)
            else:
                assert begin == finish
                assert 0 <= forest.feature[place] < forest.n_features
                waiting += [int(forest.left[place]), int(forest.right[place])]
    assert visited.all()


@pytest.mark.parametrize("name", INDICES)
def test_any_damaged_index_is_refused_or_still_makes_a_tree(small, name) -> None:
    forest, X = small
    array = getattr(forest, name)
    limits = np.iinfo(array.dtype)
    n_refused = n_passed = 0
    for place in range(len(array)):
        old = int(array[place])
        wild = {limits.min, limits.max, limits.max - 1, -2, -1, 0, 1, 2}
        wild |= {old - 1, old + 1, old + 7, len(array)}
        for value in wild - {old}:
            changed = damaged(forest, name, place, value)
            try:
                validate(changed)
            except BundleError:
                n_refused += 1
            else:
                n_passed += 1
                assert_every_walk_ends(changed)
                assert predict_proba(changed, X).sum() == pytest.approx(len(X))
    assert n_refused > 0
    # Only these can be exchanged for another and still make sense.
    assert n_passed == 0 or name in {"feature", "leaf_class"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("threshold", np.nan),
        ("threshold", np.inf),
        ("threshold", -np.inf),
        ("cover", 0.0),
        ("cover", -1.0),
        ("cover", np.nan),
        ("cover", np.inf),
        ("cover", 12345.0),
        ("leaf_value", np.nan),
        ("leaf_value", np.inf),
        ("leaf_value", -0.25),
        ("leaf_value", 2.0),
    ],
)
def test_any_damaged_number_is_refused_with_its_array(small, name, value) -> None:
    forest, _ = small
    for place in range(len(getattr(forest, name))):
        with pytest.raises(BundleError, match=f"'{name}' is damaged"):
            validate(damaged(forest, name, place, value))


def test_a_truth_value_that_is_neither_0_nor_1_is_refused(small) -> None:
    forest, _ = small
    wild = forest.missing_left.view(np.uint8).copy()
    wild[0] = 7

    with pytest.raises(BundleError, match="'missing_left'"):
        validate(dataclasses.replace(forest, missing_left=wild.view(np.bool_)))


@pytest.mark.parametrize("name", ARRAY_TYPES)
def test_another_type_or_length_is_refused(small, name) -> None:
    arrays = small[0].arrays()
    given = arrays[name]
    for wrong in (
        given.astype(np.float32),
        given[:-1],
        np.concatenate([given, given[-1:]]),
        given[:0],
        given.reshape(1, -1),
    ):
        with pytest.raises(BundleError, match="The forest's array"):
            PackedForest.from_arrays({**arrays, name: wrong}, n_features=3, n_classes=3)


def test_the_message_counts_the_places_and_names_the_first(small) -> None:
    forest, _ = small
    wrong = damaged(forest, "leaf_class", 2, 99)

    with pytest.raises(BundleError, match=r"1 of \d+ places .* the first at 2\. Train"):
        validate(wrong)


@pytest.mark.parametrize(("n_features", "n_classes"), [(0, 3), (3, 0), (-1, 3)])
def test_a_forest_of_nothing_is_refused(small, n_features, n_classes) -> None:
    with pytest.raises(BundleError, match="at least 1"):
        PackedForest.from_arrays(
            small[0].arrays(), n_features=n_features, n_classes=n_classes
        )


def test_a_tree_that_is_too_deep_is_refused(build_forest) -> None:
    def chain(depth):
        tree = (1, {0: 1.0})
        for _ in range(depth):
            tree = (0, 0.5, False, (1, {0: 1.0}), tree)
        return tree

    build_forest(chain(MAX_DEPTH), n_features=1, n_classes=1)
    with pytest.raises(BundleError, match="deeper than 256"):
        build_forest(chain(MAX_DEPTH + 1), n_features=1, n_classes=1)


@pytest.mark.parametrize(("n_features", "n_classes"), [(3.0, 3), (3, "3"), (None, 3)])
def test_sizes_that_are_no_whole_numbers_are_refused(
    small, n_features, n_classes
) -> None:
    with pytest.raises(BundleError, match="must be whole numbers"):
        PackedForest.from_arrays(
            small[0].arrays(), n_features=n_features, n_classes=n_classes
        )


@pytest.mark.parametrize("name", ARRAY_TYPES)
def test_what_is_no_plain_array_is_refused_with_its_name(small, name) -> None:
    """Lists had no dtype, and of masked arrays the mask was lost."""
    arrays = small[0].arrays()
    for wrong in (arrays[name].tolist(), None, np.ma.masked_array(arrays[name])):
        words = f"'{name}' is a {type(wrong).__name__}; it must be a plain array"
        with pytest.raises(BundleError, match=words):
            PackedForest.from_arrays({**arrays, name: wrong}, n_features=3, n_classes=3)
