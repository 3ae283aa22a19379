"""Tests of genrelens.schema.reading_recipe."""

from __future__ import annotations

import json

import pytest

from genrelens.schema.columns import Kind
from genrelens.schema.reading_recipe import READERS, ReadingRecipe


def test_a_recipe_survives_json() -> None:
    recipe = ReadingRecipe("g", "genre", "", comma="decimal", levels=("a", "b"))
    plain = json.loads(json.dumps(recipe.to_dict()))

    assert ReadingRecipe(**{**plain, "levels": tuple(plain["levels"])}) == recipe


def test_every_reader_gives_what_a_model_can_learn_from() -> None:
    assert set(READERS.values()) == {Kind.NUMBER, Kind.FLAG, Kind.CATEGORY}
    assert ReadingRecipe("x", "flag").kind is Kind.FLAG


@pytest.mark.parametrize(
    ("reader", "learnt", "unit", "header", "expected"),
    [
        ("duration", "duration_ms", "ms", "Duration (s)", "s"),
        ("duration", "duration_ms", "s", "duration_ms", "s"),  # training knew better
        ("duration", "duration_ms", "s", "Duration (ms)", "s"),
        ("duration", "duration_ms", "ms", "length", "ms"),
        ("share", "energy", "", "energy_%", "%"),
        ("share", "energy_%", "%", "energy", "%"),
        ("loudness", "loudness (dB)", "", "loudness", ""),
    ],
)
def test_another_header_is_believed_where_it_names_another_unit(
    reader, learnt, unit, header, expected
) -> None:
    assert ReadingRecipe(learnt, reader, unit=unit).under(header).unit == expected


def test_a_unit_that_cannot_be_brought_to_the_one_learnt_is_no_match() -> None:
    assert ReadingRecipe("width (Hz)", "number").under("width (dB)") is None
    assert ReadingRecipe("duration_ms", "plain").under("duration_s") is None
    assert ReadingRecipe("width", "number").under("width (dB)") is not None


def test_a_scaled_column_has_no_unit_that_a_header_could_change() -> None:
    recipe = ReadingRecipe("duration_ms", "duration", "duration_ms", is_scaled=True)

    assert recipe.under("duration_s") == recipe
