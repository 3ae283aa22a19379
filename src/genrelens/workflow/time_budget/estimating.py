"""Estimate how long a training run of a table will take, setting by setting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genrelens.workflow.time_budget.counting import FitCounts
    from genrelens.workflow.time_budget.probing import UnitCosts

__all__ = ["Setting", "estimate_seconds"]

_SHUFFLED_TREES = 50
_PRICED_TREES = 100
_SMALL_TREES = 50
# Scorings of all tracks with intervals, and seconds besides, that a run costs; from
# real runs (docs/explanation/time-budget.md).
_QUICK_SCORINGS, _QUICK_SECONDS = 5.0, 0.5
_SECONDS_A_FEATURE = 0.035
_FULL_SCORINGS, _FULL_SECONDS = 12.0, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How thorough a run is.

    Parameters
    ----------
    trees : int
        Trees of the forest.
    is_quick : bool
        Whether what needs further models is left out.
    has_contenders : bool
        Whether boosted trees are tried whatever they cost.
    """

    trees: int
    is_quick: bool = False
    has_contenders: bool = False

    @property
    def words(self) -> str:
        """Name it for people.

        Examples
        --------
        >>> Setting(trees=100, is_quick=True).words
        'quick, 100 trees'
        """
        depth = "quick" if self.is_quick else "full"
        if self.has_contenders:
            depth = "full with all other models"
        return f"{depth}, {self.trees} trees"


def estimate_seconds(setting: Setting, counts: FitCounts, costs: UnitCosts) -> float:
    """Give about how many seconds a run takes after its table is read and probed.

    Every model counts with the measured cost of one fold of its size, every scoring
    with that of all held-out tracks.

    Parameters
    ----------
    setting : Setting
        How thorough it is.
    counts : FitCounts
        How many models it trains.
    costs : UnitCosts
        What one costs.
    """
    fit, trees = costs.fit, setting.trees
    seconds = (
        counts.n_quick * fit.at(trees)
        + counts.n_shuffled * fit.at(min(trees, _SHUFFLED_TREES))
        + counts.n_folds * costs.study.at(trees)
        + _QUICK_SCORINGS * costs.scoring
        + _SECONDS_A_FEATURE * counts.n_features
        + _QUICK_SECONDS
    )
    if setting.is_quick:
        return seconds
    seconds += (
        counts.n_splits * costs.splitting
        + counts.n_sides * fit.at(trees)
        + counts.n_priced * fit.at(min(trees, _PRICED_TREES))
        + counts.n_small * fit.at(min(trees, _SMALL_TREES))
        + counts.n_folds * costs.linear
        + _FULL_SCORINGS * costs.scoring
        + _FULL_SECONDS
    )
    if setting.has_contenders or counts.tries_boosting:
        seconds += counts.n_folds * costs.boosted
    return seconds
