"""Choose the most thorough settings that fit into the time a reader gave."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from genrelens.workflow.time_budget.counting import count_models
from genrelens.workflow.time_budget.estimating import Setting, estimate_seconds
from genrelens.workflow.time_budget.probing import measure_costs

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.grouping import Groups
    from genrelens.evaluation.splitting import Division
    from genrelens.models.genre_forest import GenreForest
    from genrelens.workflow.prepared import Prepared
    from genrelens.workflow.requests import TrainRequest

__all__ = ["BudgetChoice", "choose_settings", "fit_into", "possible_settings"]

_CAUTION = 1.25  # an estimate may be so much too low
_FEWER_TREES = (200, 100, 50)
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class BudgetChoice:
    """What was chosen, why, and how long it was thought to take.

    Parameters
    ----------
    setting : Setting
        The settings taken.
    budget : float
        Seconds that were given for the whole run.
    spent : float
        Seconds that reading and measuring took.
    estimates : tuple of (Setting, float)
        All settings from the most thorough on, each with the seconds it was thought
        to take from then on.
    fits : bool
        Whether it was thought to fit; if not, it is the least there is.
    """

    setting: Setting
    budget: float
    spent: float
    estimates: tuple[tuple[Setting, float], ...]
    fits: bool

    @property
    def estimate(self) -> float:
        """About how many seconds the whole run takes."""
        return self.spent + dict(self.estimates)[self.setting]

    @property
    def sentence(self) -> str:
        """Say what was chosen, why, and the estimate."""
        told = (
            f"Of {_span(self.budget)} given, about {_span(self.estimate)} are needed "
            f"for: {self.setting.words}."
        )
        if not self.fits:
            return (
                f"{told} That is the least there is, so the time given will not do, or "
                "only just."
            )
        more = [each for each in self.estimates if each[0] != self.setting]
        above = more[: self._place]
        if not above:
            return f"{told} More could not be had."
        setting, seconds = above[-1]
        return (
            f"{told} The next better ({setting.words}) would need about "
            f"{_span(self.spent + seconds)}; a quarter is kept to spare."
        )

    @property
    def _place(self) -> int:
        return [setting for setting, _ in self.estimates].index(self.setting)


def choose_settings(
    prepared: Prepared,
    groups: Groups,
    request: TrainRequest,
    make_forest: Callable[[TrainRequest], GenreForest],
    *,
    began: float,
) -> tuple[TrainRequest, BudgetChoice, Division]:
    """Measure a few trees of the table, and take the best settings that fit.

    Parameters
    ----------
    prepared : Prepared
        The table.
    groups : Groups
        Which tracks must not be parted.
    request : TrainRequest
        What is asked for, with its `time_budget`; its trees are the most that are
        taken, and a quick run stays quick.
    make_forest : callable
        Given a request, returns an untrained forest of its size.
    began : float
        When the run began, by `time.perf_counter`.

    Returns
    -------
    request : TrainRequest
        With the settings taken.
    choice : BudgetChoice
        What was chosen.
    division : Division
        How the table was divided, which need not be done again.
    """
    minutes = request.time_budget or 0.0
    before = time.perf_counter()
    counts, trial = count_models(prepared, groups, request)
    dividing = time.perf_counter() - before
    costs = measure_costs(prepared, trial, request, make_forest, dividing=dividing)
    estimates = tuple(
        (setting, estimate_seconds(setting, counts, costs))
        for setting in possible_settings(request)
    )
    spent = time.perf_counter() - began
    choice = fit_into(minutes * _MINUTE, estimates, spent=spent)
    taken = choice.setting
    chosen = replace(
        request,
        trees=taken.trees,
        is_quick=taken.is_quick,
        has_contenders=taken.has_contenders,
    )
    return chosen, choice, trial.division


def possible_settings(request: TrainRequest) -> tuple[Setting, ...]:
    """Give the settings a request allows, from the most thorough on.

    A run with all its analyses and fewer trees goes before a quick one: on real tables
    400 trees are little better than 100, and the analyses tell what a score is worth.
    """
    fewer = [number for number in _FEWER_TREES if number < request.trees]
    trees = [request.trees, *fewer]
    quick = tuple(Setting(trees=number, is_quick=True) for number in trees)
    if request.is_quick:
        return quick
    full = [Setting(trees=number) for number in trees if number >= min(trees[0], 100)]
    return (Setting(trees=trees[0], has_contenders=True), *full, *quick)


def fit_into(
    budget: float, estimates: tuple[tuple[Setting, float], ...], *, spent: float
) -> BudgetChoice:
    """Take the first setting that fits, with a quarter to spare; else the cheapest.

    Parameters
    ----------
    budget : float
        Seconds for the whole run.
    estimates : tuple of (Setting, float)
        From the most thorough on, with the seconds each takes from now on.
    spent : float
        Seconds that are over already.
    """
    for setting, seconds in estimates:
        if spent + _CAUTION * seconds <= budget:
            return BudgetChoice(setting, budget, spent, estimates, fits=True)
    cheapest = min(estimates, key=lambda each: each[1])[0]
    return BudgetChoice(cheapest, budget, spent, estimates, fits=False)


def _span(seconds: float) -> str:
    """Write a time for people: seconds below two minutes, minutes from then on."""
    if seconds < 2 * _MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / _MINUTE:.1f} min"
