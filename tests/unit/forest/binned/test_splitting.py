"""Tests of genrelens.forest.binned.splitting."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genrelens.forest.binned.ordering import BIN_SHIFT, CLASS_SHIFT
from genrelens.forest.binned.splitting import NO_SPLIT, best_split

MISSING = 9
ROW = st.tuples(
    st.sampled_from([0, 1, 2, 5, MISSING]), st.integers(0, 3), st.integers(1, 4)
)


def split(rows, min_samples_leaf, n_classes=4):
    bins, labels, counts = np.array(sorted(rows)).T
    order = (bins << BIN_SHIFT) | (labels << CLASS_SHIFT) | counts
    totals = np.bincount(labels, counts, n_classes).astype(np.int64)
    lefts = np.zeros(n_classes, dtype=np.int64)
    found = best_split(
        order,
        MISSING,
        totals,
        lefts,
        totals.sum(),
        (totals**2).sum(),
        min_samples_leaf,
    )
    assert not lefts.any()
    return found


def score_of(rows, goes_left, n_classes=4):
    _, labels, counts = np.array(sorted(rows)).T
    total = 0.0
    for side in (goes_left, ~goes_left):
        weights = np.bincount(labels[side], counts[side], n_classes)
        total += (weights**2).sum() / weights.sum()
    return total


def list_splits(rows, min_samples_leaf):
    """Try every cut, with missing values on either side."""
    bins = np.array(sorted(rows))[:, 0]
    is_missing = bins == MISSING
    for last in np.unique(bins[~is_missing]):
        for missing_left in (False, True):
            goes_left = (bins <= last) | (is_missing & missing_left)
            n_left = goes_left.sum()
            if min(n_left, len(bins) - n_left) >= min_samples_leaf:
                yield goes_left


@given(st.lists(ROW, min_size=1, max_size=25), st.integers(1, 4))
def test_no_split_is_better_and_it_parts_as_it_says(rows, min_samples_leaf) -> None:
    found = split(rows, min_samples_leaf)

    bins = np.array(sorted(rows))[:, 0]
    scores = [score_of(rows, side) for side in list_splits(rows, min_samples_leaf)]
    if not scores:
        assert found == NO_SPLIT
        return
    goes_left = (bins <= found.below) | ((bins == MISSING) & found.missing_left)
    np.testing.assert_allclose(found.score, max(scores), rtol=1e-12)
    np.testing.assert_allclose(score_of(rows, goes_left), found.score, rtol=1e-12)
    n_left = goes_left.sum()
    assert min(n_left, len(bins) - n_left) >= min_samples_leaf
    if found.below == found.above:
        assert not found.missing_left
        assert n_left == (bins != MISSING).sum()
    else:
        assert found.above == bins[(bins > found.below) & (bins != MISSING)].min()


def test_missing_values_go_where_their_class_is() -> None:
    known = [(0, 0, 1)] * 5 + [(1, 1, 1)] * 5

    assert split([*known, (MISSING, 0, 1)], 1).missing_left
    assert not split([*known, (MISSING, 1, 1)], 1).missing_left


def test_values_missing_later_go_to_the_side_of_more_rows() -> None:
    assert split([(0, 0, 1)] * 5 + [(1, 1, 9)] * 4, 1).missing_left
    assert not split([(0, 0, 9)] * 4 + [(1, 1, 1)] * 5, 1).missing_left
