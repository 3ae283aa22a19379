"""Tests of genrelens.cleaning.cells.raw_column."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from genrelens.cleaning.cells.raw_column import raw_column


def build(cells: pd.Series):
    return raw_column("x", cells, np.arange(2, len(cells) + 2))


@pytest.mark.parametrize(
    ("cells", "first", "second"),
    [
        (pd.Series(["a", ""], dtype="str"), "a", ""),
        (pd.Series([1, 2]), "1", "2"),
        (pd.Series([1.0, np.nan]), "1", ""),
        (pd.Series([True, None], dtype="boolean"), "1", ""),
        (pd.Series([True, False]), "True", "False"),
        (pd.Series([3, None], dtype="Int64"), "3", ""),
        (pd.Series(["a", None], dtype="category"), "a", ""),
        (pd.Series([True, None], dtype=object), "True", ""),
        (pd.Series([["a"], None], dtype=object), "['a']", ""),
    ],
)
def test_every_column_type_can_be_shown(cells, first, second) -> None:
    column = build(cells)

    assert (column.cell(0), column.cell(1)) == (first, second)


def test_dates_are_shown_as_dates() -> None:
    cells = pd.Series(pd.to_datetime([dt.date(2019, 6, 14)]))

    assert build(cells).cell(0).startswith("2019-06-14")


def test_a_cell_of_spaces_is_blank() -> None:
    column = build(pd.Series([" ", "", "x", None], dtype="str"))

    assert column.is_blank.tolist() == [True, True, False, True]
    assert column.n_present == 1


def test_levels_rebuild_the_column() -> None:
    column = build(pd.Series(["a", " b", None, "a"], dtype="str"))
    codes, levels = column.levels

    assert codes.tolist() == [0, 1, -1, 0]
    assert levels.tolist() == ["a", "b"]


def test_a_sample_is_spread_evenly_over_the_rows() -> None:
    column = build(pd.Series([str(n) for n in range(1000)], dtype="str"))

    assert column.sample(3).tolist() == ["0", "499", "999"]
