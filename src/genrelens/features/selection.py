"""Which attributes carry the genre, and the smallest set that is no worse."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SelectionResult", "SelectionStep"]


@dataclass(frozen=True, slots=True)
class SelectionStep:
    """Score of one size of feature set, over the same folds as all others.

    `is_not_worse` says whether the score is within fold noise of the best.
    """

    names: tuple[str, ...]
    score: float
    low: float
    high: float
    is_not_worse: bool


@dataclass(frozen=True, slots=True)
class SelectionResult:
    """The selection curve, and what was chosen.

    Parameters
    ----------
    metric, scenario : str
        Score shown, and the scenario whose folds were used.
    steps : tuple of SelectionStep
        From all features down to one.
    chosen : tuple of str
        The set trained on.
    redundant : tuple of tuple of str
        Clusters of correlated features, each of two or more names.
    is_applied : bool
        Whether the model was trained on `chosen` (``--select auto``).
    """

    metric: str
    scenario: str
    n_tracks: int
    steps: tuple[SelectionStep, ...]
    chosen: tuple[str, ...]
    redundant: tuple[tuple[str, ...], ...]
    is_applied: bool
