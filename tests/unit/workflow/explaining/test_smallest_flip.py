"""The command line's flips: a genre in any case, or any other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from genrelens.bundle.loading import load_model
from genrelens.errors import InputError
from genrelens.workflow.explaining.one_track import ExplainRequest, explain_one
from genrelens.workflow.explaining.smallest_flip import flip_inputs
from genrelens.workflow.new_table import read_new_table


def test_explain_tells_the_flip_that_was_asked_for(small_run) -> None:
    request = ExplainRequest(model=small_run.model, table=small_run.table, track="7")
    assert explain_one(request).flips is None
    found = explain_one(replace(request, flip="ANY")).flips
    assert found is not None
    assert found.wanted is None
    assert found.sentence


def test_a_genre_that_is_called_any_is_meant_itself(small_run) -> None:
    trained = load_model(small_run.model)
    one = read_new_table(trained, small_run.table).inputs.iloc[[6]]
    now = flip_inputs(trained, one).genre
    genres = ["any" if genre != now else genre for genre in trained.genres[:1]]
    genres += trained.genres[1:]
    if genres[0] == now:
        genres = [now, "any", *trained.genres[2:]]
    named = replace(trained, genres=tuple(genres))
    assert flip_inputs(named, one, to="Any").wanted == "any"
    with pytest.raises(InputError, match="polka"):
        flip_inputs(trained, one, to="polka")
