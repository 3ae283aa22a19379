"""What asking for the sufficiency of the data gives: curves, outlooks and values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from genrelens.evaluation.comparing.wording import say_groups

if TYPE_CHECKING:
    from genrelens.evaluation.comparing.paired import Difference
    from genrelens.evaluation.comparing.results import Judgement
    from genrelens.evaluation.results import Estimate

__all__ = [
    "ColumnGroup",
    "CurvePoint",
    "GenreNeed",
    "GenrePoint",
    "LearningCurve",
    "Outlook",
    "Sufficiency",
]


def _plain(found: Estimate | None) -> dict[str, float] | None:
    return None if found is None else found.to_dict()


@dataclass(frozen=True, slots=True)
class GenrePoint:
    """One genre at one size of the training part.

    Parameters
    ----------
    genre : str
        Its name.
    n_train_tracks : float
        Its training tracks, mean over folds.
    recall, auc : Estimate or None
        None where the score is not defined.
    """

    genre: str
    n_train_tracks: float
    recall: Estimate | None
    auc: Estimate | None

    def to_dict(self) -> dict[str, Any]:
        """Give the point as plain values, ready for JSON."""
        return {
            "genre": self.genre,
            "n_train_tracks": self.n_train_tracks,
            "recall": _plain(self.recall),
            "auc": _plain(self.auc),
        }


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The scores that one size of the training part gives on all test tracks.

    Parameters
    ----------
    share : float
        Share of the groups (or of each group's tracks) that was kept.
    n_train_tracks, n_train_groups : float
        Training tracks and groups, mean over folds.
    metrics : dict of str to Estimate
        ``accuracy`` and, where it is defined, ``macro_auc_ovr``.
    by_genre : tuple of GenrePoint
        In the order of the genres.
    """

    share: float
    n_train_tracks: float
    n_train_groups: float
    metrics: dict[str, Estimate]
    by_genre: tuple[GenrePoint, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the point as plain values, ready for JSON."""
        return {
            "share": self.share,
            "n_train_tracks": self.n_train_tracks,
            "n_train_groups": self.n_train_groups,
            "metrics": {name: found.to_dict() for name, found in self.metrics.items()},
            "by_genre": [point.to_dict() for point in self.by_genre],
        }


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """Scores against the size of the training part, on the same test tracks.

    Parameters
    ----------
    grows_in : str
        ``groups`` (whole groups were left out of training) or ``tracks`` (tracks of
        each group were).
    points : tuple of CurvePoint
        The smallest first; the last is all there is.
    """

    grows_in: str
    points: tuple[CurvePoint, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the curve as plain values, ready for JSON."""
        return {
            "grows_in": self.grows_in,
            "points": [point.to_dict() for point in self.points],
        }


@dataclass(frozen=True, slots=True)
class Outlook:
    """What twice as much of the same kind of data would bring, or why nothing is said.

    Parameters
    ----------
    metric : str
        Score that is looked at.
    state : str
        ``rising`` (a range is given), ``flat``, or ``undecided`` (refused).
    last_doubling : Difference
        All training groups minus half of them.
    n_now, n_then : float
        Training tracks of a fold now, and as far as the curve is extended.
    expected : Estimate or None
        The score at `n_then`; its interval is the range to be told.
    gain : Estimate or None
        The score at `n_then` minus the score now.
    flat_from : float or None
        Training tracks from which more made no difference, for a flat curve.
    sentence : str
        The same for people.
    """

    metric: str
    state: str
    last_doubling: Difference
    n_now: float
    n_then: float
    expected: Estimate | None
    gain: Estimate | None
    flat_from: float | None
    sentence: str

    def to_dict(self) -> dict[str, Any]:
        """Give the outlook as plain values, ready for JSON."""
        return {
            "metric": self.metric,
            "state": self.state,
            "last_doubling": self.last_doubling.to_dict(),
            "n_now": self.n_now,
            "n_then": self.n_then,
            "expected": _plain(self.expected),
            "gain": _plain(self.gain),
            "flat_from": self.flat_from,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class GenreNeed:
    """How much one genre has gained by each doubling of the training groups.

    Parameters
    ----------
    genre : str
        Its name.
    n_tracks, n_groups : int
        Its tracks and groups among those scored.
    recall_slope, auc_slope : Estimate or None
        Gain for each doubling of the genre's own training tracks, with all other
        genres growing alike; None where it is not defined.
    adjusted_p : float
        Of no gain in AUC, after Holm's correction for all genres; 1 where it is not
        defined.
    is_growing : bool
        Whether the interval of the AUC's gain lies above zero and `adjusted_p` is at
        most 0.05, so that more artists of this genre can be expected to help.
    """

    genre: str
    n_tracks: int
    n_groups: int
    recall_slope: Estimate | None
    auc_slope: Estimate | None
    adjusted_p: float
    is_growing: bool

    def to_dict(self) -> dict[str, Any]:
        """Give the need as plain values, ready for JSON."""
        return {
            "genre": self.genre,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "recall_slope": _plain(self.recall_slope),
            "auc_slope": _plain(self.auc_slope),
            "adjusted_p": self.adjusted_p,
            "is_growing": self.is_growing,
        }


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """What one group of columns is worth to the model.

    Parameters
    ----------
    name : str
        E.g. ``"rhythm"``.
    labels : tuple of str
        Its columns, by their names for people.
    without : tuple of Judgement
        For each score, the model without this group minus the model with all.
    alone : dict of str to Estimate
        Scores of a model that has this group only.
    """

    name: str
    labels: tuple[str, ...]
    without: tuple[Judgement, ...]
    alone: dict[str, Estimate]

    def to_dict(self) -> dict[str, Any]:
        """Give the group as plain values, ready for JSON."""
        return {
            "name": self.name,
            "labels": list(self.labels),
            "without": [judgement.to_dict() for judgement in self.without],
            "alone": {name: found.to_dict() for name, found in self.alone.items()},
        }


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """Whether the data is enough, and of what there should be more.

    Parameters
    ----------
    scenario : str
        Title of the scenario, e.g. ``"unseen artists"``.
    group_kind : str
        What a group is, e.g. ``"artists"``.
    n_tracks, n_groups, n_folds : int
        Tracks scored, independent groups among them, and folds.
    everything : dict of str to Estimate
        Scores with all tracks and columns, by models as large as those compared.
    curves : tuple of LearningCurve
        In groups, then in tracks; a curve that cannot be made is absent.
    outlooks : tuple of Outlook
        One for each score of the curve in groups.
    genres : tuple of GenreNeed
        The genre that more artists would help most comes first.
    columns : tuple of ColumnGroup
        The most missed group first.
    missing : dict of str to str
        Why ``groups``, ``tracks``, ``outlook``, ``genres`` or ``columns`` is empty.
    notes : tuple of str
        Rules that came into play.
    """

    scenario: str
    group_kind: str
    n_tracks: int
    n_groups: int
    n_folds: int
    everything: dict[str, Estimate]
    curves: tuple[LearningCurve, ...]
    outlooks: tuple[Outlook, ...]
    genres: tuple[GenreNeed, ...]
    columns: tuple[ColumnGroup, ...]
    missing: dict[str, str]
    notes: tuple[str, ...] = ()

    @property
    def group_words(self) -> str:
        """Say what the groups are, as a plural for people."""
        return say_groups(self.group_kind)

    def to_dict(self) -> dict[str, Any]:
        """Give the result as plain values, ready for JSON."""
        return {
            "scenario": self.scenario,
            "group_kind": self.group_kind,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "n_folds": self.n_folds,
            "everything": {
                name: found.to_dict() for name, found in self.everything.items()
            },
            "curves": [curve.to_dict() for curve in self.curves],
            "outlooks": [outlook.to_dict() for outlook in self.outlooks],
            "genres": [need.to_dict() for need in self.genres],
            "columns": [group.to_dict() for group in self.columns],
            "missing": dict(self.missing),
            "notes": list(self.notes),
        }
