"""What explanation gives: importance, response, stress and Shapley results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = [
    "FeatureImportance",
    "Importance",
    "Reason",
    "ResponseCurve",
    "ShapleyTable",
    "StressTest",
    "TrackExplanation",
]


@dataclass(frozen=True, slots=True)
class FeatureImportance:
    """How much a score falls when one feature, or one group, is shuffled.

    Parameters
    ----------
    names : tuple of str
        One feature, or the correlated features shuffled together.
    label : str
        For people, e.g. ``"energy"`` or ``"energy + loudness"``.
    drop, low, high : float
        Mean fall of the metric over folds and repeats, with a 95 % interval
        of the mean over folds.
    spread : float
        Standard deviation over folds and repeats.
    """

    names: tuple[str, ...]
    label: str
    drop: float
    low: float
    high: float
    spread: float

    def to_dict(self) -> dict[str, Any]:
        """Give the numbers as plain values, ready for JSON."""
        return {
            "features": list(self.names),
            "label": self.label,
            "value": self.drop,
            "low": self.low,
            "high": self.high,
            "spread": self.spread,
        }


@dataclass(frozen=True, slots=True)
class Importance:
    """Permutation importance on held-out tracks.

    Parameters
    ----------
    metric : str
        Name of the score that falls, e.g. ``"macro_auc_ovr"``.
    scenario : str
        Scenario whose held-out tracks were used.
    n_tracks, n_folds, n_repeats : int
        Held-out tracks, folds, and shuffles of each feature in each fold.
    features : tuple of FeatureImportance
        Single features, largest fall first.
    groups : tuple of FeatureImportance
        Clusters of correlated features, shuffled together; largest first.
    """

    metric: str
    scenario: str
    n_tracks: int
    n_folds: int
    n_repeats: int
    features: tuple[FeatureImportance, ...]
    groups: tuple[FeatureImportance, ...]


@dataclass(frozen=True, slots=True)
class ResponseCurve:
    """How each genre's probability moves as one feature is moved alone.

    Parameters
    ----------
    feature, label, unit : str
        The feature, its name for people, its unit.
    grid : ndarray of float64, shape (n_points,)
        Values set (positions 0, 1, ... for a category; see `levels`).
    levels : tuple of str
        Names of the grid's points for flags and categories; else empty.
    effect : ndarray of float64, shape (n_points, n_genres)
        Mean probability minus its mean over the data's own density.
    density : ndarray of float64, shape (n_points,)
        Share of tracks near each point; sums to 1.
    n_tracks : int
        Tracks over which the curve is averaged.
    """

    feature: str
    label: str
    unit: str
    grid: NDArray[np.float64]
    levels: tuple[str, ...]
    effect: NDArray[np.float64]
    density: NDArray[np.float64]
    n_tracks: int


@dataclass(frozen=True, slots=True)
class StressTest:
    """What happens to held-out predictions when an input is wrong in one way.

    Parameters
    ----------
    name : str
        Kebab-case, e.g. ``"tempo-halved"``.
    title : str
        For people, e.g. ``"tempo halved (half-time detection)"``.
    n_tracks : int
        Held-out tracks changed.
    flip_share, flip_low, flip_high : float
        Share of them whose predicted genre changes, with a 95 % interval.
    accuracy_before, accuracy_after : float
        Share predicted right on the same tracks.
    flips_by_genre : dict of str to float
        Share of flips among tracks of each true genre.
    n_groups : int
        Independent groups (artists, or the tracks themselves) behind the
        interval.
    """

    name: str
    title: str
    n_tracks: int
    flip_share: float
    flip_low: float
    flip_high: float
    accuracy_before: float
    accuracy_after: float
    flips_by_genre: dict[str, float]
    n_groups: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Give the numbers as plain values, ready for JSON."""
        return {
            "name": self.name,
            "title": self.title,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "flip_share": {
                "value": self.flip_share,
                "low": self.flip_low,
                "high": self.flip_high,
            },
            "accuracy_before": self.accuracy_before,
            "accuracy_after": self.accuracy_after,
            "flips_by_genre": dict(self.flips_by_genre),
        }


@dataclass(frozen=True, slots=True)
class ShapleyTable:
    """Exact Shapley values of held-out tracks, for all genres at once.

    For every explained track and genre the values and the base sum to the
    predicted probability; this was checked to 1e-9 when they were made. The
    mean sizes are those of all explained tracks; the values themselves are kept
    of an even sample of them, for pictures.

    Parameters
    ----------
    rows : ndarray of int64, shape (n_tracks,)
        Positions of the kept tracks in the training table.
    features : tuple of str
        Names of the features, in the order of the second axis.
    genres : tuple of str
        In the order of the third axis.
    values : ndarray of float64, shape (n_tracks, n_features, n_genres)
        In units of probability.
    base : ndarray of float64, shape (n_tracks, n_genres)
        Mean prediction of the model that explains each track.
    inputs : pandas.DataFrame, n_tracks x n_features
        The cleaned feature values of the same tracks.
    sizes : ndarray of float64, shape (n_features, n_genres)
        Mean size of the values over all explained tracks.
    n_explained : int
        Tracks that were explained.
    n_candidates : int
        Tracks that could have been explained.
    why_not_all : str
        Empty where all were; else the sentences that tell why not, and how far
        the mean sizes may be from those of all tracks.
    """

    rows: NDArray[np.int64]
    features: tuple[str, ...]
    genres: tuple[str, ...]
    values: NDArray[np.float64]
    base: NDArray[np.float64]
    inputs: pd.DataFrame
    sizes: NDArray[np.float64]
    n_explained: int
    n_candidates: int
    why_not_all: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature's part in one track's genre, in numbers and in words.

    Parameters
    ----------
    feature, label, unit : str
        The feature, its name for people, its unit.
    value : float or str or None
        The track's own value; None where it is missing.
    contribution : float
        Shapley value for the genre, in units of probability.
    words : str
        E.g. ``"tempo 138 BPM, typical techno 135, typical house 124"``.
    """

    feature: str
    label: str
    unit: str
    value: float | str | None
    contribution: float
    words: str


@dataclass(frozen=True, slots=True)
class TrackExplanation:
    """Why one track got its genre, and why not another.

    Parameters
    ----------
    name : str
        Title and artist where known, else the row.
    genre, rival : str
        The genre explained, and the one it is set against.
    probability, rival_probability : float
        What the model gives to each.
    base, rival_base : float
        What it gives to each on average.
    reasons, rival_reasons : tuple of Reason
        All features, largest absolute contribution first.
    sentence : str
        The strongest contrasts in one sentence.
    """

    name: str
    genre: str
    rival: str
    probability: float
    rival_probability: float
    base: float
    rival_base: float
    reasons: tuple[Reason, ...]
    rival_reasons: tuple[Reason, ...]
    sentence: str
