"""Tests of genrelens.forest.compiling."""

from __future__ import annotations

import numpy as np

from genrelens.forest.compiling import compiled


@compiled
def add_in_order(numbers):
    """Sum the numbers one after another."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def test_a_sum_is_taken_in_the_order_in_which_it_is_written() -> None:
    numbers = np.random.default_rng(0).normal(size=10_000)
    expected = 0.0
    for number in numbers:
        expected += number

    assert add_in_order(numbers) == expected
    assert expected not in (numbers.sum(), add_in_order(numbers[::-1]))


def test_a_compiled_function_keeps_its_name_and_docstring() -> None:
    assert add_in_order.__name__ == "add_in_order"
    assert add_in_order.__doc__ == "Sum the numbers one after another."
