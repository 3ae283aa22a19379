"""What the examination of labels gives: doubts, ceiling, scores of genre sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from genrelens.evaluation.results import Estimate

__all__ = [
    "ARTIST",
    "KINDS",
    "SAME_TRACK",
    "SECOND",
    "SPELLING",
    "WRONG",
    "DoubtedTrack",
    "GenreDoubt",
    "LabelAudit",
    "LabelCeiling",
    "LabelsStudy",
    "ReviewedScores",
    "SeveralGenres",
]

WRONG = "probably wrong"
SECOND = "probably a second genre"
ARTIST = "artist's other tracks say otherwise"
SAME_TRACK = "same track elsewhere under another genre"
SPELLING = "spelling of another genre"

KINDS = (WRONG, ARTIST, SAME_TRACK, SPELLING, SECOND)
"""Why a label is doubted, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class DoubtedTrack:
    """One row whose label a person should look at.

    Parameters
    ----------
    row, line : int
        Position in the table, counted from 0, and line of the file.
    title : str
        Artists and title as they stand in the table, control characters escaped;
        empty where it has neither.
    label, suggestion : str
        The genre as labelled, and the genre that fits better.
    second_genre : str
        A genre to be kept beside the first; empty where none is proposed.
    kind : str
        One of `KINDS`.
    doubt : float
        Probability, between 0 and 1, that the label is a stray one; see
        `genrelens.evaluation.labels.evidence.stray_labels`.
    confidence : float or None
        Probability of the suggested genre by sound and by the artist's other
        tracks, brought in line with the labels of the table; None where nothing
        but the spelling speaks for it.
    reason : str
        The evidence in words; genres in it are as they stand in the table.
    """

    row: int
    line: int
    title: str
    label: str
    suggestion: str
    second_genre: str
    kind: str
    doubt: float
    confidence: float | None
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Give the doubt as plain values, ready for JSON."""
        return {
            "row": self.row,
            "line": self.line,
            "title": self.title,
            "label": self.label,
            "suggestion": self.suggestion,
            "second_genre": self.second_genre,
            "kind": self.kind,
            "doubt": self.doubt,
            "confidence": self.confidence,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class GenreDoubt:
    """How many labels of one genre are doubted.

    Parameters
    ----------
    genre : str
        As labelled.
    n_tracks, n_groups, n_listed : int
        Tracks with that label, groups among them, and tracks listed for review.
    stray : Estimate
        Share of them whose label is estimated to be a stray one.
    """

    genre: str
    n_tracks: int
    n_groups: int
    n_listed: int
    stray: Estimate

    def to_dict(self) -> dict[str, Any]:
        """Give the counts as plain values, ready for JSON."""
        return {
            "genre": self.genre,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "n_listed": self.n_listed,
            "stray": self.stray.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class LabelCeiling:
    """What labels that contradict each other leave for any model to reach.

    Parameters
    ----------
    scenario : str
        Title of the scenario in which the model was scored.
    n_tracks, n_groups : int
        Rows scored, and groups among them.
    n_distinct, n_conflicting : int
        Distinct tracks, and those of them that stand under several genres.
    ceiling : Estimate
        Accuracy of one who knows every track's most frequent label, and must
        give all rows of a track one answer.
    accuracy : Estimate
        The model's, on the same rows.
    share : Estimate
        The model's accuracy as a share of the ceiling.
    """

    scenario: str
    n_tracks: int
    n_groups: int
    n_distinct: int
    n_conflicting: int
    ceiling: Estimate
    accuracy: Estimate
    share: Estimate

    def to_dict(self) -> dict[str, Any]:
        """Give the ceiling as plain values, ready for JSON."""
        return {
            "scenario": self.scenario,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "n_distinct": self.n_distinct,
            "n_conflicting": self.n_conflicting,
            "ceiling": self.ceiling.to_dict(),
            "accuracy": self.accuracy.to_dict(),
            "share": self.share.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class LabelAudit:
    """What out-of-fold predictions tell about the labels of a table.

    Parameters
    ----------
    scenario : str
        Title of the scenario whose predictions were used.
    n_tracks, n_groups : int
        Rows examined, and groups among them.
    genres : tuple of str
        Order of all codes.
    stray : Estimate
        Share of labels that neither sound, nor artist, nor the overlap of genres
        explains.
    disputed : Estimate
        Share of labels that confident learning holds for wrong, by sound and the
        artist's other tracks together. It takes the overlap of genres for error,
        so that it is rather an upper limit.
    by_genre : tuple of GenreDoubt
        The genre with the largest share first.
    doubted : tuple of DoubtedTrack
        Rows listed for review, the most doubtful first.
    doubt : ndarray of float64, shape (n_tracks,)
        Of every row examined, listed or not.
    suggestion : ndarray of int64, shape (n_tracks,)
        Code of the best genre other than the label.
    n_overlapping : int
        Rows that confident learning disputes by sound alone and that are not
        listed, because the overlap of genres explains them.
    artist_weight : float
        How much the artist's other tracks count, from 0 (nothing, or there are
        none) to 3; found from the table.
    ceiling : LabelCeiling
        From contradicting labels of one track.
    notes : tuple of str
        Stated rules that came into play.
    """

    scenario: str
    n_tracks: int
    n_groups: int
    genres: tuple[str, ...]
    stray: Estimate
    disputed: Estimate
    by_genre: tuple[GenreDoubt, ...]
    doubted: tuple[DoubtedTrack, ...]
    doubt: NDArray[np.float64]
    suggestion: NDArray[np.int64]
    n_overlapping: int
    artist_weight: float
    ceiling: LabelCeiling
    notes: tuple[str, ...] = ()

    @property
    def n_by_kind(self) -> dict[str, int]:
        """Rows listed, by kind of doubt."""
        kinds = [track.kind for track in self.doubted]
        return {kind: kinds.count(kind) for kind in KINDS}

    def to_dict(self) -> dict[str, Any]:
        """Give the summary as plain values; single rows are in the review table."""
        return {
            "scenario": self.scenario,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "n_listed": len(self.doubted),
            "n_by_kind": self.n_by_kind,
            "n_overlapping": self.n_overlapping,
            "stray": self.stray.to_dict(),
            "disputed": self.disputed.to_dict(),
            "artist_weight": self.artist_weight,
            "by_genre": [genre.to_dict() for genre in self.by_genre],
            "ceiling": self.ceiling.to_dict(),
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class SeveralGenres:
    """Scores of predictions against the set of genres of each distinct track.

    Parameters
    ----------
    scenario : str
        Title of the scenario whose predictions were used.
    n_tracks, n_groups, n_rows : int
        Distinct tracks, groups among them, and rows they stand in.
    n_several : int
        Tracks under more than one genre.
    genres_per_track : float
        Mean size of the set.
    metrics : dict of str to Estimate
        ``any_hit`` (the first answer is one of the track's genres),
        ``any_hit_5`` (one of the first five is), ``recall_5`` (share of the
        track's genres among the first five), ``top_5_rows`` (share of rows
        whose own genre is among the first five), ``r_precision`` (share of right
        ones among as many answers as the track has genres), ``lrap`` (label
        ranking average precision), ``coverage_error`` (answers needed to have
        named all genres of the track, on average). The two with a five are
        defined from six genres on.
    """

    scenario: str
    n_tracks: int
    n_groups: int
    n_rows: int
    n_several: int
    genres_per_track: float
    metrics: dict[str, Estimate]

    def to_dict(self) -> dict[str, Any]:
        """Give the scores as plain values, ready for JSON."""
        return {
            "scenario": self.scenario,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "n_rows": self.n_rows,
            "n_several": self.n_several,
            "genres_per_track": self.genres_per_track,
            **{name: found.to_dict() for name, found in self.metrics.items()},
        }


@dataclass(frozen=True, slots=True)
class ReviewedScores:
    """What corrections by hand do to the score.

    Parameters
    ----------
    scenario : str
        Title of the scenario.
    n_tracks, n_groups : int
        Rows scored, and groups among them.
    n_reviewed, n_changed : int
        Rows among them that a person decided on, and whose label changed.
    everything : Estimate
        Accuracy on all rows.
    unreviewed : Estimate or None
        Accuracy on rows nobody decided on; None where there is no such row.
    """

    scenario: str
    n_tracks: int
    n_groups: int
    n_reviewed: int
    n_changed: int
    everything: Estimate
    unreviewed: Estimate | None

    def to_dict(self) -> dict[str, Any]:
        """Give the scores as plain values, ready for JSON."""
        return {
            "scenario": self.scenario,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "n_reviewed": self.n_reviewed,
            "n_changed": self.n_changed,
            "everything": self.everything.to_dict(),
            "unreviewed": None
            if self.unreviewed is None
            else self.unreviewed.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class LabelsStudy:
    """Everything a training run found out about its labels.

    Parameters
    ----------
    audit : LabelAudit
        Doubts and ceiling.
    several : SeveralGenres
        Scores against the genre sets of distinct tracks.
    reviewed : ReviewedScores or None
        Where corrections were given.
    """

    audit: LabelAudit
    several: SeveralGenres
    reviewed: ReviewedScores | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give all of it as plain values, ready for JSON."""
        return {
            "audit": self.audit.to_dict(),
            "several_genres": self.several.to_dict(),
            "reviewed": None if self.reviewed is None else self.reviewed.to_dict(),
        }
