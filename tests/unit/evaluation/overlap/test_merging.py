from __future__ import annotations

import numpy as np
import pytest

from genrelens.evaluation.overlap.merging import PRACTICAL_GAIN, propose_merges
from genrelens.evaluation.overlap.pairs import BOUND, study_pairs
from genrelens.evaluation.overlap.resampling import draw_groups
from genrelens.evaluation.scores import HeldOut, score


def merges_of(held_out: HeldOut, names: str, seed: int = 0):
    draws = draw_groups(held_out, seed=0, n_replicates=200)
    study = study_pairs(held_out, list(names), draws, shared=None, shares=None)
    return propose_merges(
        held_out, list(names), study.pairs, draws, bound=BOUND, seed=seed
    )


def test_names_of_one_kind_are_merged_and_the_score_is_that_of_summed_chances(
    plant,
) -> None:
    held_out = plant([0, 0, 4, 8])
    (step,) = merges_of(held_out, "abcd")
    assert (step.first, step.second, step.n_genres) == (("a",), ("b",), 3)
    assert step.is_proposed
    proba = np.column_stack([held_out.proba[:, :2].sum(1), held_out.proba[:, 2:]])
    codes = np.maximum(held_out.codes - 1, 0)
    known = score(codes, proba / proba.sum(1, keepdims=True))["accuracy"]
    before = score(held_out.codes, held_out.proba)["accuracy"]
    assert step.accuracy.value == pytest.approx(known)
    assert step.accuracy_before.value == pytest.approx(before)
    assert step.gain.value == pytest.approx(known - before)
    assert step.gain.low > step.random_gain + PRACTICAL_GAIN
    assert step.kappa > step.kappa_before


def test_a_merge_never_lowers_accuracy(plant) -> None:
    for seed in range(5):
        for step in merges_of(plant([0, 0.2, 0.4, 3, 3.1], seed=seed), "abcde"):
            assert step.gain.value >= 0
            assert step.random_gain >= 0


def test_three_names_of_one_kind_become_one(plant) -> None:
    steps = merges_of(plant([0, 0, 0, 5, 9]), "abcde")
    assert [step.n_genres for step in steps] == [4, 3]
    assert set(steps[1].first + steps[1].second) == {"a", "b", "c"}
    assert steps[1].accuracy_before == steps[0].accuracy


def test_a_chain_does_not_join_ends_that_are_told_apart(plant) -> None:
    steps = merges_of(plant([0, 0.6, 1.2, 1.8, 9], n_tracks=400), "abcde")
    merged = [set(step.first + step.second) for step in steps if step.is_proposed]
    assert merged
    assert not any({"a", "d"} <= names for names in merged)


def test_the_nearest_pair_is_shown_though_not_proposed(plant) -> None:
    (step,) = merges_of(plant([0, 2, 5]), "abc")
    assert not step.is_proposed
    assert "may still tell" in step.reason
    assert (step.first, step.second) == (("a",), ("b",))


def test_two_genres_are_never_merged_into_one(plant) -> None:
    assert merges_of(plant([0, 0]), "ab") == ()


def test_a_merge_that_gains_nothing_is_not_proposed() -> None:
    """Two genres that are never predicted cannot be told apart, nor matter."""
    rng = np.random.default_rng(0)
    codes = np.repeat([0, 1, 2, 3], [400, 400, 30, 30])
    answers = np.array([[0.9, 0.08, 0.01, 0.01], [0.08, 0.9, 0.01, 0.01]])
    proba = np.vstack([answers, [[0.5, 0.1, 0.2, 0.2]] * 2])[codes]
    proba[:, 2:] *= rng.uniform(0.9, 1.1, (860, 2))
    held_out = HeldOut.of(codes, proba / proba.sum(1, keepdims=True))
    steps = merges_of(held_out, "abcd")
    step = next(s for s in steps if {*s.first, *s.second} == {"c", "d"})
    assert not step.is_proposed
    assert "practically nothing" in step.reason


def test_on_noise_no_genres_are_told_apart_and_no_merge_is_worth_it() -> None:
    """Merging down to two genres raises accuracy even where nothing is known."""
    n_proposed = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        units = np.arange(900) // 3
        held_out = HeldOut.of(
            rng.integers(0, 6, 900),
            rng.dirichlet(np.full(6, 2.0), 900),
            folds=units % 5,
            units=units,
        )
        n_proposed += any(s.is_proposed for s in merges_of(held_out, "abcdef"))
    assert n_proposed <= 2


def test_one_seed_gives_one_result(plant) -> None:
    held_out = plant([0, 0, 4, 8, 12, 16])
    assert merges_of(held_out, "abcdef") == merges_of(held_out, "abcdef")
