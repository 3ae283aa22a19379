"""Tests of genrelens.cleaning.recipes.following."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genrelens.cleaning.assignment import Assignment
from genrelens.cleaning.recipes.deciding import decide_recipes
from genrelens.cleaning.recipes.following import read_by_recipe
from genrelens.errors import ColumnError
from genrelens.schema.known_columns import known_column
from genrelens.schema.reading_recipe import ReadingRecipe


@pytest.fixture
def read(profile):
    """Read a known attribute as a table of this one column would."""

    def build(name, cells, header=None, **other):
        looked_at, known = profile(header or name, cells, **other), known_column(name)
        guess = Assignment(looked_at, name, known.role, known.kind, "", known)
        (decision,) = decide_recipes([guess])
        return read_by_recipe(
            looked_at, decision.recipe, why_of_100=decision.why_of_100
        )

    return build


def codes(reading) -> list[str]:
    return [finding.code for finding in reading.findings]


@pytest.mark.parametrize(
    ("name", "cells", "values"),
    [
        ("tempo", ["120", "0", "0.0"], [120, np.nan, np.nan]),
        ("time_signature", ["4", "0", "0/4"], [4, np.nan, np.nan]),
        ("duration_ms", ["201000", "-1", "empty_field"], [201_000, np.nan, np.nan]),
        ("duration_ms", ["201", "1,412", "187"], [201_000, 1_412_000, 187_000]),
        ("duration_ms", ["3:45", "2:00", "?"], [225_000, 120_000, np.nan]),
        ("duration_ms", ["3.5 min", "201 s", "187000"], [210_000, 201_000, 187_000]),
        ("key", ["A#", "C", "-1"], [10, 0, np.nan]),
        ("key", [11.0, -1.0, 0.0], [11, np.nan, 0]),
        ("mode", ["Major", "Minor", ""], [1, 0, np.nan]),
        ("year", ["2019-06-14", "22-02-1922", "0"], [2019, 1922, np.nan]),
        ("energy", ["80", "0", "100"], [0.8, 0, 1]),
        ("energy", ["80 %", "5%", ""], [0.8, 0.05, np.nan]),
        ("energy", ["0,8", "0,05", " "], [0.8, 0.05, np.nan]),
        ("energy", ["0.8", "-1", "0.5"], [0.8, np.nan, 0.5]),
        ("loudness", ["-5176.0", "-8.1", "-1"], [-5.176, -8.1, -1]),
        ("loudness", ["-5,2 dB", "-7,1", "-8"], [-5.2, -7.1, -8]),
        ("popularity", ["0", "55", "-1"], [0, 55, np.nan]),
    ],
)
def test_cells_come_out_in_the_attributes_own_unit(read, name, cells, values) -> None:
    found = read(name, cells).series.to_numpy()

    np.testing.assert_allclose(found, values, rtol=1e-12)


def test_a_percent_sign_in_the_header_settles_the_scale(read) -> None:
    assert read("energy", ["1", "0"], header="energy_%").series.tolist() == [0.01, 0]


def test_a_single_cell_with_a_percent_sign_is_a_share_of_100(read) -> None:
    reading = read("energy", ["0.8", "73 %", "0.2", "0.1"])

    assert reading.series.tolist() == [0.8, 0.73, 0.2, 0.1]
    assert [f.code for f in reading.findings] == ["scale-changed"]
    assert "1 cell was divided" in reading.findings[0].message


def test_a_scaled_column_is_left_as_it_is(profile) -> None:
    recipe = ReadingRecipe("tempo", "number", "tempo", is_scaled=True)
    reading = read_by_recipe(profile("tempo", ["0", "0.5", "-1"]), recipe)

    assert reading.series.tolist() == [0, 0.5, -1]
    assert reading.findings == ()


def test_impossible_values_are_told_and_kept(read) -> None:
    reading = read("tempo", ["120", "5000", "-3"])

    (finding,) = reading.findings
    assert (finding.code, finding.n_rows, finding.lines) == ("out-of-range", 2, (3, 4))
    assert reading.series.tolist() == [120, 5000, -3]
    assert "20 to 300 (BPM)" in finding.message


def test_stray_words_among_numbers_are_missing_and_told(read) -> None:
    reading = read("tempo", ["120", "fast", "90", " "])

    assert codes(reading) == ["unreadable-cells"]
    assert reading.findings[0].n_rows == 1
    assert reading.findings[0].examples == ("fast",)


def test_infinite_values_are_missing_and_told(read) -> None:
    assert codes(read("duration_ms", ["inf", "201000", "3:20"])) == [
        "infinite-values",
        "mixed-units",
    ]


def test_every_changed_cell_is_in_the_ledger(read) -> None:
    reading = read("duration_ms", ["1,201", "?", "-1", "187"])
    counts = {
        (change.step, change.what[:7]): change.n_cells for change in reading.changes
    }

    assert counts == {
        ("numerals", "numbers"): 1,
        ("missing", "words t"): 1,
        ("missing", "numbers"): 1,
        ("durations", "seconds"): 2,
    }


def test_plain_numbers_change_nothing(profile) -> None:
    recipe = ReadingRecipe("plays", "number")
    reading = read_by_recipe(profile("plays", ["1", "2.5", ""]), recipe)

    assert (reading.changes, reading.findings) == ((), ())


def test_a_plain_column_is_numbers_as_they_stand_or_yes_and_no(profile) -> None:
    recipe = ReadingRecipe("tempo", "plain", "tempo")
    cells = ["0", "1.5", "Yes", "false", "?", "fast"]
    reading = read_by_recipe(profile("tempo", cells), recipe, is_given=True)

    np.testing.assert_array_equal(reading.series, [0, 1.5, 1, 0, np.nan, np.nan])
    assert reading.unread.tolist() == [False] * 5 + [True]
    assert codes(reading) == ["unreadable-cells"]


RECIPES = [
    ("duration", ReadingRecipe("d", "duration", "duration_ms", "ms")),
    ("duration", ReadingRecipe("d", "duration", "duration_ms", "s", "decimal")),
    ("duration", ReadingRecipe("d", "duration", "duration_ms", "s", "", False, True)),
    ("energy", ReadingRecipe("e", "share", "energy", "%")),
    ("energy", ReadingRecipe("e", "share", "energy", "")),
    ("energy", ReadingRecipe("e", "share", "energy", is_scaled=True)),
    ("loudness", ReadingRecipe("l", "loudness", "loudness")),
    ("key", ReadingRecipe("k", "key", "key")),
    ("sig", ReadingRecipe("t", "time_signature", "time_signature")),
    ("year", ReadingRecipe("y", "year", "year")),
    ("mode", ReadingRecipe("m", "flag", "mode")),
    ("mode", ReadingRecipe("m", "flag", "mode", is_scaled=True)),
    ("voice", ReadingRecipe("v", "category")),
    ("label", ReadingRecipe("g", "genre", levels=("Hip-Hop", "rock"))),
    ("plays", ReadingRecipe("p", "number", comma="thousands")),
    ("plays", ReadingRecipe("p", "plain")),
]
CELLS = [
    *("", "?", "0", "1", "-1", "0.5", "45", "9000", "201,000", "0,53", "3:45", "4-Apr"),
    *("C#", "f", "m", "yes", "minor", "hip hop", "ROCK", "12 %", "3.5 min", "-5176"),
    *("1.23", "-0.7", "inf", "2019-06-14", "1e3", "None", "9" * 20),
]


@pytest.mark.parametrize(("header", "recipe"), RECIPES)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cells=st.lists(st.sampled_from(CELLS), min_size=1, max_size=8))
def test_a_cell_means_the_same_whatever_stands_in_other_rows(
    profile, header, recipe, cells
) -> None:
    """One row read alone once got another genre than in its table."""

    def values(part):
        read = read_by_recipe(
            replace(profile(header, part), comma=recipe.comma or "thousands"),
            recipe,
            is_given=True,
        )
        return read.series.tolist()

    together, alone = values(cells), [values([cell])[0] for cell in cells]
    pd.testing.assert_series_equal(
        pd.Series(together, dtype=object), pd.Series(alone, dtype=object)
    )


def test_many_strange_words_in_a_given_flag_are_missing_and_told(profile) -> None:
    recipe = ReadingRecipe("explicit", "flag", "explicit")
    looked_at = profile("explicit", ["Clean", "Edited", "Explicit", "Edited"])
    reading = read_by_recipe(looked_at, recipe, is_given=True)

    np.testing.assert_array_equal(reading.series, [0, np.nan, 1, np.nan])
    assert reading.unread.tolist() == [False, True, False, True]
    assert codes(reading) == ["unreadable-cells"]
    with pytest.raises(ColumnError):
        read_by_recipe(looked_at, recipe)


@pytest.mark.parametrize("name", ["tempo", "key", "loudness", "energy", "duration_ms"])
def test_text_and_typed_cells_give_the_same_values(read, name) -> None:
    """A table must mean the same as CSV and as Parquet."""
    numbers = {
        "tempo": [120.5, 0.0, 90.0],
        "key": [0.0, 11.0, -1.0],
        "loudness": [-5.2, -8.0, 1.0],
        "energy": [0.2, 1.0, -1.0],
        "duration_ms": [201000.0, 0.0, 187000.5],
    }[name]
    typed = read(name, numbers)
    text = read(name, [repr(number) for number in numbers])

    np.testing.assert_array_equal(typed.series, text.series)
    assert [c.n_cells for c in typed.changes] == [c.n_cells for c in text.changes]
