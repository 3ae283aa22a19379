"""Tests of genrelens.forest.compiling."""

from __future__ import annotations

import sys

import numba
import numpy as np
import pytest
from numba.core.errors import NumbaError

from genrelens.forest.compiling import compiled, inlined, unmanaged


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


@compiled
def divide(above, below):
    """Divide one number by another."""
    return above / below


def test_dividing_by_zero_gives_what_numpy_gives() -> None:
    assert divide(1.0, 0.0) == np.inf
    assert np.isnan(divide(0.0, 0.0))


def test_where_nothing_can_be_kept_each_process_compiles_for_itself(
    monkeypatch,
) -> None:
    asked = []
    compile_for_real = numba.njit

    def njit(*, cache, **settings):
        asked.append(cache)
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return compile_for_real(cache=False, **settings)

    monkeypatch.setattr(numba, "njit", njit)
    doubled = compiled(lambda number: number * 2)

    assert doubled(21) == 42
    assert asked == [True, False]


@inlined
def double(number):
    """Double a number."""
    return 2 * number


@compiled
def quadruple(number):
    """Double a number twice."""
    return double(double(number))


def test_an_inlined_function_works_within_another_and_by_itself() -> None:
    assert quadruple(3) == 12
    assert double(3) == 6


def add_up(numbers):
    total = 0.0
    for number in numbers[1:]:
        total += number
    return total


def add_copies(numbers):
    return (numbers + numbers)[0]


def test_unmanaged_work_on_given_arrays_gives_what_python_gives() -> None:
    numbers = np.arange(5.0)
    before = sys.getrefcount(numbers)

    assert unmanaged(add_up)(numbers) == add_up(numbers) == 10
    assert sys.getrefcount(numbers) == before


def test_creating_an_array_unmanaged_is_refused_when_compiled() -> None:
    with pytest.raises(NumbaError, match="NRT required"):
        unmanaged(add_copies)(np.arange(3.0))
