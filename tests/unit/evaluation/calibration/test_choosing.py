from __future__ import annotations

import numpy as np
import pytest

from genrelens.evaluation.calibration.choosing import choose_method, cross_fit
from genrelens.evaluation.calibration.fitting import fit_calibrator
from genrelens.evaluation.scores import HeldOut


def test_a_fold_is_calibrated_by_the_others_alone(draw_held_out) -> None:
    held_out = draw_held_out(600, power=2.0)
    calibrated = cross_fit(held_out, "temperature")
    for fold in range(5):
        here = held_out.folds == fold
        rule = fit_calibrator(held_out.proba[~here], held_out.codes[~here])
        assert np.array_equal(calibrated.proba[here], rule.apply(held_out.proba[here]))
    assert np.array_equal(calibrated.units, held_out.units)


def test_a_distorted_model_is_given_a_temperature(draw_held_out) -> None:
    _, trials = choose_method(draw_held_out(1500, power=2.0), seed=0)
    chosen = [one.method for one in trials if one.is_chosen]
    assert chosen == ["temperature"]
    assert "Not tried" in trials[3].why  # too few tracks for rising lines


def test_a_model_that_favours_a_genre_is_given_scales_and_offsets(
    draw_held_out,
) -> None:
    plain = draw_held_out(3000)
    shifted = plain.proba * np.array([5.0, 1.0, 1.0, 0.3])
    shifted /= shifted.sum(axis=1, keepdims=True)
    held_out = HeldOut.of(plain.codes, shifted, folds=plain.folds, units=plain.units)
    _, trials = choose_method(held_out, seed=0)
    assert next(one.method for one in trials if one.is_chosen) == "vector"
    gain = trials[2].gain
    assert gain is not None
    assert gain.low > 0


def test_rising_lines_win_where_the_distortion_is_no_power(draw_held_out) -> None:
    plain = draw_held_out(12_000, n_genres=2, seed=1)
    told = 0.5 + 4 * (plain.proba[:, 0] - 0.5) ** 3  # rising, but flat in the middle
    proba = np.column_stack([told, 1 - told])
    held_out = HeldOut.of(plain.codes, proba, folds=plain.folds, units=plain.units)
    _, trials = choose_method(held_out, seed=0)
    assert next(one.method for one in trials if one.is_chosen) == "isotonic"


def test_with_one_fold_nothing_is_tried_and_nothing_changed(draw_held_out) -> None:
    held_out = draw_held_out(300, power=2.0, n_folds=1)
    calibrated, trials = choose_method(held_out, seed=0)
    assert calibrated is held_out
    assert [one.is_chosen for one in trials] == [True, False, False, False]
    assert "one fold only" in trials[1].why


@pytest.mark.parametrize("n_tracks", [60, 400])
def test_exactly_one_kind_is_chosen(draw_held_out, n_tracks: int) -> None:
    _, trials = choose_method(draw_held_out(n_tracks), seed=0)
    assert sum(one.is_chosen for one in trials) == 1
    assert all(one.why for one in trials)
