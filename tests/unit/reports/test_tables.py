from __future__ import annotations

from genrelens.evaluation.results import Estimate
from genrelens.reports.formatting import decimal, percent
from genrelens.reports.tables import estimate_cell, number_cell


def test_an_estimate_stands_with_its_interval_and_sorts_by_its_value() -> None:
    cell = estimate_cell(Estimate(0.5, 0.4, 0.6), percent)
    assert (cell.text, cell.sort) == ("50.0\u00a0%", 0.5)
    assert cell.detail == "40.0 to 60.0\u00a0%"


def test_an_estimate_that_is_not_defined_says_so() -> None:
    assert estimate_cell(None, decimal).text == "not defined"


def test_a_count_sorts_as_a_number() -> None:
    assert number_cell(12_000).sort == 12_000
    assert number_cell(12_000).text == "12,000"
