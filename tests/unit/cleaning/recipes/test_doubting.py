"""Tests of genrelens.cleaning.recipes.doubting."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from genrelens.cleaning.cells.raw_column import Reading
from genrelens.cleaning.recipes.doubting import doubt_shares, remark_cells
from genrelens.schema.reading_recipe import ReadingRecipe

SHARE = ReadingRecipe("energy", "share", "energy", "%")


@pytest.fixture
def shares(column):
    """Give columns of shares of 100 as they are read."""

    def build(*columns):
        return [
            (column([str(cell) for cell in cells], f"share {number}"), SHARE,
             Reading(pd.Series(cells, dtype="float64") / 100))
            for number, cells in enumerate(columns)
        ]  # fmt: skip

    return build


def test_unread_and_rejudged_cells_are_remarked_on(column) -> None:
    reading = Reading(
        pd.Series([np.nan, 210_000.0, 201_000.0]),
        unread=np.array([True, False, False]),
        rejudged=np.array([False, True, False]),
    )
    recipe = ReadingRecipe("duration_ms", "duration", "duration_ms", "ms")
    cells = column([" lo\x1bng", "3.5", "201000"])
    unread, rejudged = remark_cells("duration_ms", cells, recipe, reading)

    assert (unread.rows.tolist(), unread.texts) == (
        [0],
        ("'lo\\x1bng' cannot be read",),
    )
    assert (rejudged.rows.tolist(), rejudged.texts) == (
        [1],
        ("3.5 is impossible in milliseconds, and was read as 210 seconds",),
    )


def test_nothing_odd_is_no_remark(column) -> None:
    reading = Reading(pd.Series([1.0]), unread=np.array([False]))

    assert remark_cells("x", column(["1"]), ReadingRecipe("x", "number"), reading) == ()


def test_rows_with_nothing_but_shares_of_1_are_doubted(shares) -> None:
    (remark,), (finding,) = doubt_shares(
        shares([0.5, 50, 0, 1, np.nan, 0.5], [0.7, 0.7, 0.7, 1, 0.7, 0])
    )

    assert remark.rows.tolist() == [0], "two shares above 0 are needed, one broken"
    assert remark.name == ""
    assert (finding.code, finding.n_rows, finding.lines) == (
        "scale-unlike-training",
        1,
        (2,),
    )
    assert finding.message.startswith("1 row of 6 has only shares below 1")


def test_whole_shares_and_a_single_share_are_not_doubted(shares) -> None:
    assert doubt_shares(shares([1, 0], [1, 1])) == ((), ())
    assert doubt_shares(shares([0.5, 0.4])) == ((), ())
    assert doubt_shares([]) == ((), ())
