"""Tests of genrelens.evaluation.reliability."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.evaluation.reliability import (
    N_BINS,
    binned_gaps,
    calibration_errors,
    measure_reliability,
)


def draw(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Draw genres from the probabilities themselves: calibrated by construction."""
    rng = np.random.default_rng(seed)
    proba = rng.dirichlet(np.ones(4), n)
    codes = (rng.random(n)[:, np.newaxis] > proba.cumsum(axis=1)).sum(axis=1)
    return codes, proba


def by_hand(codes: np.ndarray, proba: np.ndarray) -> float:
    """Bin 15 equal parts of the sorted tracks; no ties allowed."""
    order = np.argsort(proba.max(axis=1))
    right = (proba.argmax(axis=1) == codes)[order]
    sure = proba.max(axis=1)[order]
    parts = np.array_split(np.arange(len(codes)), N_BINS)
    gaps = [len(p) * abs(right[p].mean() - sure[p].mean()) for p in parts]
    return sum(gaps) / len(codes)


def error(codes: np.ndarray, proba: np.ndarray) -> float:
    units = np.arange(len(codes))
    return float(calibration_errors(codes, proba, units, np.ones((len(codes), 1)))[0])


def test_the_error_is_that_of_fifteen_equal_bins() -> None:
    codes, proba = draw(1500)

    assert error(codes, proba) == pytest.approx(by_hand(codes, proba), abs=1e-12)


def test_calibrated_probabilities_have_a_small_error_and_boasts_a_large_one() -> None:
    codes, proba = draw(20_000)

    assert error(codes, proba) < 0.015
    boast = np.zeros_like(proba)
    boast[np.arange(len(proba)), proba.argmax(axis=1)] = 1
    accuracy = (proba.argmax(axis=1) == codes).mean()
    assert error(codes, boast) == pytest.approx(1 - accuracy)


def test_order_of_tracks_does_not_matter_even_with_ties() -> None:
    codes, proba = draw(300)
    proba = np.round(proba * 5) / 5
    order = np.random.default_rng(1).permutation(300)

    assert error(codes[order], proba[order]) == pytest.approx(error(codes, proba))


def test_doubling_a_tracks_weight_is_having_it_twice() -> None:
    codes, proba = draw(200)
    weights = np.random.default_rng(2).integers(0, 4, 200)

    weighted = calibration_errors(
        codes, proba, np.arange(200), weights[:, np.newaxis].astype(float)
    )[0]

    repeated = error(np.repeat(codes, weights), np.repeat(proba, weights, axis=0))
    assert weighted == pytest.approx(repeated, abs=1e-12)


def test_bins_hold_every_track_once_and_average_to_the_whole() -> None:
    codes, proba = draw(1000)

    found = measure_reliability(codes, proba)

    assert found.n_tracks.sum() == 1000
    assert len(found.n_tracks) == N_BINS
    assert (np.diff(found.confidence) > 0).all()
    accuracy = (proba.argmax(axis=1) == codes).mean()
    assert found.accuracy @ found.n_tracks / 1000 == pytest.approx(accuracy)


def test_one_confidence_for_all_is_one_bin() -> None:
    found = measure_reliability(np.array([0, 1, 0]), np.tile([0.7, 0.3], (3, 1)))

    assert found.n_tracks.tolist() == [3]
    assert found.confidence == pytest.approx([0.7])
    assert found.accuracy == pytest.approx([2 / 3])


def test_gaps_of_the_predicted_genre_are_the_calibration_error() -> None:
    codes, proba = draw(900)
    units, ones = np.arange(900) // 3, np.ones((300, 2))
    gaps = binned_gaps(proba.max(axis=1), proba.argmax(axis=1) == codes, units, ones)
    assert gaps.tolist() == calibration_errors(codes, proba, units, ones).tolist()


def test_a_probability_that_never_comes_true_is_a_gap_of_itself() -> None:
    sure, units = np.full(30, 0.25), np.arange(30)
    gaps = binned_gaps(sure, np.zeros(30, dtype=bool), units, np.ones((30, 1)))
    assert gaps == pytest.approx([0.25])
