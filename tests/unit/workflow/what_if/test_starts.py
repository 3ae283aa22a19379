"""One can start from a track, or from a typical one of a genre."""

from __future__ import annotations

import pytest

from genrelens.errors import InputError, NoCollectionError
from genrelens.workflow.what_if.answering import what_if
from genrelens.workflow.what_if.starts import row_start, typical_start
from genrelens.workflow.what_if.values import plain_values


def test_a_row_gives_the_values_of_that_track(collection) -> None:
    row = int(collection.columns["row"][5])
    start = row_start(collection, row)
    assert start.values == plain_values(collection.features, collection.inputs.iloc[5])
    assert start.row == row
    assert start.genre == collection.genres[collection.columns["genre"][5]]
    with pytest.raises(NoCollectionError, match="none of the"):
        row_start(collection, 10_000_000)


def test_a_typical_track_is_one_of_its_genre(trained, collection) -> None:
    for genre in trained.genres:
        start = typical_start(trained, collection, genre)
        place = collection.place_of(start.row)
        assert trained.genres[collection.columns["genre"][place]] == genre
        assert f"A typical {genre} track" in start.words


def test_without_tracks_it_is_made_of_middle_values_and_says_so(trained) -> None:
    for genre in trained.genres:
        start = typical_start(trained, None, genre.upper())
        assert start.row is None
        assert "No real track need be like it" in start.words
        assert what_if(trained, start.values).genre in trained.genres
    with pytest.raises(InputError, match="polka"):
        typical_start(trained, None, "polka")
