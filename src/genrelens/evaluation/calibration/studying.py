"""Calibrate held-out predictions fold by fold, and tell what it was worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.evaluation.calibration.choosing import choose_method
from genrelens.evaluation.calibration.fitting import fit_calibrator
from genrelens.evaluation.calibration.measuring import measure_fit, measure_genres
from genrelens.evaluation.calibration.results import CalibrationStudy
from genrelens.evaluation.reliability import measure_reliability

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.evaluation.scores import HeldOut

__all__ = ["calibrate_out_of_fold"]


def calibrate_out_of_fold(
    held_out: HeldOut,
    *,
    seed: int,
    genres: Sequence[str],
    title: str,
    group_words: str = "groups",
) -> tuple[CalibrationStudy, HeldOut]:
    """Learn a calibration, and measure it on groups that it was not learnt from.

    The rule for each fold is learnt from the held-out predictions of the other
    folds; no group is in two. The rule to be used from now on is learnt from all
    of them. The kind of rule is chosen on the same folds (`choose_method`), so
    the scores after are those of the best of at most four kinds.

    Parameters
    ----------
    held_out : HeldOut
        Predictions by models that had not met the tracks' groups.
    seed : int
        Of the drawings behind the intervals.
    genres : sequence of str, length n_genres
        Names of the columns of probabilities.
    title : str
        The scenario, for people.
    group_words : str, default "groups"
        What a group is, as a plural for people.

    Returns
    -------
    study : CalibrationStudy
    calibrated : HeldOut
        The same tracks with corrected probabilities.
    """
    calibrated, trials = choose_method(held_out, seed=seed)
    method = next(one.method for one in trials if one.is_chosen)
    study = CalibrationStudy(
        title=title,
        group_words=group_words,
        n_tracks=len(held_out.codes),
        n_groups=int(held_out.units.max()) + 1,
        before=measure_fit(held_out, seed=seed),
        after=measure_fit(calibrated, seed=seed),
        by_genre=measure_genres(held_out, calibrated, genres, seed=seed),
        curve_before=measure_reliability(held_out.codes, held_out.proba),
        curve_after=measure_reliability(calibrated.codes, calibrated.proba),
        calibrator=fit_calibrator(held_out.proba, held_out.codes, method=method),
        trials=trials,
    )
    return study, calibrated
