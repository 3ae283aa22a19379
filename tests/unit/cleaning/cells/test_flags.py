"""Tests of genrelens.cleaning.cells.flags."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.cleaning.cells.flags import are_flags, are_two_scaled_levels, read_flags
from genrelens.errors import ColumnError


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("TRUE", 1.0),
        ("True", 1.0),
        ("true", 1.0),
        ("t", 1.0),
        ("Yes", 1.0),
        ("1", 1.0),
        ("1.0", 1.0),
        ("E", 1.0),
        ("explicit", 1.0),
        ("Oui", 1.0),
        ("FALSE", 0.0),
        ("no", 0.0),
        ("0", 0.0),
        ("0.0", 0.0),
        ("clean", 0.0),
    ],
)
def test_every_known_spelling_is_read(column, cell, number) -> None:
    assert read_flags(column([cell]), name="explicit").series.tolist() == [number]


def test_columns_that_are_boolean_already_survive() -> None:
    """The first user's own bug: mapping words over booleans leaves nothing."""
    import pandas as pd

    from genrelens.cleaning.cells.raw_column import raw_column

    for cells in (
        pd.Series([True, False]),
        pd.Series([True, False], dtype=object),
        pd.Series([1, 0]),
        pd.Series([1.0, 0.0]),
        pd.Series([True, False], dtype="boolean"),
    ):
        read = read_flags(raw_column("Explicit", cells, np.arange(2)))
        assert read.series.tolist() == [1.0, 0.0], cells.dtype


@pytest.mark.parametrize("cell", ["", " NaN ", "?", "n/a"])
def test_an_empty_cell_stays_missing(column, cell) -> None:
    assert np.isnan(read_flags(column(["yes", cell])).series[1])


def test_an_unknown_word_names_column_count_sample_and_remedy(column) -> None:
    with pytest.raises(ColumnError) as caught:
        read_flags(column(["yes", "maybe", "perhaps"], "Explicit"))

    assert caught.value.column == "Explicit"
    assert "2 of 3" in str(caught.value)
    assert "'maybe', 'perhaps'" in str(caught.value)
    assert str(caught.value).endswith("drop the column.")


def test_few_unknown_words_are_missing_and_told_with_their_lines(column) -> None:
    read = read_flags(column(["yes"] * 39 + ["maybe"]))

    assert np.isnan(read.series[39])
    (finding,) = read.findings
    assert (finding.code, finding.n_rows) == ("unreadable-cells", 1)
    assert finding.lines == (41,)
    assert finding.examples == ("maybe",)


def test_the_ledger_counts_respelt_cells_only(column) -> None:
    (change,) = read_flags(column(["TRUE", "0", "", "FALSE"])).changes

    assert change.n_cells == 2
    assert change.examples == (("TRUE", "1"), ("FALSE", "0"))
    assert read_flags(column(["1", "0"])).changes == ()


def test_major_and_minor_are_read_in_a_mode_only(column) -> None:
    cells = column(["Major", "Minor"])

    assert read_flags(cells, name="mode").series.tolist() == [1.0, 0.0]
    with pytest.raises(ColumnError):
        read_flags(cells, name="explicit")


@pytest.mark.parametrize("cells", [[-1.3, 0.7, 0.7], ["-1.3", "0.7", "0.7"]])
def test_a_scaled_flag_keeps_its_order(column, cells) -> None:
    """One from a CSV file was once refused."""
    numbers = np.array(cells, dtype=float)
    read = read_flags(column(cells), scaled=numbers)

    assert are_two_scaled_levels(numbers)
    assert read.series.tolist() == [0.0, 1.0, 1.0]
    assert read.changes[0].n_cells == 3


def test_only_columns_of_yes_and_no_are_flags(column) -> None:
    assert are_flags(column(["yes", "", "no"]))
    assert not are_flags(column(["yes", "blue"]))
    assert not are_flags(column(["", "?"]))
