"""A doubted label is weighed against its suggestion."""

from __future__ import annotations

import pytest

from genrelens.errors import NoCollectionError
from genrelens.workflow.what_if.track_reasons import why_track


def test_the_suggestion_is_set_against_the_label(trained, collection) -> None:
    row = int(collection.columns["row"][0])
    genre, label = trained.genres[:2]
    found = why_track(trained, collection, row, genre=genre, against=label)
    assert found is not None
    assert (found.explanation.genre, found.explanation.rival) == (genre, label)


def test_genres_that_the_model_cannot_weigh_have_no_reasons(
    trained, collection
) -> None:
    row = int(collection.columns["row"][0])
    genre = trained.genres[0]
    assert why_track(trained, collection, row, genre=genre, against="polka") is None
    assert why_track(trained, collection, row, genre=genre, against=genre) is None
    with pytest.raises(NoCollectionError):
        why_track(trained, collection, 10**9, genre=genre, against=trained.genres[1])
