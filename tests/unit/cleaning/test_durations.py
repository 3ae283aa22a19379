"""Tests of genrelens.cleaning.durations."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.cleaning.durations import (
    guess_units,
    parse_clock,
    read_durations,
    units_by_size,
    usual_unit,
)
from genrelens.schema.reading_recipe import ReadingRecipe


def recipe(values, named=""):
    unit, has_short_minutes = usual_unit(values, named=named)
    return ReadingRecipe(
        "len", "duration", unit=unit, has_short_minutes=has_short_minutes
    )


FACTORS = {"ms": 1.0, "s": 1e3, "min": 6e4}


@pytest.mark.parametrize("unit", ["ms", "s", "min"])
@given(st.lists(st.integers(95_000, 900_000), min_size=3, max_size=30))
def test_songs_of_usual_length_tell_their_unit(unit, times_ms) -> None:
    values = np.array(times_ms) / FACTORS[unit]

    assert set(guess_units(values)) == {unit}


@given(st.lists(st.integers(95_000, 900_000), min_size=4, max_size=30), st.data())
def test_minutes_among_milliseconds_are_told_apart(times_ms, data) -> None:
    """One public table mixes the two, and the unit gives the genre away."""
    n_minutes = data.draw(st.integers(1, (len(times_ms) - 1) // 2))
    values = np.array(times_ms, dtype=float)
    values[:n_minutes] /= FACTORS["min"]

    units = guess_units(values, named="min/ms")

    assert units.tolist() == ["min"] * n_minutes + ["ms"] * (len(values) - n_minutes)


def test_missing_values_have_no_unit() -> None:
    assert guess_units(np.array([np.nan, 2e5])).tolist() == ["", "ms"]
    assert guess_units(np.array([np.nan])).tolist() == [""]
    assert guess_units(np.array([])).tolist() == []


def test_a_plausible_unit_in_the_header_is_believed() -> None:
    """Short interludes in seconds are not minutes."""
    values = np.array([200.0, 12.5, 180.0, 240.0])

    assert guess_units(values, named="s").tolist() == ["s"] * 4


def test_a_header_that_the_values_contradict_is_not_believed() -> None:
    assert set(guess_units(np.array([201.0, 187.0, 240.0]), named="ms")) == {"s"}


@pytest.mark.parametrize(
    ("cell", "ms"),
    [
        ("3:45", 225_000),
        ("0:59", 59_000),
        ("1:02:03", 3_723_000),
        ("3:45.5", 225_500),
        ("3 min 12 s", 192_000),
        ("3m12s", 192_000),
    ],
)
def test_clock_times_are_read(cell, ms) -> None:
    assert parse_clock(pd.Series([cell], dtype="str")).tolist() == [ms]


@pytest.mark.parametrize("cell", ["225", "3:75", "a:b", "4/4", ""])
def test_other_cells_are_no_clock_times(cell) -> None:
    assert np.isnan(parse_clock(pd.Series([cell], dtype="str"))).all()


def test_mixed_units_are_a_warning_with_counts_lines_and_units_by_row(column) -> None:
    values = np.array([234596.0, 3.5, np.nan, 201000.0])
    read = read_durations(
        column(["234596", "3.5", "", "201000"], "len"), values, recipe=recipe(values)
    )

    assert np.array_equal(read.series, [234596, 210000, np.nan, 201000], equal_nan=True)
    (finding,) = read.findings
    assert (finding.code, finding.severity) == ("mixed-units", "warning")
    assert finding.details == {"cells_by_unit": {"ms": 2, "min": 1}}
    assert (finding.n_rows, finding.lines, finding.examples) == (1, (3,), ("3.5",))
    assert read.units.tolist() == ["ms", "min", "", "ms"]


def test_one_unit_has_no_units_by_row(column) -> None:
    values = np.array([201.0, 187.0])
    read = read_durations(column(["201", "187"], "dur"), values, recipe=recipe(values))

    assert read.units is None
    assert [finding.code for finding in read.findings] == ["unit-from-values"]
    assert read.changes[0].examples == (("201", "201000"), ("187", "187000"))


def test_a_contradicted_header_is_a_warning(column) -> None:
    values = np.array([201.0, 187.0])
    read = read_durations(
        column(["201", "187"], "duration_ms"),
        values,
        recipe=recipe(values, "ms"),
        named="ms",
    )

    assert [finding.code for finding in read.findings] == ["unit-not-as-named"]
    assert read.series.tolist() == [201_000, 187_000]


def test_what_the_header_says_and_the_values_bear_out_needs_no_word(column) -> None:
    values = np.array([201_000.0, 187_000.0])
    read = read_durations(
        column(["201000", "187000"]), values, recipe=recipe(values, "ms"), named="ms"
    )

    assert (read.changes, read.findings) == ((), ())


@given(st.lists(st.floats(0, 1e7), max_size=20), st.sampled_from(["ms", "s", "min"]))
def test_a_number_is_judged_by_itself_once_the_unit_is_decided(values, unit) -> None:
    together = units_by_size(np.array(values, dtype=float), unit)
    alone = [units_by_size(np.array([value]), unit)[0] for value in values]

    assert together.tolist() == alone


def test_a_given_unit_is_not_guessed_again(column) -> None:
    """9000 ms, alone in its table, was once read as 9000 seconds."""
    given_ms = ReadingRecipe("duration_ms", "duration", unit="ms")
    read = read_durations(
        column(["9000"]), np.array([9000.0]), recipe=given_ms, is_given=True
    )

    assert read.series.tolist() == [9000]
    assert (read.findings, read.rejudged.any()) == ((), False)


def test_what_is_impossible_in_the_given_unit_is_told_cell_by_cell(column) -> None:
    given_ms = ReadingRecipe("duration_ms", "duration", unit="ms")
    read = read_durations(
        column(["201000", "3.5"]), np.array([201_000.0, 3.5]), recipe=given_ms,
        is_given=True,
    )  # fmt: skip

    assert read.series.tolist() == [201_000, 210_000]
    assert read.rejudged.tolist() == [False, True]
    assert [finding.code for finding in read.findings] == ["unit-unlike-training"]
