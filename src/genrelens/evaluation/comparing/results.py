"""What comparing several models gives: their scores, differences and verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from genrelens.evaluation.comparing.wording import say_groups

if TYPE_CHECKING:
    from genrelens.evaluation.comparing.paired import Difference
    from genrelens.evaluation.results import Estimate

__all__ = ["Contender", "Judgement", "ModelComparison"]


@dataclass(frozen=True, slots=True)
class Contender:
    """One model with its scores on the held-out tracks.

    Parameters
    ----------
    key : str
        ``forest``, ``majority``, ``linear``, ``boosted``, or the caller's own.
    title : str
        The same for people, e.g. ``"logistic regression"``.
    metrics : dict of str to Estimate
        By names of `genrelens.evaluation.results.METRICS`; what is not defined is
        absent.
    notes : tuple of str
        What was done to keep it affordable.
    """

    key: str
    title: str
    metrics: dict[str, Estimate]
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the contender as plain values, ready for JSON."""
        return {
            "key": self.key,
            "title": self.title,
            "metrics": {name: found.to_dict() for name, found in self.metrics.items()},
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a difference between two models amounts to.

    Parameters
    ----------
    key, title : str
        What was set against the reference.
    difference : Difference
        Its score minus the reference's.
    adjusted_p : float
        The p-value after Holm's correction for all differences judged together.
    band : float
        Differences up to this size count as none in practice.
    verdict : str
        ``better``, ``worse``, ``practically equal`` or ``undecided``.
    """

    key: str
    title: str
    difference: Difference
    adjusted_p: float
    band: float
    verdict: str

    def to_dict(self) -> dict[str, Any]:
        """Give the judgement as plain values, ready for JSON."""
        return {
            "key": self.key,
            "title": self.title,
            "difference": self.difference.to_dict(),
            "adjusted_p": self.adjusted_p,
            "band": self.band,
            "verdict": self.verdict,
        }


@dataclass(frozen=True, slots=True)
class ModelComparison:
    """Several models, tried on the same folds of the same tracks.

    Parameters
    ----------
    scenario : str
        Title of the scenario, e.g. ``"unseen artists"``.
    group_kind : str
        What a group is, e.g. ``"artists"``.
    n_tracks, n_groups, n_folds : int
        Tracks scored, independent groups among them, and folds.
    contenders : tuple of Contender
        The chosen model first.
    judgements : tuple of Judgement
        Every other contender against the first, for each score.
    summary : str
        A sentence for people.
    notes : tuple of str
        Rules that came into play.
    """

    scenario: str
    group_kind: str
    n_tracks: int
    n_groups: int
    n_folds: int
    contenders: tuple[Contender, ...]
    judgements: tuple[Judgement, ...]
    summary: str
    notes: tuple[str, ...] = ()

    @property
    def group_words(self) -> str:
        """Say what the groups are, as a plural for people."""
        return say_groups(self.group_kind)

    def to_dict(self) -> dict[str, Any]:
        """Give the comparison as plain values, ready for JSON."""
        return {
            "scenario": self.scenario,
            "group_kind": self.group_kind,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "n_folds": self.n_folds,
            "contenders": [contender.to_dict() for contender in self.contenders],
            "judgements": [judgement.to_dict() for judgement in self.judgements],
            "summary": self.summary,
            "notes": list(self.notes),
        }
