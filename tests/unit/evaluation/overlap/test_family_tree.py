from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import silhouette_score

from genrelens.evaluation.overlap.family_tree import (
    _mean_silhouette,
    as_genre_tree,
    grow_family_tree,
    measure_distances,
)
from genrelens.evaluation.overlap.soft_confusion import mean_answers


def grow(answers: np.ndarray, names: str, sizes: list[int] | None = None):
    n_tracks = np.array(sizes or [10] * len(names))
    return grow_family_tree(list(names), n_tracks, answers, None)


def blocks(*sizes: int, lent: float = 0.4) -> np.ndarray:
    """Make answers that stay, all but a little, within blocks of genres."""
    family = np.repeat(np.arange(len(sizes)), sizes)
    answers = np.where(family[:, None] == family, lent, 0.001) + np.eye(len(family))
    return answers / answers.sum(axis=1, keepdims=True)


def test_planted_families_are_found_and_named_after_their_largest() -> None:
    found = grow(blocks(2, 3, 1), "abcdef", [10, 30, 5, 50, 20, 9])
    assert {family.name: set(family.genres) for family in found.families} == {
        "b / a": {"a", "b"},
        "d / e + 1": {"c", "d", "e"},
        "f": {"f"},
    }
    assert sum(family.n_tracks for family in found.families) == 124


def test_true_chances_of_near_genres_make_families(plant) -> None:
    held_out = plant([0, 1, 8, 9, 16, 17])
    sizes = np.bincount(held_out.codes)
    found = grow_family_tree(list("abcdef"), sizes, mean_answers(held_out), None)
    assert {frozenset(family.genres) for family in found.families} == {
        frozenset("ab"),
        frozenset("cd"),
        frozenset("ef"),
    }


def test_no_family_holds_more_than_half_of_the_genres() -> None:
    found = grow(blocks(7, 1), "abcdefgh")
    assert max(len(family.genres) for family in found.families) <= 4


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 12))
def test_every_tree_holds_every_genre_once(seed: int, n_genres: int) -> None:
    rng = np.random.default_rng(seed)
    names = "abcdefghijkl"[:n_genres]
    found = grow(rng.dirichlet(np.full(n_genres, 0.5), n_genres), names)
    assert sorted(found.leaves) == sorted(names)
    members = [genre for family in found.families for genre in family.genres]
    assert members == list(found.leaves)
    assert len({family.name for family in found.families}) == len(found.families)
    assert len(found.joins) == n_genres - 1
    heights = [join[2] for join in found.joins]
    assert all(0 <= height <= 1 for height in heights)
    assert heights == sorted(heights)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_the_order_of_the_genres_does_not_change_the_families(seed: int) -> None:
    rng = np.random.default_rng(seed)
    answers = rng.dirichlet(np.full(7, 2.0), 7) + 2 * np.eye(7)  # no ties
    moved = rng.permutation(7)
    found = grow(answers, "abcdefg")
    names = "".join("abcdefg"[at] for at in moved)
    again = grow(answers[np.ix_(moved, moved)], names)
    assert {frozenset(f.genres) for f in found.families} == {
        frozenset(f.genres) for f in again.families
    }


def test_shared_tracks_bring_genres_nearer() -> None:
    answers = blocks(2, 2)
    shares = np.zeros((4, 4))
    shares[0, 2] = shares[2, 0] = 0.75
    far, near = measure_distances(answers, None), measure_distances(answers, shares)
    assert near[0, 2] == pytest.approx(far[0, 2] / 2)
    assert near[1, 3] == far[1, 3]


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_the_silhouette_is_that_of_scikit_learn(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(9, 2))
    distances = np.hypot(*(points[:, None] - points).transpose(2, 0, 1))
    numbers = rng.permutation([0, 0, 0, 1, 1, 2, 2, 2, 3])
    known = silhouette_score(distances, numbers, metric="precomputed")
    assert _mean_silhouette(distances, numbers) == pytest.approx(known)


def test_genres_without_tracks_take_no_part() -> None:
    assert grow(blocks(2, 2), "abcd", [5, 5, 0, 5]).genres == ("a", "b", "d")


def test_genres_all_equally_far_stay_alone() -> None:
    found = grow(np.eye(4), "abcd")
    assert [len(family.genres) for family in found.families] == [1] * 4


def test_a_family_never_takes_the_name_of_a_genre() -> None:
    answers = blocks(2, 2, 1)
    found = grow_family_tree(
        ["a", "b", "c", "d", "a / b"], np.array([9, 8, 7, 6, 5]), answers, None
    )
    assert "a / b (family)" in {family.name for family in found.families}
    as_genre_tree(found)


def test_families_become_parents_and_lone_genres_stand_under_the_root() -> None:
    tree = as_genre_tree(grow(blocks(2, 2, 1), "abcde"))
    assert tree.parents["a"] == tree.parents["b"] == ("a / b",)
    assert tree.parents["e"] == ()
