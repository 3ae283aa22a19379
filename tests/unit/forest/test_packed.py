"""Tests of genrelens.forest.packed."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import numpy as np
import pytest

from genrelens.errors import BundleError, InputError
from genrelens.forest import PackedForest, predict_proba, validate
from genrelens.forest.packed import require_forest


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


def test_what_is_written_into_the_given_arrays_later_changes_nothing(grown) -> None:
    """A checked forest shared its arrays with whoever had given them."""
    forest, X, _ = grown
    arrays = {name: array.copy() for name, array in forest.arrays().items()}

    again = PackedForest.from_arrays(arrays, n_features=5, n_classes=4)
    for array in arrays.values():
        array[:] = 0

    assert predict_proba(again, X).tobytes() == predict_proba(forest, X).tobytes()


def test_arrays_that_cannot_be_written_to_are_shared(grown, tmp_path) -> None:
    arrays = dict(grown[0].arrays())
    np.save(tmp_path / "cover.npy", arrays["cover"])
    arrays["cover"] = np.load(tmp_path / "cover.npy", mmap_mode="r")

    again = PackedForest.from_arrays(arrays, n_features=5, n_classes=4)

    for name, array in arrays.items():
        assert np.shares_memory(getattr(again, name), array)


def test_numbers_of_numpy_are_kept_as_whole_numbers(grown) -> None:
    again = PackedForest.from_arrays(
        grown[0].arrays(), n_features=np.int64(5), n_classes=np.int64(4)
    )

    assert (type(again.n_features), type(again.n_classes)) == (int, int)


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
    validate(numbers, leaves="numbers")
    with pytest.raises(BundleError, match="'leaf_value'"):
        validate(numbers)
    with pytest.raises(BundleError, match="'leaf_value'"):
        PackedForest.from_arrays(arrays, n_features=5, n_classes=4)
    arrays["leaf_value"][3] = float("nan")
    with pytest.raises(BundleError, match=r"'leaf_value' .* 1 of .* finite"):
        PackedForest.from_arrays(arrays, n_features=5, n_classes=4, leaves="numbers")


def test_other_words_for_leaves_are_refused(grown) -> None:
    with pytest.raises(InputError, match=r"leaves is 'number'\. Give 'shares' or"):
        validate(grown[0], leaves="number")


def test_what_is_no_forest_is_refused_with_what_to_give(grown) -> None:
    require_forest(grown[0])
    for other in ({}, None, grown[0].arrays()):
        words = f"A {type(other).__name__} is no PackedForest. Give what grow"
        with pytest.raises(InputError, match=words):
            require_forest(other)
        with pytest.raises(InputError, match=words):
            validate(other)


@pytest.mark.parametrize("arrays", [None, [np.zeros(3)]])
def test_arrays_without_names_are_refused(arrays) -> None:
    with pytest.raises(InputError, match=r"are a \w+\. Give a mapping"):
        PackedForest.from_arrays(arrays, n_features=5, n_classes=4)
