"""Pulse trains, against plain loops."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.signal.rhythm.pulse_trains import score_pulses


def slow_scores(window, lags):
    """Score by loops over phases, trains and pulses."""
    parts = []
    for lag in lags:
        met = np.zeros(lag)
        for phase in range(lag):
            for times, weight in ((1.0, 1.0), (2.0, 0.5), (1.5, 0.5)):
                for pulse in range(4):
                    place = phase + int(np.rint(times * pulse * lag))
                    if place < len(window):
                        met[phase] += weight * window[place]
        parts.append((met.max(), met.var()))
    highest, variance = np.array(parts).T
    return highest / highest.sum() + variance / variance.sum()


def test_scores_are_those_of_plain_loops():
    windows = np.random.default_rng(0).exponential(size=(3, 200))
    lags = np.array([[20, 31, 47], [25, 40, 60], [11, 22, 33]])
    scores = score_pulses(windows, lags, np.ones(lags.shape, dtype=bool))
    for window, few, ours in zip(windows, lags, scores, strict=True):
        assert ours == pytest.approx(slow_scores(window, few))


def test_what_is_no_candidate_scores_nothing_and_silence_nobody():
    lags = np.array([[20, 30]])
    is_candidate = np.array([[True, False]])
    windows = np.random.default_rng(0).exponential(size=(1, 200))
    assert score_pulses(windows, lags, is_candidate).tolist() == [[2.0, 0.0]]
    assert not score_pulses(np.zeros((1, 200)), lags, is_candidate).any()
