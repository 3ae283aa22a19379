"""What scoring on a family tree gives: scores by level, and answers by level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genrelens.evaluation.results import Estimate
    from genrelens.schema.genre_tree import GenreTree

__all__ = ["HierarchicalScores", "LevelAnswers"]


@dataclass(frozen=True, slots=True)
class LevelAnswers:
    """Answers at one level of the tree.

    Parameters
    ----------
    level : str
        ``"genre"``, ``"family"`` or ``"none"``.
    n_tracks : int
        Tracks answered at it.
    share : Estimate
        The same as a share of all tracks.
    accuracy : Estimate or None
        Share of these answers that are right; None for ``"none"`` and where
        there are no answers.
    """

    level: str
    n_tracks: int
    share: Estimate
    accuracy: Estimate | None

    def to_dict(self) -> dict[str, Any]:
        """Give the level as plain values, ready for JSON."""
        return {
            "level": self.level,
            "n_tracks": self.n_tracks,
            "share": self.share.to_dict(),
            "accuracy": None if self.accuracy is None else self.accuracy.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class HierarchicalScores:
    """Scores that know the family tree, under one scenario.

    Parameters
    ----------
    scenario : str
        Its title for people.
    n_tracks, n_groups : int
        Tracks the model had not met, and independent groups among them.
    tree : GenreTree
        The tree, found or given.
    is_given : bool
        Whether the user gave it.
    n_families : int
        Names directly under the root that hold genres of the model.
    accuracy, family_accuracy : Estimate
        Share of tracks with the right genre, and with the right family (the one
        with the largest sum of probabilities).
    precision, recall, f1 : Estimate
        Hierarchical, of the most probable genre.
    certainty : float
        Share of answers that are wanted right.
    threshold : float or None
        Probability from which an answer is given to new tracks; None where no
        threshold reaches the certainty.
    levels : tuple of LevelAnswers
        Genre, family, none; with thresholds chosen on other folds.
    answered : LevelAnswers
        Genre and family together.
    missing : tuple of str
        Genres that the tree does not hold; they stand alone under the root.
    notes : tuple of str
        Stated rules that came into play.
    """

    scenario: str
    n_tracks: int
    n_groups: int
    tree: GenreTree
    is_given: bool
    n_families: int
    accuracy: Estimate
    family_accuracy: Estimate
    precision: Estimate
    recall: Estimate
    f1: Estimate
    certainty: float
    threshold: float | None
    levels: tuple[LevelAnswers, ...]
    answered: LevelAnswers
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the scores as plain values, ready for JSON."""
        return {
            "scenario": self.scenario,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "tree": self.tree.to_dict(),
            "is_given": self.is_given,
            "n_families": self.n_families,
            "accuracy": self.accuracy.to_dict(),
            "family_accuracy": self.family_accuracy.to_dict(),
            "hierarchical_precision": self.precision.to_dict(),
            "hierarchical_recall": self.recall.to_dict(),
            "hierarchical_f1": self.f1.to_dict(),
            "certainty": self.certainty,
            "threshold": self.threshold,
            "levels": [level.to_dict() for level in self.levels],
            "answered": self.answered.to_dict(),
            "missing": list(self.missing),
            "notes": list(self.notes),
        }
