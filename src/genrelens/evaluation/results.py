"""What evaluation gives: scores with intervals, per genre and per scenario."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "METRICS",
    "Confusion",
    "Estimate",
    "Evaluation",
    "GenreScores",
    "Reliability",
    "RocCurve",
    "ScenarioScores",
]

METRICS = (
    "accuracy",
    "balanced_accuracy",
    "macro_f1",
    "top_3_accuracy",
    "macro_auc_ovr",
    "macro_auc_ovo",
    "log_loss",
    "calibration_error",
)
"""Names of the scores of a scenario, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval; `value` lies within ``[low, high]``."""

    value: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """Give the three numbers by name."""
        return {"value": self.value, "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class ScenarioScores:
    """All scores of one model under one way of splitting.

    Parameters
    ----------
    scenario : str
        ``unseen_artists`` or ``unseen_tracks`` (the headline),
        ``random_rows``, ``locked_test``, ``majority_baseline``,
        ``shuffled_labels``.
    title : str
        The same for people, e.g. ``"unseen artists"``.
    n_tracks, n_groups : int
        Tracks scored, and independent groups among them.
    group_kind : str
        What a group is, e.g. ``"artists"``, ``"tracks"``, ``"rows"``.
    n_folds, n_repeats : int
        Folds, and repetitions of the whole cross-validation.
    metrics : dict of str to Estimate
        A metric that cannot be computed is absent, and `notes` says why.
    notes : tuple of str
        Stated rules that came into play (genres absent from a fold, ...).
    """

    scenario: str
    title: str
    n_tracks: int
    n_groups: int
    group_kind: str
    n_folds: int
    n_repeats: int
    metrics: dict[str, Estimate]
    notes: tuple[str, ...] = ()

    @property
    def group_words(self) -> str:
        """What the groups are, as a plural for people.

        Artists who share a track are one group, so there are fewer groups than
        artists.
        """
        words = {
            "artists": "groups of artists",
            "tracks": "distinct tracks",
            "rows": "rows",
        }
        return words.get(self.group_kind, f"values of '{self.group_kind}'")

    @property
    def repeat_words(self) -> str:
        """Say of what is shown of one repetition only that it is; else nothing."""
        if self.n_repeats == 1:
            return ""
        return f" (in the first of {self.n_repeats} repetitions)"

    def to_dict(self) -> dict[str, Any]:
        """Give the scores as plain values, ready for JSON."""
        return {
            "title": self.title,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "group_kind": self.group_kind,
            "n_folds": self.n_folds,
            "n_repeats": self.n_repeats,
            "notes": list(self.notes),
            **{name: estimate.to_dict() for name, estimate in self.metrics.items()},
        }


@dataclass(frozen=True, slots=True)
class GenreScores:
    """Scores of one genre against all others, in the headline scenario."""

    genre: str
    n_tracks: int
    n_groups: int
    precision: Estimate
    recall: Estimate
    f1: Estimate
    auc: Estimate | None  # None where the genre was in too few folds to rank

    def to_dict(self) -> dict[str, Any]:
        """Give the scores as plain values, ready for JSON."""
        return {
            "genre": self.genre,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "precision": self.precision.to_dict(),
            "recall": self.recall.to_dict(),
            "f1": self.f1.to_dict(),
            "auc": None if self.auc is None else self.auc.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Confusion:
    """Which genre was taken for which.

    Parameters
    ----------
    genres : tuple of str
        Row and column order.
    counts : ndarray of int64, shape (n_genres, n_genres)
        Rows are true genres, columns predicted ones. Each track once (the
        first repetition, where cross-validation was repeated).
    """

    genres: tuple[str, ...]
    counts: NDArray[np.int64]

    def shares(self) -> NDArray[np.float64]:
        """Give each row as shares of its sum; a row without tracks is zero."""
        totals = self.counts.sum(axis=1, keepdims=True)
        shares: NDArray[np.float64] = self.counts / totals.clip(min=1)
        return shares

    def most_confused(self, n_pairs: int = 10) -> list[tuple[str, str, int, float]]:
        """Give the largest mistakes: true, predicted, tracks, share of the true."""
        shares = self.shares()
        mistakes = [
            (true, taken, int(self.counts[i, j]), float(shares[i, j]))
            for i, true in enumerate(self.genres)
            for j, taken in enumerate(self.genres)
            if i != j and self.counts[i, j] > 0
        ]
        return sorted(mistakes, key=lambda pair: (-pair[2], pair[0]))[:n_pairs]


@dataclass(frozen=True, slots=True)
class RocCurve:
    """One genre's ROC curve against all others, thinned to at most 200 points."""

    genre: str
    false_positive_rate: NDArray[np.float64]
    true_positive_rate: NDArray[np.float64]
    auc: Estimate


@dataclass(frozen=True, slots=True)
class Reliability:
    """How often the predicted genre is right, by how sure the model was.

    Parameters
    ----------
    confidence, accuracy : ndarray of float64, shape (n_bins,)
        Mean top probability, and share of right answers, in equal-count bins.
    n_tracks : ndarray of int64, shape (n_bins,)
        Tracks in each bin.
    """

    confidence: NDArray[np.float64]
    accuracy: NDArray[np.float64]
    n_tracks: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything evaluation found out about one model on one table.

    Parameters
    ----------
    genres : tuple of str
        All genres, in the order of every matrix here.
    headline : str
        Key in `scenarios` of the honest scenario.
    scenarios : dict of str to ScenarioScores
        In the order in which they are shown.
    by_genre : tuple of GenreScores
        In the headline scenario.
    confusion : Confusion
        In the headline scenario.
    curves : tuple of RocCurve
        In the headline scenario, for genres that can be ranked.
    reliability : Reliability
        In the headline scenario.
    chance : Estimate
        Accuracy of the shuffled-label baseline.
    is_better_than_chance : bool
        Whether the headline's macro AUC interval lies above 0.5 and a
        permutation test of the out-of-fold predictions rejects chance.
    p_value : float
        Of that permutation test (labels permuted over groups).
    verdict : tuple of str
        The two sentences that open the report.
    is_small : bool
        Few rows per genre: rankings of genres and features are refused.
    notes : tuple of str
        Rules that came into play, e.g. why there is no locked test.
    """

    genres: tuple[str, ...]
    headline: str
    scenarios: dict[str, ScenarioScores]
    by_genre: tuple[GenreScores, ...]
    confusion: Confusion
    curves: tuple[RocCurve, ...]
    reliability: Reliability
    chance: Estimate
    is_better_than_chance: bool
    p_value: float
    verdict: tuple[str, ...]
    is_small: bool = False
    notes: tuple[str, ...] = field(default=())
