"""Tests of genrelens.features.fold_noise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from genrelens.features.fold_noise import corrected_error, mean_interval


def test_without_overlap_it_is_the_plain_standard_error():
    values = np.array([0.1, 0.4, 0.35, 0.8])

    error = corrected_error(values, test_share=0.0)

    assert error == pytest.approx(stats.sem(values))


def test_five_folds_widen_the_plain_error_by_three_halves():
    """Nadeau & Bengio's factor for 5 folds: sqrt(1 + 5 / 4) = 1.5."""
    values = np.array([0.1, 0.4, 0.35, 0.8, 0.6])

    error = corrected_error(values, test_share=1 / 5)

    assert error == pytest.approx(1.5 * stats.sem(values))


def test_the_interval_is_student_s_around_the_mean():
    values = np.array([1.0, 2.0, 4.0])

    mean, low, high = mean_interval(values, test_share=0.0)

    expected = stats.t.interval(0.95, 2, loc=values.mean(), scale=stats.sem(values))
    assert (mean, low, high) == pytest.approx((values.mean(), *expected))


def test_equal_folds_leave_no_doubt():
    assert mean_interval([0.5, 0.5, 0.5], test_share=1 / 3) == (0.5, 0.5, 0.5)
