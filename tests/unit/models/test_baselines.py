"""Tests of genrelens.models.baselines."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.dummy import DummyClassifier
from sklearn.neighbors import KNeighborsClassifier

from genrelens.errors import InputError, NotTrainedError
from genrelens.models.baselines import (
    MajorityBaseline,
    ShuffledLabels,
    shuffle_over_groups,
)

LABELS = np.array(["house", "techno", "techno", "dub", "techno"])


def test_majority_gives_what_scikit_learns_prior_dummy_gives() -> None:
    X = np.zeros((5, 1))

    ours = MajorityBaseline().fit(X, LABELS)
    theirs = DummyClassifier(strategy="prior").fit(X, LABELS)

    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X))
    assert ours.predict(X).tolist() == ["techno"] * 5


def test_majority_names_the_first_of_equally_frequent_genres() -> None:
    model = MajorityBaseline().fit(np.zeros((2, 1)), ["house", "dub"])

    assert model.predict(np.zeros((1, 1)))[0] == "dub"


def test_majority_refuses_no_tracks() -> None:
    with pytest.raises(InputError, match="There are no tracks"):
        MajorityBaseline().fit(np.zeros((0, 1)), [])


@pytest.mark.parametrize(
    "model", [MajorityBaseline(), ShuffledLabels(MajorityBaseline())]
)
def test_a_prediction_before_training_is_refused(
    model: MajorityBaseline | ShuffledLabels,
) -> None:
    with pytest.raises(NotTrainedError, match="Call fit first"):
        model.predict(np.zeros((1, 1)))


@given(st.lists(st.integers(0, 8), min_size=1, max_size=40), st.integers(0, 99))
def test_a_shuffle_over_groups_is_a_permutation(ids: list[int], seed: int) -> None:
    moved = shuffle_over_groups(np.array(ids), np.random.default_rng(seed))

    assert sorted(moved.tolist()) == list(range(len(ids)))


@given(st.integers(1, 6), st.integers(1, 12), st.integers(0, 99))
def test_groups_of_equal_size_move_as_a_whole(
    size: int, n_groups: int, seed: int
) -> None:
    ids = np.repeat(np.arange(n_groups), size)

    source = ids[shuffle_over_groups(ids, np.random.default_rng(seed))]

    assert all(len(set(source[ids == group])) == 1 for group in range(n_groups))


def test_every_order_of_single_rows_is_about_equally_likely() -> None:
    rng = np.random.default_rng(0)

    drawn = [tuple(shuffle_over_groups(np.arange(3), rng)) for _ in range(6000)]

    counts = [drawn.count(order) for order in set(drawn)]
    assert len(counts) == 6
    assert max(abs(count - 1000) for count in counts) < 150  # five sigma


def test_shuffled_labels_keep_the_counts_and_lose_the_connection() -> None:
    X = np.arange(400.0)[:, np.newaxis]
    y = np.where(X[:, 0] < 200, "low", "high")
    model = ShuffledLabels(KNeighborsClassifier(1), random_state=3).fit(X, y)

    predicted = model.predict(X)  # one neighbour: itself, so the shuffled label

    assert (predicted == "low").sum() == 200
    assert 0.4 < (predicted == y).mean() < 0.6
    assert model.classes_.tolist() == ["high", "low"]
    assert model.predict_proba(X).shape == (400, 2)
