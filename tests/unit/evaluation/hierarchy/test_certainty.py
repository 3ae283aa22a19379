from __future__ import annotations

import numpy as np
import pytest

from genrelens.evaluation.hierarchy.answering import answer_deepest, sum_over_names
from genrelens.evaluation.hierarchy.certainty import answer_crosswise, are_right
from genrelens.evaluation.hierarchy.tree_places import place_genres


@pytest.fixture
def places(tree, genres):
    return place_genres(tree, genres)


def test_honest_chances_keep_the_promise_on_tracks_outside_of_the_choice(
    honest, places
) -> None:
    held_out = honest(6000)
    sums = sum_over_names(held_out.proba, places)
    for certainty in (0.7, 0.8, 0.9):
        found = answer_crosswise(held_out, sums, places, certainty)
        given = found.answer >= 0
        is_right = are_right(places, found.answer, held_out.codes)
        assert is_right[given].mean() == pytest.approx(certainty, abs=0.05)
        assert is_right[given].mean() > certainty - 0.02
        assert not is_right[~given].any()


def test_the_threshold_is_the_lowest_that_keeps_it_at_both_levels(
    honest, places
) -> None:
    held_out = honest(3000)
    sums = sum_over_names(held_out.proba, places)
    chosen = answer_crosswise(held_out, sums, places, 0.8).threshold
    assert chosen is not None

    def keeps(threshold: float) -> bool:
        answer = answer_deepest(sums, places, threshold)
        is_right = are_right(places, answer, held_out.codes)
        levels = (answer >= 5, (answer >= 0) & (answer < 5), answer >= 0)
        return all(is_right[level].mean() >= 0.8 for level in levels if level.sum() > 9)

    assert keeps(chosen)
    assert not keeps(round(chosen - 0.02, 2))


def test_a_fold_is_answered_by_what_the_other_folds_choose(honest, places) -> None:
    held_out = honest(2000)
    sums = sum_over_names(held_out.proba, places)
    crosswise = answer_crosswise(held_out, sums, places, 0.8)
    is_in = held_out.folds == 1
    spoiled = type(held_out).of(
        np.where(is_in, 4, held_out.codes),  # the fold's own genres do not matter
        held_out.proba,
        folds=held_out.folds,
        units=held_out.units,
    )
    again = answer_crosswise(spoiled, sums, places, 0.8)
    assert np.array_equal(crosswise.answer[is_in], again.answer[is_in])


def test_guesses_are_never_certain_and_it_is_said(honest, places) -> None:
    held_out = honest(1000)
    moved = np.random.default_rng(1).permutation(1000)
    guessed = type(held_out).of(
        held_out.codes[moved], held_out.proba, folds=held_out.folds
    )
    sums = sum_over_names(guessed.proba, places)
    found = answer_crosswise(guessed, sums, places, 0.95)
    assert found.threshold is None
    assert (found.answer == -1).all()
    assert "For 4 of 4 folds no threshold made 95 %" in found.notes[0]


def test_one_fold_leaves_no_other_tracks_to_choose_on(honest, places) -> None:
    held_out = honest(500, n_folds=1)
    sums = sum_over_names(held_out.proba, places)
    found = answer_crosswise(held_out, sums, places, 0.8)
    assert (found.answer == -1).all()
    assert "one fold only" in found.notes[0]
