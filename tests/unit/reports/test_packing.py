from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.reports.packing import LEVELS, pack_integers, pack_shares

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _unpack(text: str, width: int) -> list[int]:
    """Read as the page's script does: the slow oracle."""
    numbers = []
    for start in range(0, len(text), width):
        number = 0
        for character in text[start : start + width]:
            number = number * 64 + ALPHABET.index(character)
        numbers.append(number)
    return numbers


@given(st.lists(st.integers(0, 64**3 - 1)))
def test_whole_numbers_come_back_as_they_were(numbers: list[int]) -> None:
    text = pack_integers(np.array(numbers, dtype=np.int64), width=3)
    assert _unpack(text, 3) == numbers


@given(st.lists(st.floats(-0.3, 0.9)))
def test_shares_come_back_within_half_a_step(values: list[float]) -> None:
    text = pack_shares(np.array(values), low=-0.3, high=0.9)
    back = [-0.3 + step / (LEVELS - 1) * 1.2 for step in _unpack(text, 2)]
    assert np.allclose(back, values, atol=1.2 / (LEVELS - 1) / 2 + 1e-12)


def test_shares_outside_are_written_as_the_nearer_end() -> None:
    text = pack_shares(np.array([-5.0, 5.0]), low=0.0, high=1.0)
    assert _unpack(text, 2) == [0, LEVELS - 1]


@pytest.mark.parametrize("number", [-1, 64])
def test_a_number_that_does_not_fit_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="do not fit in 1 digits"):
        pack_integers(np.array([number]), width=1)
