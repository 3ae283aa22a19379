from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.models.linear_rule import FARTHEST, LinearRule, answer_rows, to_inputs


@pytest.fixture
def rule() -> LinearRule:
    return LinearRule(
        mean=np.array([120.0, 0.5]),
        spread=np.array([20.0, 0.1]),
        has_gaps=np.array([False, True]),
        coefficients=np.array([[1.0, -1.0], [0.5, 0.0], [-2.0, 2.0]]),
        intercepts=np.array([0.3, 0.0]),
        typical=np.zeros((1, 3)),
        typical_shares=np.ones(1),
    )


def test_a_row_becomes_deviations_cut_at_six_and_marks_of_gaps(
    rule: LinearRule,
) -> None:
    rows = np.array([[140, 0.4], [1e9, np.nan], [np.nan, -9]], dtype=np.float32)
    expected = [[1, -1, 0], [FARTHEST, 0, 1], [0, -FARTHEST, 0]]
    np.testing.assert_allclose(to_inputs(rule, rows), expected, atol=1e-6)


def test_answers_are_the_softmax_of_weighted_inputs(rule: LinearRule) -> None:
    rng = np.random.default_rng(0)
    rows = np.column_stack([rng.normal(120, 30, 50), rng.normal(0.5, 0.2, 50)])
    rows = rows.astype(np.float32)
    rows[::5, 1] = np.nan
    odds = to_inputs(rule, rows) @ rule.coefficients + rule.intercepts
    expected = np.exp(odds) / np.exp(odds).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(answer_rows(rule, rows), expected, rtol=1e-13)


def test_the_steepest_rule_that_is_let_through_answers_with_numbers(
    rule: LinearRule,
) -> None:
    steep = replace(rule, coefficients=np.full((3, 2), 5_000.0) * [[1, -1]])
    steep.check()
    rows = np.array([[1e30, 1e30], [-1e30, np.nan]], dtype=np.float32)
    found = answer_rows(steep, rows)
    assert np.isfinite(found).all()
    np.testing.assert_allclose(found.sum(axis=1), 1.0)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"mean": np.array([np.nan, 0.0])}, "mean holds a number that is not finite"),
        ({"spread": np.array([0.0, 1.0])}, "not above 0"),
        ({"spread": np.array([1.0])}, "spread has shape"),
        ({"coefficients": np.zeros((2, 2))}, "coefficients has shape"),
        ({"coefficients": np.full((3, 2), 1e300)}, "log-odds beyond"),
        ({"intercepts": np.array([np.inf, 0.0])}, "intercepts holds"),
        ({"typical": np.full((1, 3), 7.0)}, "beyond 6 standard deviations"),
        ({"typical_shares": np.array([0.5])}, "do not sum to 1"),
        ({"typical_shares": np.array([1.5, -0.5])}, "typical has shape"),
    ],
)
def test_numbers_that_are_no_rule_are_refused(
    rule: LinearRule, changes: dict[str, np.ndarray], told: str
) -> None:
    with pytest.raises(InputError, match=told):
        replace(rule, **changes).check()


def test_a_rule_counts_its_inputs_and_bytes(rule: LinearRule) -> None:
    rule.check()
    assert (rule.n_columns, rule.n_inputs, rule.n_genres) == (2, 3, 2)
    assert rule.gap_inputs.tolist() == [-1, 2]
    assert rule.owners.tolist() == [0, 1, 1]
    assert rule.nbytes == 8 * (2 + 2 + 6 + 2 + 3 + 1) + 2
