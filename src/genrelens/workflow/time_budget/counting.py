"""Count the models that a training run of a table will train."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.comparing.contending import AFFORDABLE_CELLS
from genrelens.evaluation.leak_prices.known_leaks import LEAKS
from genrelens.evaluation.leak_prices.pricing import MAX_PRICED
from genrelens.evaluation.scenarios.kinship import find_kinship
from genrelens.evaluation.scenarios.running import SIDE_REPEATS
from genrelens.evaluation.scenarios.taking_apart import plan_sides
from genrelens.evaluation.scenarios.trial import Trial
from genrelens.evaluation.splitting import (
    choose_n_folds,
    derive_seeds,
    divide,
    divide_as_given,
)

if TYPE_CHECKING:
    from genrelens.evaluation.grouping import Groups
    from genrelens.workflow.prepared import Prepared
    from genrelens.workflow.requests import TrainRequest

__all__ = ["FitCounts", "count_models"]

_SUFFICIENCY_FITS = 11  # whole fits a fold that its smaller ones cost together


@dataclass(frozen=True, slots=True)
class FitCounts:
    """How many models of each size a run trains.

    Parameters
    ----------
    n_features : int
        Attributes, which are described and drawn one by one.
    n_folds : int
        Folds whose models are studied.
    n_quick : int
        Models with all trees that every run trains.
    n_shuffled : int
        Models with at most 50 trees that every run trains.
    n_sides : int
        Further models with all trees of a run that is not quick.
    n_priced : int
        Its models with at most 100 trees, for prices of leaks.
    n_small : int
        Its models with at most 50 trees, for whether there is enough data.
    tries_boosting : bool
        Whether it tries boosted trees unasked.
    """

    n_features: int
    n_folds: int
    n_quick: int
    n_shuffled: int
    n_sides: int
    n_priced: int
    n_small: int
    tries_boosting: bool


def count_models(
    prepared: Prepared, groups: Groups, request: TrainRequest
) -> tuple[FitCounts, Trial]:
    """Divide the table as the run will, and count.

    Returns
    -------
    counts : FitCounts
        All the models.
    trial : Trial
        The table as divided, without a model.

    Raises
    ------
    InputError
        If the table cannot be divided.
    """
    trial = _trial(prepared, groups, request)
    division = trial.division
    by_repeat = [folds.n_folds for folds in division.repeats]
    n_side, n_folds = sum(by_repeat[:SIDE_REPEATS]), by_repeat[0]
    n_sides = 0
    if not request.is_quick:
        kinship = find_kinship(
            prepared.checked.table, prepared.rows, source=request.source
        )
        plan = plan_sides(trial, kinship, n_folds=n_folds)
        n_sides = plan.n_fits - n_side
    codes = {finding.code for finding in prepared.checked.table.findings}
    n_leaks = min(
        sum(not LEAKS[code].unpriced for code in codes & set(LEAKS)), MAX_PRICED
    )
    counts = FitCounts(
        n_features=len(prepared.features),
        n_folds=n_folds,
        n_quick=sum(by_repeat) + n_side + (len(division.locked) > 0) + 1,
        n_shuffled=n_side,
        n_sides=n_sides,
        n_priced=n_folds * (n_leaks + 1 if n_leaks else 0),
        n_small=n_folds * _SUFFICIENCY_FITS,
        tries_boosting=len(division.rows) * len(trial.genres) <= AFFORDABLE_CELLS,
    )
    return counts, trial


def _trial(prepared: Prepared, groups: Groups, request: TrainRequest) -> Trial:
    genres, codes = np.unique(prepared.labels, return_inverse=True)
    codes = codes.astype(np.int64)
    seed, run_seed, _ = derive_seeds(request.seed, 3)
    n_folds = choose_n_folds(len(codes))
    division = (
        divide(codes, groups, n_folds=n_folds, seed=seed)
        if prepared.is_test is None
        else divide_as_given(
            codes, groups, prepared.is_test, n_folds=n_folds, seed=seed
        )
    )
    return Trial(
        make_model=lambda _: None,
        X=prepared.inputs,
        y=prepared.labels,
        codes=codes,
        genres=genres,
        groups=groups,
        division=division,
        seed=run_seed,
        on_trained=lambda _: None,
    )
