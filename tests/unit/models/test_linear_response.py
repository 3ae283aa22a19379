from __future__ import annotations

import numpy as np
from tests.unit.models.test_linear_shares import draw_rows, draw_rule

from genrelens.models.linear_response import respond_linearly
from genrelens.models.linear_rule import FARTHEST, answer_rows


def test_the_response_is_the_answer_with_that_value_in_its_place() -> None:
    rule = draw_rule(1)
    row = draw_rows(rule)[4]
    found = respond_linearly(rule, row, 2).at([-3.0, 0.0, 7.5])
    rows = np.repeat(row[np.newaxis], 3, axis=0)
    rows[:, 2] = [-3.0, 0.0, 7.5]
    np.testing.assert_array_equal(found, answer_rows(rule, rows))


def test_borders_rise_and_end_where_values_are_cut() -> None:
    rule = draw_rule(2)
    borders = respond_linearly(rule, draw_rows(rule)[0], 0).borders
    assert (np.diff(borders) > 0).all()
    edges = rule.mean[0] + rule.spread[0] * FARTHEST * np.array([-1, 1])
    np.testing.assert_allclose(borders[[0, -1]], edges, rtol=1e-6)


def test_between_two_borders_the_answer_hardly_changes() -> None:
    rule = draw_rule(3)
    response = respond_linearly(rule, draw_rows(rule)[1], 3)
    steps = np.abs(np.diff(response.at(response.borders), axis=0)).max()
    largest = np.ptp(rule.coefficients[3])
    assert steps <= 0.01 * largest
