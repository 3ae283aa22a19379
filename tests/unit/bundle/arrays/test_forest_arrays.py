from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from genrelens.bundle.arrays.forest_arrays import (
    STORED_TYPES,
    pack_forest,
    round_thresholds,
    unpack_forest,
)
from genrelens.errors import BundleError
from genrelens.forest import PackedForest, grow, predict_proba, shapley_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

FINITE_32 = st.floats(width=32, allow_nan=False, allow_infinity=False)


def rows(n_rows: int, seed: int, n_features: int = 3) -> NDArray[np.float64]:
    rng = np.random.default_rng(seed)
    table = rng.normal(size=(n_rows, n_features)).round(2)
    table[rng.random(table.shape) < 0.2] = np.nan
    return table


def forest(*, uneven: bool = False, n_trees: int = 4, **settings: Any) -> PackedForest:
    """Grow a forest; an uneven one has leaf shares that no counts explain."""
    X = rows(200, 1)
    y = (np.nan_to_num(X[:, 0]) * 2 + np.nan_to_num(X[:, 1])).round().astype(int)
    _, codes = np.unique(y, return_inverse=True)
    packed = grow(
        X,
        codes,
        n_classes=int(codes.max()) + 1,
        n_trees=n_trees,
        random_state=4,
        n_jobs=1,
        **{"min_samples_leaf": 2, "max_features": "sqrt", **settings},
    )
    if not uneven:
        return packed
    sizes = np.diff(packed.leaf_start)[packed.feature == -1]
    starts = packed.leaf_start[:-1][packed.feature == -1]
    value = packed.leaf_value * np.random.default_rng(3).random(len(packed.leaf_value))
    value /= np.repeat(np.add.reduceat(value, starts), sizes)
    return replace(packed, leaf_value=value)


def again(packed: PackedForest) -> PackedForest:
    return unpack_forest(
        pack_forest(packed), n_features=packed.n_features, n_classes=packed.n_classes
    )


@given(
    arrays.arrays("<f8", 20, elements=st.floats(-3e38, 3e38)),
    arrays.arrays("<f4", 20, elements=FINITE_32),
)
def test_a_rounded_threshold_lets_the_same_rows_pass(
    threshold: NDArray[np.float64], value: NDArray[np.float32]
) -> None:
    rounded = round_thresholds(threshold)
    assert np.array_equal(value <= rounded, value <= threshold)
    on_it = threshold.astype(np.float32)
    assert np.array_equal(on_it <= rounded, on_it <= threshold)


@pytest.mark.parametrize("uneven", [False, True])
@pytest.mark.parametrize("leaf", [1, 5])
def test_a_forest_predicts_and_explains_the_same_bit_for_bit(
    uneven: bool, leaf: int
) -> None:
    packed = forest(uneven=uneven, min_samples_leaf=leaf)
    reopened, X = again(packed), rows(500, 9)
    assert np.array_equal(predict_proba(reopened, X), predict_proba(packed, X))
    ours, theirs = shapley_values(reopened, X[:40]), shapley_values(packed, X[:40])
    assert np.array_equal(ours.values, theirs.values)
    assert np.array_equal(ours.base, theirs.base)


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 2**31 - 1))
def test_packing_twice_changes_nothing_more(seed: int) -> None:
    packed = pack_forest(again(forest(n_trees=1 + seed % 4)))
    for name, array in pack_forest(forest(n_trees=1 + seed % 4)).items():
        assert packed[name].dtype == array.dtype
        assert packed[name].tobytes() == array.tobytes()


def test_a_forest_of_single_leaves_can_be_stored() -> None:
    packed = forest(max_depth=1, min_samples_leaf=150)
    assert packed.n_nodes == packed.n_trees
    reopened = again(packed)
    X = rows(5, 2)
    assert np.array_equal(predict_proba(reopened, X), predict_proba(packed, X))


def test_leaves_are_stored_as_counts_where_counts_explain_them() -> None:
    assert "leaf_count" in pack_forest(forest())
    assert "leaf_value" in pack_forest(forest(uneven=True))


def test_the_stored_arrays_are_several_times_smaller() -> None:
    packed = forest(n_trees=20)
    stored = pack_forest(packed)
    assert set(stored) <= set(STORED_TYPES)
    assert packed.nbytes > 4 * sum(array.nbytes for array in stored.values())


VALUES = (0, 1, 2, 3, 7, 100, 127, 128, 200, 255, 256, 65_535)


@pytest.mark.parametrize("name", [name for name in STORED_TYPES if name != "cover"])
def test_every_index_cell_changed_is_refused_or_still_a_forest(name: str) -> None:
    """P5 of the test programme: what passes predicts distributions."""
    packed = forest(n_trees=3, uneven=name == "leaf_value", min_samples_leaf=8)
    stored, X = pack_forest(packed), rows(60, 5)
    for cell in range(len(stored[name])):
        for value in VALUES:
            changed = stored[name].copy()
            changed[cell] = np.array(value).astype(changed.dtype)
            try:
                reopened = unpack_forest(
                    {**stored, name: changed},
                    n_features=packed.n_features,
                    n_classes=packed.n_classes,
                )
            except BundleError:
                continue
            found = predict_proba(reopened, X)
            assert np.allclose(found.sum(axis=1), 1, atol=1e-8)
            assert found.min() >= 0


@pytest.mark.parametrize("name", sorted(set(STORED_TYPES) - {"leaf_value"}))
def test_a_length_that_does_not_fit_is_refused(name: str) -> None:
    packed = forest(n_trees=2)
    stored = pack_forest(packed)
    for changed in (stored[name][:-1], np.concatenate([stored[name]] * 2)):
        with pytest.raises(BundleError):
            unpack_forest(
                {**stored, name: changed},
                n_features=packed.n_features,
                n_classes=packed.n_classes,
            )


@pytest.mark.parametrize("value", [np.nan, np.inf, -1.0, 1e308, 0.0, 5e-324])
def test_wild_covers_are_refused_without_a_warning(value: float) -> None:
    packed = forest(n_trees=2)
    stored = pack_forest(packed)
    cover = stored["cover"].astype("<f8")
    cover[:] = value
    with pytest.raises(BundleError):
        unpack_forest(
            {**stored, "cover": cover},
            n_features=packed.n_features,
            n_classes=packed.n_classes,
        )


def test_steps_that_would_wrap_round_are_refused() -> None:
    packed = forest(n_trees=2)
    stored = pack_forest(packed)
    step = stored["left_step"].astype("<u4")
    step[0] = 2**32 - 1
    with pytest.raises(BundleError, match="above 2,147,483,647"):
        unpack_forest(
            {**stored, "left_step": step},
            n_features=packed.n_features,
            n_classes=packed.n_classes,
        )
