"""Count the models that a training run of a table will train."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.comparing.contending import AFFORDABLE_CELLS
from genrelens.evaluation.evaluating import divide_table
from genrelens.evaluation.leak_prices.known_leaks import LEAKS
from genrelens.evaluation.leak_prices.pricing import MAX_PRICED
from genrelens.evaluation.scenarios.kinship import find_kinship
from genrelens.evaluation.scenarios.running import SIDE_REPEATS
from genrelens.evaluation.scenarios.taking_apart import plan_sides
from genrelens.evaluation.scenarios.trial import Trial
from genrelens.evaluation.splitting import derive_seeds

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
    n_splits : int
        Further ways of splitting that keep tracks together, of a run that is not quick.
    n_sides : int
        Its further models with all trees.
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
    n_splits: int
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
    n_sides = n_splits = 0
    if not request.is_quick:
        kinship = find_kinship(
            prepared.checked.table, prepared.rows, source=request.source
        )
        plan = plan_sides(trial, kinship, n_folds=n_folds)
        n_sides, n_splits = plan.n_fits - n_side, int(plan.has_tracks)
    codes = {finding.code for finding in prepared.checked.table.findings}
    n_leaks = min(
        sum(not LEAKS[code].unpriced for code in codes & set(LEAKS)), MAX_PRICED
    )
    counts = FitCounts(
        n_features=len(prepared.features),
        n_folds=n_folds,
        n_quick=sum(by_repeat) + n_side + (len(division.locked) > 0) + 1,
        n_shuffled=n_side,
        n_splits=n_splits,
        n_sides=n_sides,
        n_priced=n_folds * (n_leaks + 1 if n_leaks else 0),
        n_small=n_folds * _SUFFICIENCY_FITS,
        tries_boosting=len(division.rows) * len(trial.genres) <= AFFORDABLE_CELLS,
    )
    return counts, trial


def _trial(prepared: Prepared, groups: Groups, request: TrainRequest) -> Trial:
    genres, codes = np.unique(prepared.labels, return_inverse=True)
    division = divide_table(
        prepared.labels, groups, seed=request.seed, is_test=prepared.is_test
    )
    return Trial(
        make_model=lambda _: None,
        X=prepared.inputs,
        y=prepared.labels,
        codes=codes.astype(np.int64),
        genres=genres,
        groups=groups,
        division=division,
        seed=derive_seeds(request.seed, 3)[1],
        on_trained=lambda _: None,
    )
