"""Tests of genrelens.cleaning.cells.time_signatures."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.cleaning.cells.time_signatures import (
    beats_per_bar,
    read_time_signatures,
)


@pytest.mark.parametrize(
    ("cell", "beats"),
    [
        ("4", 4),
        ("4.0", 4),
        ("4/4", 4),
        ("3/4", 3),
        ("0/4", 0),
        ("6/8", 6),
        ("04-Apr", 4),
        ("4-Apr", 4),
        ("4-Mar", 3),
        ("3-Apr", 3),
        ("Apr-04", 4),
        ("4-May", 5),
        ("4-Jan", 1),
        ("8-Jun", 6),
        ("2023-04-04 00:00:00", 4),
        ("2023-03-04", 3),
    ],
)
def test_every_form_gives_beats_per_bar(cell, beats) -> None:
    assert beats_per_bar(cell) == beats


@pytest.mark.parametrize("cell", ["waltz", "4/5", "31-Dec", "4-Foo", "4.5", ""])
def test_other_cells_give_nothing(cell) -> None:
    assert np.isnan(beats_per_bar(cell))


def test_a_spreadsheets_dates_are_told(column) -> None:
    read = read_time_signatures(
        column(["4-Apr", "3/4", "4", "4-Apr"], "time_signature")
    )

    assert read.series.tolist() == [4, 3, 4, 4]
    (finding,) = read.findings
    assert (finding.code, finding.n_rows, finding.lines) == ("excel-dates", 2, (2, 5))
    assert read.changes[0].n_cells == 3
