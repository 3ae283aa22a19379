"""What sets and decisions give: how often they hold, and how much they decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.prediction_sets.conformity import SetScore
    from genrelens.evaluation.prediction_sets.decision_rule import DecisionRule
    from genrelens.evaluation.prediction_sets.set_rule import SetRule
    from genrelens.evaluation.results import Estimate

__all__ = [
    "DecisionScores",
    "DecisionStudy",
    "GenreDecisions",
    "GenreSets",
    "RiskCurve",
    "SetScores",
    "ThresholdKind",
]

ThresholdKind = Literal["own", "shared", "all"]


@dataclass(frozen=True, slots=True)
class GenreSets:
    """How often the sets of one genre's tracks hold it.

    Parameters
    ----------
    genre : str
        Its name.
    n_tracks, n_groups : int
        Tracks of the genre, and independent groups among them.
    coverage : Estimate
        Share of them whose set holds the genre.
    mean_size : Estimate
        Genres in the set of such a track.
    thresholds : {"own", "shared", "all"}
        Whether the genre goes by a threshold of its own, one that it shares
        with genres like it, or that of all tracks.
    """

    genre: str
    n_tracks: int
    n_groups: int
    coverage: Estimate
    mean_size: Estimate
    thresholds: ThresholdKind

    def to_dict(self) -> dict[str, Any]:
        """Give the values as plain ones, ready for JSON."""
        return {
            "genre": self.genre,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "coverage": self.coverage.to_dict(),
            "mean_size": self.mean_size.to_dict(),
            "thresholds": self.thresholds,
        }


@dataclass(frozen=True, slots=True)
class SetScores:
    """How often sets hold the true genre, and how large they are.

    Parameters
    ----------
    score : {"lac", "aps", "raps"}
        How misfit was scored.
    per_genre : bool
        Whether genres had thresholds of their own where there was enough.
    max_error : float
        Share of misses asked for.
    coverage : Estimate
        Share of tracks whose set holds their genre.
    mean_size : Estimate
        Genres in a set.
    single, empty : Estimate
        Share of sets with one genre, and with none.
    by_genre : tuple of GenreSets
        Genres with tracks.
    """

    score: SetScore
    per_genre: bool
    max_error: float
    coverage: Estimate
    mean_size: Estimate
    single: Estimate
    empty: Estimate
    by_genre: tuple[GenreSets, ...]

    @property
    def worst(self) -> GenreSets:
        """The genre whose sets hold it least often."""
        return min(self.by_genre, key=lambda one: one.coverage.value)

    def to_dict(self) -> dict[str, Any]:
        """Give the scores as plain values, ready for JSON."""
        return {
            "score": self.score,
            "per_genre": self.per_genre,
            "max_error": self.max_error,
            "coverage": self.coverage.to_dict(),
            "mean_size": self.mean_size.to_dict(),
            "single": self.single.to_dict(),
            "empty": self.empty.to_dict(),
            "worst_genre": self.worst.genre,
            "by_genre": [one.to_dict() for one in self.by_genre],
        }


@dataclass(frozen=True, slots=True)
class DecisionScores:
    """What came of the decisions at one share of errors.

    Parameters
    ----------
    max_error : float
        Share of wrong tags asked for.
    n_written, n_asked, n_left : int
        Tracks decided so.
    written, asked, left : Estimate
        The same as shares of all tracks.
    error_written : Estimate or None
        Share of wrong ones among the written tags; None where none was written.
    asked_hold : Estimate or None
        Share of asked lists that hold the true genre; None where none was asked.
    """

    max_error: float
    n_written: int
    n_asked: int
    n_left: int
    written: Estimate
    asked: Estimate
    left: Estimate
    error_written: Estimate | None
    asked_hold: Estimate | None

    def to_dict(self) -> dict[str, Any]:
        """Give the scores as plain values, ready for JSON."""
        error, hold = self.error_written, self.asked_hold
        return {
            "max_error": self.max_error,
            "n_written": self.n_written,
            "n_asked": self.n_asked,
            "n_left": self.n_left,
            "written": self.written.to_dict(),
            "asked": self.asked.to_dict(),
            "left": self.left.to_dict(),
            "error_written": None if error is None else error.to_dict(),
            "asked_hold": None if hold is None else hold.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class GenreDecisions:
    """What came of the decisions about one genre.

    Parameters
    ----------
    genre : str
        Its name.
    n_tracks, n_groups : int
        Tracks of the genre, and independent groups among them.
    n_written : int
        Tracks on which this genre was written, of any true genre.
    written : Estimate
        Share of the genre's tracks on which any genre was written.
    error_written : Estimate or None
        Share of wrong ones among the tags of this genre; None without any.
    """

    genre: str
    n_tracks: int
    n_groups: int
    n_written: int
    written: Estimate
    error_written: Estimate | None

    def to_dict(self) -> dict[str, Any]:
        """Give the values as plain ones, ready for JSON."""
        error = self.error_written
        return {
            "genre": self.genre,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "n_written": self.n_written,
            "written": self.written.to_dict(),
            "error_written": None if error is None else error.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class RiskCurve:
    """Share of wrong answers, if only the surest share of tracks is answered.

    Parameters
    ----------
    share : ndarray of float64, shape (n_points,)
        Tracks answered, as share of all, rising to 1.
    error, low, high : ndarray of float64, shape (n_points,)
        Wrong answers among them, with the 95 % interval at each point.
    """

    share: NDArray[Any]
    error: NDArray[Any]
    low: NDArray[Any]
    high: NDArray[Any]

    def to_dict(self) -> dict[str, Any]:
        """Give the curve as plain values, ready for JSON."""
        return {
            "share": self.share.tolist(),
            "error": self.error.tolist(),
            "low": self.low.tolist(),
            "high": self.high.tolist(),
        }


@dataclass(frozen=True, slots=True)
class DecisionStudy:
    """What may be decided without a person, and how often that would be wrong.

    Parameters
    ----------
    title : str
        The scenario, e.g. ``"unseen artists"``.
    group_words : str
        What a group is, as a plural for people.
    n_tracks, n_groups : int
        Tracks judged, and independent groups among them.
    sets : SetScores
        At the share of misses that all tables show, 10 %.
    compared : tuple of SetScores
        Other ways of making sets, at the same share.
    decided : DecisionScores
        At the share of wrong tags that was asked for.
    by_level : tuple of DecisionScores
        At a few shares, rising.
    by_genre : tuple of GenreDecisions
        At the share that was asked for; genres with tracks.
    curve : RiskCurve
        Whatever the share asked for.
    set_rule : SetRule
        To be used from now on, learnt from all tracks.
    decision_rule : DecisionRule
        Likewise.
    """

    title: str
    group_words: str
    n_tracks: int
    n_groups: int
    sets: SetScores
    compared: tuple[SetScores, ...]
    decided: DecisionScores
    by_level: tuple[DecisionScores, ...]
    by_genre: tuple[GenreDecisions, ...]
    curve: RiskCurve
    set_rule: SetRule
    decision_rule: DecisionRule

    def to_dict(self) -> dict[str, Any]:
        """Give the study as plain values, ready for JSON."""
        return {
            "title": self.title,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "sets": self.sets.to_dict(),
            "compared": [
                {k: v for k, v in one.to_dict().items() if k != "by_genre"}
                for one in self.compared
            ],
            "decided": self.decided.to_dict(),
            "by_level": [one.to_dict() for one in self.by_level],
            "by_genre": [one.to_dict() for one in self.by_genre],
            "curve": self.curve.to_dict(),
        }
