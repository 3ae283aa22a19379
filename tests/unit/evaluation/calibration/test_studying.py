from __future__ import annotations

import json

from genrelens.evaluation.calibration.studying import calibrate_out_of_fold

GENRES = ("a", "b", "c", "d")


def test_calibration_shrinks_the_error_of_a_model_that_is_too_sure(
    draw_held_out,
) -> None:
    held_out = draw_held_out(3000, power=2.5)
    study, calibrated = calibrate_out_of_fold(
        held_out, seed=0, genres=GENRES, title="unseen artists"
    )
    before, after = study.before.calibration_error, study.after.calibration_error
    assert before.low > after.high
    assert after.value < 0.03
    assert study.calibrator.temperature > 2
    assert (study.n_tracks, study.n_groups) == (3000, 1000)
    assert calibrated.proba.shape == held_out.proba.shape
    assert int(study.curve_after.n_tracks.sum()) == 3000
    assert sum(one.after.value < one.before.value for one in study.by_genre) == 4


def test_the_study_is_plain_json(draw_held_out) -> None:
    study, _ = calibrate_out_of_fold(
        draw_held_out(200), seed=0, genres=GENRES, title="unseen artists"
    )
    again = json.loads(json.dumps(study.to_dict(), allow_nan=False))
    assert again["title"] == "unseen artists"
    assert len(again["by_genre"]) == 4
