"""Tests of genrelens.cleaning.cells.evidence."""

from __future__ import annotations

import numpy as np

from genrelens.cleaning.cells.evidence import distinct, lines_where, pairs_where

MASK = np.array([False, *[True] * 9])


def test_at_most_five_lines_are_given_and_they_are_the_files() -> None:
    assert lines_where(MASK, np.arange(100, 110)) == (101, 102, 103, 104, 105)


def test_equal_cells_are_shown_once_and_controls_are_escaped() -> None:
    cells = ["-", *["a"] * 8, "\x1b[31m"]

    assert distinct(MASK, cells.__getitem__) == ("a", "\\x1b[31m")


def test_pairs_show_before_and_after() -> None:
    cells = [str(n % 2) for n in range(10)]

    assert pairs_where(MASK, cells.__getitem__, lambda row: f"{row % 2}!") == (
        ("1", "1!"),
        ("0", "0!"),
    )
