"""Tests of genrelens.evaluation.results."""

from __future__ import annotations

import json

import numpy as np

from genrelens.evaluation.results import (
    METRICS,
    Confusion,
    Estimate,
    GenreScores,
    ScenarioScores,
)

HALF = Estimate(0.5, 0.4, 0.6)


def test_scores_become_plain_values_by_metric() -> None:
    scores = ScenarioScores(
        "random_rows", "random rows", 10, 5, "artists", 5, 1, {"accuracy": HALF}
    )

    plain = json.loads(json.dumps(scores.to_dict()))

    assert plain["accuracy"] == {"value": 0.5, "low": 0.4, "high": 0.6}
    assert plain["n_tracks"] == 10
    assert not set(plain) & (set(METRICS) - {"accuracy"})


def test_groups_of_copies_are_called_distinct_tracks() -> None:
    scores = ScenarioScores("unseen_tracks", "", 10, 5, "tracks", 5, 1, {})

    assert scores.group_words == "distinct tracks"


def test_what_shows_one_of_many_repetitions_says_so() -> None:
    told = [
        ScenarioScores("unseen_tracks", "", 9, 9, "tracks", 5, n, {}).repeat_words
        for n in (1, 10)
    ]

    assert told == ["", " (in the first of 10 repetitions)"]


def test_a_genre_that_cannot_be_ranked_has_no_area() -> None:
    assert GenreScores("dub", 3, 1, HALF, HALF, HALF, None).to_dict()["auc"] is None


def test_the_largest_mistakes_come_first_and_right_answers_are_none() -> None:
    confusion = Confusion(("a", "b", "c"), np.array([[9, 1, 0], [3, 0, 0], [2, 2, 2]]))

    assert confusion.most_confused(2) == [("b", "a", 3, 1.0), ("c", "a", 2, 1 / 3)]
