"""Tests of genrelens.forest.binned.unmanaged."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from numba.core.errors import NumbaError

from genrelens.forest.binned.unmanaged import unmanaged


def add_up(numbers):
    total = 0.0
    for number in numbers[1:]:
        total += number
    return total


def add_copies(numbers):
    return (numbers + numbers)[0]


def test_work_on_given_arrays_gives_what_python_gives() -> None:
    numbers = np.arange(5.0)
    before = sys.getrefcount(numbers)

    assert unmanaged(add_up)(numbers) == add_up(numbers) == 10
    assert sys.getrefcount(numbers) == before


def test_creating_an_array_is_refused_when_compiled() -> None:
    with pytest.raises(NumbaError, match="NRT required"):
        unmanaged(add_copies)(np.arange(3.0))
