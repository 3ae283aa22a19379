"""Give every training track the answer of models and rules that had not met it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.bundle.model_trust import ModelTrust
from genrelens.evaluation.calibration.fitting import fit_calibrator
from genrelens.evaluation.prediction_sets.studying import fit_fold_rules
from genrelens.workflow.answering.decision_columns import (
    DECISION_COLUMNS,
    decision_columns,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from genrelens.evaluation.calibration.calibrator import Method
    from genrelens.evaluation.prediction_sets.results import DecisionStudy
    from genrelens.evaluation.prediction_sets.studying import FoldRules
    from genrelens.workflow.training import TrainResult

    Correction = Callable[[NDArray[np.float64]], NDArray[np.float64]]

__all__ = ["HeldOutAnswers", "answer_held_out"]


@dataclass(frozen=True, slots=True, eq=False)
class HeldOutAnswers:
    """What is said of each training track by what was not learnt from it.

    Parameters
    ----------
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Calibrated, or as the model gave them where `why_uncalibrated` says why.
    decisions : pandas.DataFrame, n_tracks x 3
        ``decision``, ``decided_genre`` and ``decision_reason``; empty texts where
        `why_undecided` says why.
    why_uncalibrated, why_undecided : str
        Sentences; empty where there is nothing to excuse.
    max_error : float or None
        Largest share of wrong genres that was asked for; None without decisions.
    """

    proba: NDArray[np.float64]
    decisions: pd.DataFrame
    why_uncalibrated: str
    why_undecided: str
    max_error: float | None


def answer_held_out(result: TrainResult) -> HeldOutAnswers:
    """Correct each held-out prediction, and decide by it, as the report does.

    A track of a fold is corrected and decided by rules that the other folds gave; one
    of the locked test by the rules that the model carries, which the locked test had
    no part in. Rows that list a track again are answered by the rules of their fold.

    Parameters
    ----------
    result : TrainResult
        Of a training run.
    """
    missing = result.facts.trust.missing
    proba = _calibrate(result)
    decisions, max_error = _decide(result, proba)
    return HeldOutAnswers(
        proba=proba,
        decisions=decisions,
        why_uncalibrated=missing.get("calibration", ""),
        why_undecided=missing.get("decisions", ""),
        max_error=max_error,
    )


def _calibrate(result: TrainResult) -> NDArray[np.float64]:
    run, study = result.run, result.facts.trust.calibration
    proba = run.out_of_fold.copy()
    if study is None:
        return proba
    division = run.trial.division
    again = np.flatnonzero(~run.is_counted)
    for fold in np.unique(run.held_out.folds[again]):
        here = again[run.held_out.folds[again] == fold]
        rows = division.rows[here]
        proba[rows] = _rule_without(result, int(fold), study.calibrator.method)(
            proba[rows]
        )
    proba[result.trust.places] = result.trust.counted.proba
    if len(division.locked):
        proba[division.locked] = study.calibrator.apply(proba[division.locked])
    return proba


def _rule_without(result: TrainResult, fold: int, method: Method) -> Correction:
    """Learn the correction for a fold from the others, as its study did."""
    counted = result.run.counted
    is_other = counted.folds != fold
    if method == "none" or not is_other.any():
        return np.copy
    return fit_calibrator(
        counted.proba[is_other], counted.codes[is_other], method=method
    ).apply


def _decide(
    result: TrainResult, proba: NDArray[np.float64]
) -> tuple[pd.DataFrame, float | None]:
    study, run = result.facts.trust.decisions, result.run
    blank = dict.fromkeys(DECISION_COLUMNS, "")
    decisions = pd.DataFrame(blank, index=np.arange(len(proba)), dtype=object)
    if study is None:
        return decisions, None
    max_error, genres = study.decided.max_error, result.model.genres
    division = run.trial.division
    parts: list[tuple[NDArray[np.int64], FoldRules | DecisionStudy]] = [
        (division.rows[run.held_out.folds == rules.fold], rules)
        for rules in fit_fold_rules(result.trust.counted)
    ]
    if len(division.locked):
        parts.append((division.locked, study))
    for rows, rules in parts:
        made = decision_columns(
            ModelTrust(set_rule=rules.set_rule, decision_rule=rules.decision_rule),
            proba[rows],
            genres,
            max_error=max_error,
            novelty=None,
        )
        decisions.iloc[rows] = made.to_numpy()
    return decisions, max_error
