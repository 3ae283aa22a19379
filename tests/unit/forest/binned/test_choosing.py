"""Tests of genrelens.forest.binned.choosing."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest.binned.binning import bin_rows
from genrelens.forest.binned.choosing import choose_split
from genrelens.forest.binned.desk import Rules, Sample, make_desk
from genrelens.forest.binned.ordering import CLASS_SHIFT


def choose(X, y, *, max_features, seed=1):
    """Choose at a node that holds all rows, each drawn once."""
    binned = bin_rows(np.asarray(X, dtype=np.float32))
    payload = (np.asarray(y, dtype=np.int64) << CLASS_SHIFT) | 1
    desk = make_desk(len(binned.bins), len(y), 4, 9, np.array([seed], dtype=np.uint64))
    desk.payload[:] = payload
    desk.totals[:] = np.bincount(y, minlength=4)
    found = choose_split(
        Sample(binned.bins, payload, binned.n_bins, binned.lowest, binned.highest),
        desk,
        Rules(max_features=max_features, min_samples_leaf=1, max_depth=9),
        0,
        len(y),
        len(y),
        int((desk.totals**2).sum()),
        0,
    )
    return *found, desk


def test_the_feature_that_tells_most_is_chosen_when_all_are_tried() -> None:
    generator = np.random.default_rng(0)
    y = np.arange(60) % 2
    X = generator.normal(size=(60, 4))
    X[:, 2] += 5 * y

    chosen = {choose(X, y, max_features=4, seed=seed)[0] for seed in range(20)}

    assert chosen == {2}


def test_each_feature_is_drawn_equally_often_when_one_is_tried() -> None:
    X = np.random.default_rng(0).normal(size=(30, 4))

    chosen = [
        choose(X, np.arange(30) % 2, max_features=1, seed=977 * seed)[0]
        for seed in range(800)
    ]

    assert np.bincount(chosen) == pytest.approx([200] * 4, abs=55)  # 4.5 sigma


def test_constant_features_are_never_chosen_and_are_remembered() -> None:
    X = np.zeros((6, 4))
    X[:, 1] = np.nan
    X[:, 3] = np.arange(6)

    for seed in range(30):
        y = [0, 0, 0, 1, 1, 1]
        feature, split, n_constants, desk = choose(X, y, max_features=1, seed=seed)
        assert feature == 3
        assert (split.below, split.above) == (2, 3)
        assert 3 not in desk.features[:n_constants]
        assert sorted(desk.features) == [0, 1, 2, 3]


def test_nothing_is_chosen_where_all_is_constant() -> None:
    feature, _, n_constants, _ = choose(np.ones((4, 3)), [0, 1, 2, 3], max_features=2)

    assert (feature, n_constants) == (-1, 3)
