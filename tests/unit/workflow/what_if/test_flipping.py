"""Flips are looked for by the collection where it is here, else by the model file."""

from __future__ import annotations

import pytest

from genrelens.errors import InputError
from genrelens.workflow.what_if.answering import what_if
from genrelens.workflow.what_if.flipping import axes_of, flip


def test_what_is_told_is_what_the_page_would_show_after_it(
    trained, collection, values
) -> None:
    for axes in (None, axes_of(trained, collection)):
        found = flip(trained, values, axes=axes)
        for each in found.flips:
            moved = {**values, **{move.feature: move.after for move in each.moves}}
            after = what_if(trained, moved)
            assert after.genre == each.genre
            told = dict(zip(trained.genres, each.proba.tolist(), strict=True))
            assert after.probabilities == told


def test_a_genre_may_be_named_in_any_case_and_an_unknown_one_is_refused(
    trained, values
) -> None:
    now = what_if(trained, values).genre
    wanted = next(genre for genre in trained.genres if genre != now)
    assert flip(trained, values, to=wanted.upper()).wanted == wanted
    with pytest.raises(InputError, match="polka"):
        flip(trained, values, to="polka")


def test_the_collection_is_counted_once(trained, collection) -> None:
    assert axes_of(trained, collection) is axes_of(trained, collection)
    assert axes_of(trained, collection) is not axes_of(trained)
