"""Laws of the values of Aumann and Shapley, and their definition as an oracle."""

from __future__ import annotations

from dataclasses import replace
from math import comb

import numpy as np
import pytest
from scipy.integrate import quad_vec
from scipy.special import softmax

from genrelens.models.linear_rule import LinearRule, answer_rows, to_inputs
from genrelens.models.linear_shares import base_of, count_steps, share_out


def draw_rule(
    seed: int, *, n_columns: int = 4, n_genres: int = 3, size: float = 1.0
) -> LinearRule:
    rng = np.random.default_rng(seed)
    has_gaps = np.arange(n_columns) == 1
    n_inputs = n_columns + 1
    shares = rng.uniform(0.5, 1.0, 2)
    rule = LinearRule(
        mean=rng.normal(size=n_columns),
        spread=rng.uniform(0.5, 2.0, n_columns),
        has_gaps=has_gaps,
        coefficients=size * rng.normal(size=(n_inputs, n_genres)),
        intercepts=rng.normal(size=n_genres),
        typical=0.5 * rng.normal(size=(2, n_inputs)),
        typical_shares=shares / shares.sum(),
    )
    rule.check()
    return rule


def draw_rows(rule: LinearRule, n_rows: int = 20) -> np.ndarray:
    rng = np.random.default_rng(9)
    rows = rng.normal(0, 2, size=(n_rows, rule.n_columns)).astype(np.float32)
    rows[::3, 1] = np.nan
    return rows


def explain(rule: LinearRule, rows: np.ndarray, n_jobs: int = 1) -> np.ndarray:
    owners = np.arange(rule.n_columns)
    return share_out(rule, rows, owners, rule.n_columns, n_jobs=n_jobs)


@pytest.mark.parametrize("size", [0.01, 1.0, 10.0, 300.0])
@pytest.mark.parametrize("n_genres", [2, 3, 12])
def test_values_and_base_sum_to_the_probability(size: float, n_genres: int) -> None:
    rule = draw_rule(1, n_genres=n_genres, size=size)
    rows = draw_rows(rule)
    total = base_of(rule) + explain(rule, rows).sum(axis=1)
    np.testing.assert_allclose(total, answer_rows(rule, rows), rtol=0, atol=1e-9)


def test_the_values_of_all_genres_cancel() -> None:
    rule = draw_rule(2)
    values = explain(rule, draw_rows(rule))
    np.testing.assert_allclose(values.sum(axis=2), 0.0, atol=1e-13)


def test_every_value_is_the_integral_that_defines_it() -> None:
    rule = draw_rule(3)
    rows = draw_rows(rule, 4)
    inputs = to_inputs(rule, rows)
    expected = np.zeros((4, rule.n_columns, 3))
    for row in range(4):
        for point, share in zip(rule.typical, rule.typical_shares, strict=True):
            moved = inputs[row] - point

            def slope(t: float, at=point, by=moved) -> np.ndarray:
                odds = (at + t * by) @ rule.coefficients + rule.intercepts
                chance = softmax(odds)
                weights = rule.coefficients
                return by[:, None] * chance * (weights - (weights @ chance)[:, None])

            found, _ = quad_vec(slope, 0, 1, epsabs=1e-13)
            np.add.at(expected[row], rule.owners, share * found)
    np.testing.assert_allclose(explain(rule, rows), expected, atol=1e-11)


def test_they_are_the_limit_of_shapley_values_of_ever_smaller_pieces() -> None:
    """Cut two inputs into m pieces each; the pieces' Shapley values add up to ours."""
    weights = np.array([[1.5, -1.0, 0.2], [0.4, 1.2, -0.9]])
    rule = LinearRule(
        mean=np.zeros(2),
        spread=np.ones(2),
        has_gaps=np.zeros(2, bool),
        coefficients=weights,
        intercepts=np.array([0.2, -0.1, 0.0]),
        typical=np.array([[-0.5, 0.3]]),
        typical_shares=np.ones(1),
    )
    end = np.array([1.2, -1.4])
    values = explain(rule, end[np.newaxis].astype(np.float32))[0]
    moved = end.astype(np.float32) - rule.typical[0]

    def of_pieces(m: int) -> np.ndarray:
        total = np.zeros((2, 3))
        for one in range(m + 1):
            for two in range(m + 1):
                at = rule.typical[0] + moved * [one / m, two / m]
                here = softmax(at @ weights + rule.intercepts)
                for place, (own, other) in enumerate([(one, two), (two, one)]):
                    if own == m:
                        continue
                    # The chance that `own` and `other` pieces come before one more.
                    before = own + other
                    chance = comb(m - 1, own) * comb(m, other)
                    chance /= 2 * m * comb(2 * m - 1, before)
                    step = np.zeros(2)
                    step[place] = moved[place] / m
                    there = softmax((at + step) @ weights + rule.intercepts)
                    total[place] += m * chance * (there - here)
        return total

    coarse = np.abs(of_pieces(8) - values).max()
    fine = np.abs(of_pieces(64) - values).max()
    assert fine < 3e-3
    assert fine < coarse / 6  # the error falls as 1 / m


def test_an_input_without_weight_has_no_part() -> None:
    rule = draw_rule(4)
    weights = rule.coefficients.copy()
    weights[2] = 0.7  # the same for every genre
    values = explain(replace(rule, coefficients=weights), draw_rows(rule))
    assert np.abs(values[:, 2]).max() < 1e-14


def test_inputs_that_are_alike_have_like_parts() -> None:
    rule = draw_rule(5)
    weights, typical = rule.coefficients.copy(), rule.typical.copy()
    weights[3], typical[:, 3] = weights[0], typical[:, 0]
    mean, spread = rule.mean.copy(), rule.spread.copy()
    mean[3], spread[3] = mean[0], spread[0]
    alike = replace(
        rule, coefficients=weights, typical=typical, mean=mean, spread=spread
    )
    rows = draw_rows(rule)
    rows[:, 3] = rows[:, 0]
    values = explain(alike, rows)
    np.testing.assert_allclose(values[:, 0], values[:, 3], atol=1e-14)


def test_typical_tracks_count_by_their_shares() -> None:
    rule = draw_rule(6)
    rows = draw_rows(rule)
    alone = [
        explain(
            replace(rule, typical=point[np.newaxis], typical_shares=np.ones(1)), rows
        )
        for point in rule.typical
    ]
    expected = sum(
        share * each for share, each in zip(rule.typical_shares, alone, strict=True)
    )
    np.testing.assert_allclose(explain(rule, rows), expected, atol=1e-14)


def test_small_parts_are_those_of_the_log_odds_times_the_slope() -> None:
    rule = draw_rule(7, size=1e-4)
    rows = draw_rows(rule)
    inputs = to_inputs(rule, rows)
    chance = softmax(rule.intercepts)
    weights = rule.coefficients - (rule.coefficients @ chance)[:, np.newaxis]
    mean = rule.typical_shares @ rule.typical
    parts = (inputs - mean)[:, :, np.newaxis] * weights * chance
    expected = np.zeros((len(rows), rule.n_columns, 3))
    for place, owner in enumerate(rule.owners):
        expected[:, owner] += parts[:, place]
    np.testing.assert_allclose(explain(rule, rows), expected, atol=1e-6)
    assert np.abs(expected).max() > 1e-4


def test_threads_and_neighbours_change_nothing() -> None:
    rule = draw_rule(8)
    rows = draw_rows(rule, 150)
    found = explain(rule, rows)
    np.testing.assert_array_equal(found, explain(rule, rows, n_jobs=2))
    np.testing.assert_array_equal(found[77:78], explain(rule, rows[77:78]))
    assert explain(rule, rows[:0]).shape == (0, 4, 3)


def test_more_genres_take_more_steps() -> None:
    assert count_steps(draw_rule(1, n_genres=12)) > count_steps(draw_rule(1))
