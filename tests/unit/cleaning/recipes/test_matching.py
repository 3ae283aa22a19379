"""Tests of genrelens.cleaning.recipes.matching."""

from __future__ import annotations

import pytest

from genrelens.cleaning.profiling import profile_columns
from genrelens.cleaning.recipes.matching import match_recipes, with_comma
from genrelens.schema.reading_recipe import ReadingRecipe

RECIPES = {
    "tempo": ReadingRecipe("tempo", "number", "tempo"),
    "duration_ms": ReadingRecipe("duration_ms", "duration", "duration_ms", "ms"),
    "liveness": ReadingRecipe("liveness", "share", "liveness"),
    "Mood": ReadingRecipe("Mood", "category"),
    "tempo (2)": ReadingRecipe("bpm", "number", "tempo"),
}


@pytest.fixture
def match(raw):
    """Tell which header is taken for what."""

    def build(*headers, cells=("1",), recipes=RECIPES):
        profiles = profile_columns(raw({header: list(cells) for header in headers}))
        found = match_recipes(profiles, recipes)
        return {headers[place]: name for place, (name, _) in found.items()}

    return build


def test_equal_headers_come_before_other_spellings(match) -> None:
    assert match("BPM", "tempo") == {"tempo": "tempo", "BPM": "tempo (2)"}
    assert match("Track Tempo", "tempo") == {"tempo": "tempo"}
    assert match("Track Tempo") == {"Track Tempo": "tempo"}


def test_a_column_of_its_own_name_is_found_by_its_own_header_only(match) -> None:
    recipes = {"tempo (2)": RECIPES["tempo (2)"]}

    assert match("tempo", "bpm", recipes=recipes) == {"bpm": "tempo (2)"}
    assert match("tempo", recipes=recipes) == {}


def test_case_and_units_do_not_hide_a_column(match) -> None:
    assert match("mood", "Duration (s)") == {
        "mood": "Mood",
        "Duration (s)": "duration_ms",
    }


def test_the_better_spelling_is_taken(match) -> None:
    assert match("live", "track_liveness") == {"track_liveness": "liveness"}
    assert match("live") == {"live": "liveness"}


@pytest.mark.parametrize("cells", [["0"], ["yes", "no"], ["", ""], ["240", "x"]])
def test_values_have_no_say(match, cells) -> None:
    """What a column is must not depend on the rows it happens to hold."""
    assert match("live", "length", "Mood", cells=cells) == {
        "live": "liveness",
        "length": "duration_ms",
        "Mood": "Mood",
    }


def test_a_unit_that_cannot_be_converted_is_no_match(match) -> None:
    recipes = {"width (Hz)": ReadingRecipe("width (Hz)", "number")}

    assert match("width (dB)", recipes=recipes) == {}
    assert match("Width Hz", recipes=recipes) == {"Width Hz": "width (Hz)"}


@pytest.mark.parametrize(
    ("learnt", "delimiter", "expected"),
    [
        ("", ";", "decimal"),
        ("", ",", "thousands"),
        ("decimal", ",", "decimal"),
        ("thousands", ";", "thousands"),
    ],
)
def test_commas_mean_what_they_meant_in_training(
    profile, learnt, delimiter, expected
) -> None:
    recipe = ReadingRecipe("tempo", "number", "tempo", comma=learnt)
    turned = with_comma(profile("tempo", ["1,5"]), recipe, delimiter=delimiter)

    assert turned.comma == expected
