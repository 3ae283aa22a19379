"""Tests of genrelens.cleaning.cells.coded_cells."""

from __future__ import annotations

import numpy as np

from genrelens.cleaning.cells.coded_cells import read_by_level, share_readable


def parse(cell: str) -> float:
    return {"one": 1.0, "2": 2.0}.get(cell, np.nan)


def read(column):
    return read_by_level(column, parse, step="s", what="w", allowed="a small number")


def test_each_cell_gets_the_number_of_its_level(column) -> None:
    found = read(column(["one", "2", "", "?", "one"])).series

    assert np.array_equal(found, [1, 2, np.nan, np.nan, 1], equal_nan=True)


def test_only_respelt_cells_are_changes(column) -> None:
    (change,) = read(column(["2", "one", "2"])).changes

    assert (change.n_cells, change.examples, change.lines) == (
        1,
        (("one", "1"),),
        (3,),
    )


def test_unread_cells_are_told_with_count_and_sample(column) -> None:
    (finding,) = read(column(["2", "three", "four"], "Key")).findings

    assert finding.code == "unreadable-cells"
    assert "2 of 3 cells in 'Key' are not a small number, e.g. 'three'" in (
        finding.message
    )


def test_the_share_that_can_be_read_leaves_missing_cells_out(column) -> None:
    assert share_readable(column(["one", "x", "?", ""]), parse) == 0.5
    assert share_readable(column(["", "?"]), parse) == 1.0
