from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2_contingency

from genrelens.checking.leaks.association import (
    associate,
    cross_count,
    measure_purity,
)


def shuffled_p_values(rows, columns, *, n_draws, seed=0):
    rng = np.random.default_rng(seed)
    one = np.repeat(np.arange(len(rows)), rows)
    other = np.repeat(np.arange(len(columns)), columns)
    shape = (len(rows), len(columns))
    return np.array(
        [
            associate(cross_count(one, rng.permutation(other), shape=shape)).p_value
            for _ in range(n_draws)
        ]
    )


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ([30, 570], [100] * 6),
        ([10, 1990], [20] * 100),
        ([12, 48], [10] * 6),
        ([20, 80, 100], [50, 90, 60]),
    ],
)
def test_shuffled_tables_are_rarely_significant(rows, columns):
    p_values = shuffled_p_values(rows, columns, n_draws=1500)
    assert (p_values <= 0.01).mean() <= 0.025
    assert p_values.min() > 1e-6


def test_large_tables_agree_with_the_usual_test():
    counts = np.array([[300, 340, 390], [700, 660, 610]])
    usual = chi2_contingency(counts)
    found = associate(counts)
    assert found.p_value == pytest.approx(usual.pvalue, rel=0.1)
    assert found.cramers_v == pytest.approx(np.sqrt(usual.statistic / counts.sum()))


@pytest.mark.parametrize("counts", [[[5, 5]], [[0, 0], [3, 4]], [[1, 0], [0, 1]]])
def test_tables_too_small_to_tell_are_never_significant(counts):
    assert associate(np.array(counts)).p_value == 1.0


def test_full_dependence_has_strength_one():
    assert associate(np.diag([50, 60, 70])).cramers_v == pytest.approx(1.0)


def slow_purity(values, genres):
    shares = []
    for row, (value, genre) in enumerate(zip(values, genres, strict=True)):
        others = [g for i, g in enumerate(genres) if values[i] == value and i != row]
        if not others:
            continue
        tally = {g: others.count(g) for g in set(others)}
        mine = tally.pop(genre, 0)
        best = max(tally.values(), default=0)
        shares.append(1.0 if mine > best else 0.5 if mine == best else 0.0)
    return np.mean(shares), len(shares)


@pytest.mark.parametrize("seed", range(20))
def test_purity_equals_its_slow_definition(seed):
    rng = np.random.default_rng(seed)
    values, genres = rng.integers(0, 12, 60), rng.integers(0, 4, 60)
    purity = measure_purity(values, genres)
    share, n_rows = slow_purity(values.tolist(), genres.tolist())
    assert purity.share == pytest.approx(share)
    assert purity.n_rows == n_rows


@pytest.mark.parametrize("n_values", [2, 20, 300])
def test_random_values_have_no_lift_however_many_they_are(n_values):
    rng = np.random.default_rng(n_values)
    purity = measure_purity(rng.integers(0, n_values, 600), rng.integers(0, 6, 600))
    assert abs(purity.lift) < 0.1
    assert purity.p_value > 0.001


def test_a_value_for_each_row_tells_nothing():
    assert measure_purity(np.arange(50), np.arange(50) % 5) is None


def test_values_inside_one_genre_lift_all():
    purity = measure_purity(np.arange(200) % 20, np.arange(200) % 4)
    assert (purity.lift, purity.n_values) == (1.0, 20)


def test_negative_codes_are_left_out():
    values, genres = np.array([0, 0, -1, 0]), np.array([1, 1, 0, -1])
    assert measure_purity(values, genres).n_rows == 2
    assert cross_count(values, genres, shape=(1, 2)).tolist() == [[0, 2]]
