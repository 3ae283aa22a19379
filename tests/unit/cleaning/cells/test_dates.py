"""Tests of genrelens.cleaning.cells.dates."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.cleaning.cells.dates import read_years, year_of

FORMS = ["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d-%m-%Y", "%d %b %Y", "%B %d, %Y", "%Y",
         "%Y-%m", "%Y%m%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S"]  # fmt: skip


START, END = dt.datetime(1900, 1, 1), dt.datetime(2100, 12, 31)  # noqa: DTZ001


@given(
    st.datetimes(min_value=START, max_value=END),
    st.sampled_from(FORMS),
)
def test_every_usual_form_gives_its_year(date: dt.datetime, form: str) -> None:
    assert year_of(date.strftime(form)) == date.year


@pytest.mark.parametrize(
    "cell", ["4-Apr", "6/14/19", "1756", "2150-01-01", "1999/2001", "soon", ""]
)
def test_years_are_not_guessed(cell) -> None:
    assert np.isnan(year_of(cell))


@pytest.mark.parametrize(("cell", "number"), [("0", 0), ("0000", 0), ("-1", -1)])
def test_sentinels_are_left_to_be_judged(cell, number) -> None:
    assert year_of(cell) == number


def test_dates_that_cannot_be_read_are_told(column) -> None:
    read = read_years(column(["2019-06-14", "1999", "long ago", ""], "release_date"))

    assert np.array_equal(read.series, [2019, 1999, np.nan, np.nan], equal_nan=True)
    assert read.findings[0].n_rows == 1
    assert read.changes[0].examples == (("2019-06-14", "2019"),)
