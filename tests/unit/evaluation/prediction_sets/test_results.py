from __future__ import annotations

import numpy as np

from genrelens.evaluation.prediction_sets.results import (
    DecisionScores,
    GenreDecisions,
    GenreSets,
    RiskCurve,
    SetScores,
)
from genrelens.evaluation.results import Estimate

ONE, TWO = Estimate(0.8, 0.7, 0.9), Estimate(0.6, 0.5, 0.7)


def test_the_worst_genre_is_the_one_held_least_often() -> None:
    genres = (
        GenreSets("rock", 10, 5, ONE, ONE, "own"),
        GenreSets("dub", 20, 9, TWO, ONE, "shared"),
    )
    scores = SetScores("lac", True, 0.1, ONE, ONE, ONE, ONE, genres)
    assert scores.worst.genre == scores.to_dict()["worst_genre"] == "dub"
    assert scores.to_dict()["by_genre"][1]["thresholds"] == "shared"


def test_what_is_not_defined_is_null() -> None:
    scores = DecisionScores(0.05, 0, 1, 2, ONE, ONE, ONE, None, TWO).to_dict()
    assert scores["error_written"] is None
    assert scores["asked_hold"] == TWO.to_dict()
    assert GenreDecisions("dub", 1, 1, 0, ONE, None).to_dict()["error_written"] is None


def test_a_curve_becomes_lists() -> None:
    points = np.array([0.5, 1.0])
    curve = RiskCurve(points, points, points, points).to_dict()
    assert curve["share"] == [0.5, 1.0]
