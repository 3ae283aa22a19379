"""Tests of genrelens.cleaning.cells.texts."""

from __future__ import annotations

import pandas as pd

from genrelens.cleaning.cells.texts import read_categories, read_names


def test_titles_stay_as_written_but_for_spaces_around_them(column) -> None:
    read = read_names(column([" Señorita ", "?", "None", "<b>x</b>"]))

    assert read.series.tolist() == ["Señorita", "?", "None", "<b>x</b>"]
    (change,) = read.changes
    assert (change.step, change.n_cells) == ("texts", 1)


def test_empty_fields_are_missing_and_in_the_ledger(column) -> None:
    read = read_names(column(["empty_field", "a", ""]))

    assert read.series.isna().tolist() == [True, False, True]
    assert read.changes[0].examples == (("empty_field", ""),)
    assert read.changes[0].n_cells == 1


def test_text_stays_of_the_text_type(column) -> None:
    for read in (read_names(column(["a", ""])), read_categories(column([1.0, None]))):
        assert isinstance(read.series.dtype, pd.StringDtype)


def test_numbers_used_as_names_have_no_point(column) -> None:
    assert read_names(column([7.0, 8.0])).series.tolist() == ["7", "8"]
