"""What calibration gives: how far sure and right lie apart, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genrelens.evaluation.calibration.calibrator import Calibrator, Method
    from genrelens.evaluation.results import Estimate, Reliability

__all__ = [
    "CalibrationScores",
    "CalibrationStudy",
    "GenreCalibration",
    "MethodTrial",
]


@dataclass(frozen=True, slots=True)
class CalibrationScores:
    """How well probabilities fit, on tracks of groups not learnt from.

    Parameters
    ----------
    calibration_error : Estimate
        Mean distance between how sure the model was and how often it was right,
        0 to 1 (`genrelens.evaluation.reliability`).
    log_loss : Estimate
        Mean of minus the natural logarithm of the true genre's probability.
    brier : Estimate
        Mean squared distance from certainty in the true genre, 0 to 2.
    """

    calibration_error: Estimate
    log_loss: Estimate
    brier: Estimate

    def to_dict(self) -> dict[str, Any]:
        """Give the scores as plain values, ready for JSON."""
        return {
            "calibration_error": self.calibration_error.to_dict(),
            "log_loss": self.log_loss.to_dict(),
            "brier": self.brier.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class GenreCalibration:
    """One genre against all others: calibration error before and after.

    Parameters
    ----------
    genre : str
        Its name.
    n_tracks, n_groups : int
        Tracks of the genre, and independent groups among them. Its error is
        measured on all tracks, its own and the others.
    before, after : Estimate
        Mean distance between the genre's probability and how often the track
        was of the genre.
    """

    genre: str
    n_tracks: int
    n_groups: int
    before: Estimate
    after: Estimate

    def to_dict(self) -> dict[str, Any]:
        """Give the errors as plain values, ready for JSON."""
        return {
            "genre": self.genre,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class MethodTrial:
    """One kind of calibration that was tried, or the reason why it was not.

    Parameters
    ----------
    method : {"none", "temperature", "vector", "isotonic"}
        Which kind.
    log_loss : float or None
        On tracks of other groups; None where it was not tried.
    gain : Estimate or None
        How much lower its log-loss is than that of the kind it would replace.
    is_chosen : bool
        Whether it was taken.
    why : str
        A sentence for people.
    """

    method: Method
    log_loss: float | None
    gain: Estimate | None
    is_chosen: bool
    why: str

    def to_dict(self) -> dict[str, Any]:
        """Give the trial as plain values, ready for JSON."""
        return {
            "method": self.method,
            "log_loss": self.log_loss,
            "gain": None if self.gain is None else self.gain.to_dict(),
            "is_chosen": self.is_chosen,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class CalibrationStudy:
    """How far the model's certainty could be trusted, before and after correction.

    Parameters
    ----------
    title : str
        The scenario, e.g. ``"unseen artists"``.
    group_words : str
        What a group is, as a plural for people.
    n_tracks, n_groups : int
        Tracks scored, and independent groups among them.
    before, after : CalibrationScores
        As the model gave them, and corrected by a rule learnt from other groups.
    by_genre : tuple of GenreCalibration
        In the order of the genres; one without tracks is left out.
    curve_before, curve_after : Reliability
        Certainty against share of right answers.
    calibrator : Calibrator
        The rule to be used from now on, learnt from all tracks.
    trials : tuple of MethodTrial
        What was tried, in order.
    """

    title: str
    group_words: str
    n_tracks: int
    n_groups: int
    before: CalibrationScores
    after: CalibrationScores
    by_genre: tuple[GenreCalibration, ...]
    curve_before: Reliability
    curve_after: Reliability
    calibrator: Calibrator
    trials: tuple[MethodTrial, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the study as plain values, ready for JSON."""
        return {
            "title": self.title,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "by_genre": [one.to_dict() for one in self.by_genre],
            "curve_before": _curve(self.curve_before),
            "curve_after": _curve(self.curve_after),
            "calibrator": self.calibrator.to_dict(),
            "trials": [one.to_dict() for one in self.trials],
        }


def _curve(curve: Reliability) -> dict[str, list[float]]:
    return {
        "confidence": curve.confidence.tolist(),
        "accuracy": curve.accuracy.tolist(),
        "n_tracks": curve.n_tracks.tolist(),
    }
