from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.workflow.requests import TableRequest, TrainRequest

TABLE, OUTPUT = Path("tracks.csv"), Path("out")


def test_what_was_asked_for_can_not_be_changed_afterwards() -> None:
    request = TrainRequest(table=TABLE, output=OUTPUT)
    with pytest.raises(FrozenInstanceError):
        request.seed = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seed": -1}, r"--seed is -1\. Give a whole number from 0 to 4,294,967,295"),
        ({"seed": 2**32}, "--seed is 4294967296"),
        ({"seed": 1.5}, r"--seed is 1\.5"),
        ({"seed": True}, "--seed is True"),
        ({"trees": 0}, "--trees is 0. Give a whole number from 1 to 100,000"),
        ({"trees": 10**9}, "--trees is 1000000000"),
        ({"explain_tracks": -1}, "--explain-tracks is -1"),
        ({"min_tracks": 0}, "--min-tracks is 0. Give a whole number from 1 on"),
        ({"min_tracks": "5"}, "--min-tracks is '5'"),
    ],
)
def test_numbers_that_mean_nothing_are_refused_with_the_range(
    options: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        TrainRequest(table=TABLE, output=OUTPUT, **options)


def test_numpys_whole_numbers_become_plain_ones() -> None:
    request = TrainRequest(table=TABLE, output=OUTPUT, seed=np.int64(7))
    assert request.seed == 7
    assert type(request.seed) is int


def test_a_single_header_is_a_list_of_one_and_not_a_list_of_letters() -> None:
    request = TableRequest(table=TABLE, drop="tempo", force="playlist", features="key")
    assert request.drop == ("tempo",)
    assert request.force == ("playlist",)
    assert request.features == ("key",)


@pytest.mark.parametrize("features", ["all", "audio", ("tempo", "key")])
def test_the_words_all_and_audio_and_lists_stay_as_they_are(features: object) -> None:
    assert TableRequest(table=TABLE, features=features).features == features


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"model": "boosted"}, r"--model is 'boosted'\. Give one of: forest, linear\."),
        ({"model": None}, "--model is None"),
        ({"model": "linear", "select": True}, "--select auto do not go together"),
        ({"model": "linear", "time_budget": 5}, "--time-budget do not go together"),
    ],
)
def test_what_a_kind_of_model_cannot_do_is_refused_before_the_long_work(
    options: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        TrainRequest(table=TABLE, output=OUTPUT, **options)
