"""Tests of genrelens.forest.packed."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from genrelens.errors import BundleError
from genrelens.forest import PackedForest, predict_proba, validate


def test_a_forest_rebuilt_from_its_arrays_predicts_the_same_bits(grown) -> None:
    forest, X, _ = grown

    again = PackedForest.from_arrays(forest.arrays(), n_features=5, n_classes=4)

    assert predict_proba(again, X).tobytes() == predict_proba(forest, X).tobytes()


@pytest.mark.parametrize(
    "duplicate",
    [copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))],  # noqa: S301
)
def test_copies_predict_the_same_bits_and_stay_read_only(grown, duplicate) -> None:
    forest, X, _ = grown

    again = duplicate(forest)

    assert predict_proba(again, X).tobytes() == predict_proba(forest, X).tobytes()
    assert not any(array.flags.writeable for array in again.arrays().values())


def test_a_forest_cannot_be_changed(grown) -> None:
    forest, _, _ = grown

    with pytest.raises(ValueError, match="read-only"):
        forest.threshold[0] = 1.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        forest.n_classes = 9


def test_the_arrays_that_were_given_stay_writeable(grown) -> None:
    arrays = {name: array.copy() for name, array in grown[0].arrays().items()}

    PackedForest.from_arrays(arrays, n_features=5, n_classes=4)

    assert all(array.flags.writeable for array in arrays.values())


def test_sizes_are_counted(build_forest) -> None:
    stump = (0, 0.5, False, (1, {0: 1.0}), (3, {0: 0.5, 1: 0.5}))

    forest = build_forest(stump, (4, {1: 1.0}), n_features=1, n_classes=2)

    assert (forest.n_trees, forest.n_nodes) == (2, 4)
    assert forest.nbytes == sum(array.nbytes for array in forest.arrays().values())


def test_absent_and_unknown_arrays_are_named(grown) -> None:
    arrays = grown[0].arrays()
    arrays["colour"] = arrays.pop("cover")

    with pytest.raises(BundleError, match=r"absent \['cover'\], unknown \['colour'\]"):
        PackedForest.from_arrays(arrays, n_features=5, n_classes=4)


def test_from_arrays_refuses_what_validate_refuses(grown) -> None:
    forest, _, _ = grown
    damaged = dataclasses.replace(forest, cover=-forest.cover)

    with pytest.raises(BundleError, match="'cover'"):
        validate(damaged)
    with pytest.raises(BundleError, match="'cover'"):
        PackedForest.from_arrays(damaged.arrays(), n_features=5, n_classes=4)


def test_leaves_of_any_finite_numbers_pass_only_where_asked_for(grown) -> None:
    forest, _, _ = grown
    arrays = forest.arrays() | {"leaf_value": -3 * forest.leaf_value}

    numbers = PackedForest.from_arrays(
        arrays, n_features=5, n_classes=4, leaves="numbers"
    )

    assert numbers.leaf_value.min() < -1
    with pytest.raises(BundleError, match="'leaf_value'"):
        PackedForest.from_arrays(arrays, n_features=5, n_classes=4)
    arrays["leaf_value"][3] = float("nan")
    with pytest.raises(BundleError, match=r"'leaf_value' .* 1 of .* finite"):
        PackedForest.from_arrays(arrays, n_features=5, n_classes=4, leaves="numbers")
