"""Tests of genrelens.cleaning.cells.musical_keys."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.cleaning.cells.musical_keys import pitch_class, read_keys

CIRCLE = ["C", "G", "D", "A", "E", "B", "F#", "Db", "Ab", "Eb", "Bb", "F"]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("C", 0),
        ("A#", 10),
        ("Bb", 10),
        ("B♭", 10),
        ("F♯", 6),
        ("Cb", 11),
        ("C#/Db", 1),
        ("B", 11),
        ("b", 11),
        ("Am", 9),
        ("A minor", 9),
        ("F# Major", 6),
        ("E-flat", 3),
        ("C sharp minor", 1),
        ("11", 11),
        ("-1", -1),
        ("10.0", 10),
    ],
)
def test_every_form_gives_its_pitch_class(cell, number) -> None:
    assert pitch_class(cell) == number


@pytest.mark.parametrize("cell", ["H2O", "", "0A", "13B", "Ax", "major"])
def test_other_cells_give_nothing(cell) -> None:
    assert np.isnan(pitch_class(cell))


@given(st.integers(0, 11))
def test_the_camelot_wheel_is_the_circle_of_fifths(step: int) -> None:
    hour = (step + 7) % 12 + 1
    tonic = pitch_class(CIRCLE[step])

    assert pitch_class(f"{hour}B") == tonic
    assert pitch_class(f"{hour}A") == (tonic + 9) % 12


def test_letters_are_changes_and_numbers_are_not(column) -> None:
    read = read_keys(column(["C#", "3", ""]))

    assert read.changes[0].n_cells == 1
    assert np.array_equal(read.series, [1, 3, np.nan], equal_nan=True)
