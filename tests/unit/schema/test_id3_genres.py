"""Tests of genrelens.schema.id3_genres."""

from __future__ import annotations

import pytest

from genrelens.schema.id3_genres import ID3_GENRES, id3_genre
from genrelens.schema.spelling import genre_key

RENAMED = {40, 84, 129}  # the same genres under other names


def test_the_numbers_are_those_of_an_independent_list() -> None:
    theirs = pytest.importorskip("mutagen._constants").GENRES

    differ = {
        place
        for place, (ours, other) in enumerate(zip(ID3_GENRES, theirs, strict=True))
        if genre_key(ours) != genre_key(other)
    }

    assert differ <= RENAMED


@pytest.mark.parametrize(
    ("number", "genre"),
    [("0", "Blues"), ("17", "Rock"), ("139", "Crossover"), ("191", "Psybient")],
)
def test_a_number_of_the_list_has_a_name(number, genre) -> None:
    assert id3_genre(number) == genre


@pytest.mark.parametrize("number", ["192", "255", "-1", "", "1.0", "rock", "１７", "²"])
def test_anything_else_has_none(number) -> None:
    assert id3_genre(number) is None
