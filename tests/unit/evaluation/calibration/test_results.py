from __future__ import annotations

from genrelens.evaluation.calibration.results import (
    CalibrationScores,
    GenreCalibration,
    MethodTrial,
)
from genrelens.evaluation.results import Estimate

ONE = Estimate(0.2, 0.1, 0.3)


def test_plain_values_keep_every_number_with_its_interval() -> None:
    plain = {"value": 0.2, "low": 0.1, "high": 0.3}
    assert CalibrationScores(ONE, ONE, ONE).to_dict() == {
        "calibration_error": plain,
        "log_loss": plain,
        "brier": plain,
    }
    genre = GenreCalibration("rock", 5, 2, ONE, ONE).to_dict()
    assert genre["n_groups"] == 2
    assert genre["before"] == genre["after"] == plain


def test_a_kind_that_was_not_tried_has_no_numbers() -> None:
    trial = MethodTrial("vector", None, None, is_chosen=False, why="Too few.")
    assert trial.to_dict()["gain"] is None
    assert MethodTrial("vector", 1.0, ONE, is_chosen=True, why="").to_dict()["gain"]
