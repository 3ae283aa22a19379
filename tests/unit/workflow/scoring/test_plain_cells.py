from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.cleaning.profiling import profile_columns
from genrelens.cleaning.recipes.doubting import remark_cells
from genrelens.cleaning.recipes.following import read_by_recipe
from genrelens.ingest.raw_table import RawTable, Source
from genrelens.schema.findings import Severity
from genrelens.schema.reading_recipe import ReadingRecipe
from genrelens.workflow.scoring.plain_cells import NOT_PLAIN, plain_reader

LEVELS = ("calm", "dark", "Hip-Hop", " spaced", "n/a", "é")
RECIPES = [
    ReadingRecipe("tempo", "number", "tempo"),
    ReadingRecipe("tempo", "number", "tempo", is_scaled=True),
    ReadingRecipe("popularity", "number", "popularity"),
    ReadingRecipe("mine", "number"),
    ReadingRecipe("mine", "plain"),
    ReadingRecipe("energy", "share", "energy"),
    ReadingRecipe("energy", "share", "energy", unit="%"),
    ReadingRecipe("d", "duration", "duration_ms", unit="ms"),
    ReadingRecipe("d", "duration", "duration_ms", unit="s"),
    ReadingRecipe("d", "duration", "duration_ms", unit="s", has_short_minutes=True),
    ReadingRecipe("d", "duration", "duration_ms", unit="min"),
    ReadingRecipe("loudness", "loudness", "loudness"),
    ReadingRecipe("key", "key", "key"),
    ReadingRecipe("ts", "time_signature", "time_signature"),
    ReadingRecipe("year", "year", "year"),
    ReadingRecipe("mode", "flag", "mode"),
    ReadingRecipe("live", "flag", is_scaled=True),
    ReadingRecipe("mood", "category"),
    ReadingRecipe("title", "name"),
    ReadingRecipe("g", "genre", levels=("calm", "dark", "Hip-Hop")),
]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(-1_100, 20),
    st.floats(0, 1),
    st.floats(0, 2_000),
    st.integers(-1_000, 3_000),
    st.integers(10**5, 10**8),
    st.sampled_from([*LEVELS, "yes", "NO", "major", "minor", "1", "0.0", "1,0", "si"]),
)


def read_in_a_file(recipe: ReadingRecipe, value: object) -> tuple[object, bool]:
    """Give what cleaning makes of a cell, and whether it has something to tell."""
    cells = pd.Series(["" if value is None else str(value)], dtype="str")
    raw = RawTable(
        pd.DataFrame({recipe.header: cells}),
        np.array([2]),
        Source("t", "", 0, "csv", delimiter=","),
    )
    (profile,) = profile_columns(raw)
    reading = read_by_recipe(profile, recipe, is_given=True)
    told = [f for f in reading.findings if f.severity is not Severity.NOTE]
    told = [f for f in told if f.code != "out-of-range"]
    remarks = remark_cells("x", profile.column, recipe, reading)
    read = reading.series.iloc[0]
    return (None if pd.isna(read) else read), bool(told or remarks)


@settings(max_examples=400, deadline=None)
@given(recipe=st.sampled_from(RECIPES), value=VALUES)
def test_what_is_plain_is_read_as_a_file_reads_it_and_nothing_is_told(
    recipe, value
) -> None:
    read = plain_reader(recipe, LEVELS)(value)
    if read is not NOT_PLAIN:
        assert (read, False) == read_in_a_file(recipe, value)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda r: f"{r.reader}-{r.unit}")
def test_null_is_missing(recipe) -> None:
    assert plain_reader(recipe, LEVELS)(None) is None


@pytest.mark.parametrize(
    ("place", "value", "read"),
    [
        (0, 128, 128.0),
        (5, 0.5, 0.5),
        (6, 50, 0.5),
        (7, 201_000, 201_000.0),
        (8, 201, 201_000.0),
        (11, -7.5, -7.5),
        (12, 7, 7.0),
        (13, 4.0, 4.0),
        (14, 1999, 1999.0),
        (15, "minor", 0.0),
        (16, -1.3, 0.0),
        (17, "calm", "calm"),
    ],
)
def test_usual_values_are_plain(place, value, read) -> None:
    assert plain_reader(RECIPES[place], LEVELS)(value) == read


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, 0),  # a tempo of 0 is not known
        (0, "128 BPM"),
        (6, 0.5),  # of 100, or of 1 after all?
        (7, 201),  # impossible in milliseconds
        (9, 3.5),  # minutes among seconds
        (11, -5176),  # its decimal point was lost
        (12, 5.5),
        (17, "lonely"),
        (17, " spaced"),
        (17, "n/a"),
        (3, 1e39),
        (3, float("nan")),
        (0, True),
        (0, [1]),
    ],
)
def test_what_may_stand_for_something_else_is_not(place, value) -> None:
    assert plain_reader(RECIPES[place], LEVELS)(value) is NOT_PLAIN


def test_what_is_not_plain_shows_its_name() -> None:
    assert repr(NOT_PLAIN) == "NOT_PLAIN"
