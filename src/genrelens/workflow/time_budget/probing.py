"""Measure on a table itself what a few trees of it cost."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.intervals import choose_n_replicates, estimate
from genrelens.evaluation.scenarios.counting_once import weigh_rows
from genrelens.evaluation.scenarios.trial import FoldModel
from genrelens.evaluation.splitting import training_rows
from genrelens.models.boosted import BoostedTrees
from genrelens.models.linear import LinearModel
from genrelens.workflow.per_fold.studying import FoldStudies

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from genrelens.evaluation.scenarios.trial import Trial
    from genrelens.models.genre_forest import GenreForest
    from genrelens.workflow.prepared import Prepared
    from genrelens.workflow.requests import TrainRequest

__all__ = ["Line", "UnitCosts", "measure_costs"]

_TREES = (4, 24)
_ROUNDS = (2, 8)
_ALL_ROUNDS = 100
_REPLICATES = 50
_SPLITS = 2  # of a division: one locks rows away, one makes the folds
_MOST_TRIES, _SHORT = 4, 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """Seconds as a straight line over the number of trees (or rounds).

    Parameters
    ----------
    fixed, each : float
        Seconds without any, and for each one more; not below 0.
    """

    fixed: float
    each: float

    def at(self, number: int) -> float:
        """Give the seconds for so many.

        Examples
        --------
        >>> Line(0.5, 0.01).at(100)
        1.5
        """
        return self.fixed + self.each * number

    @classmethod
    def through(cls, few: tuple[int, float], many: tuple[int, float]) -> Line:
        """Lay a line through two measurements, each a number and its seconds.

        Examples
        --------
        >>> Line.through((4, 1.5), (24, 2.5))
        Line(fixed=1.3, each=0.05)
        """
        each = max((many[1] - few[1]) / (many[0] - few[0]), 0.0)
        return cls(max(few[1] - each * few[0], 0.0), each)


@dataclass(frozen=True, slots=True)
class UnitCosts:
    """What one piece of a run costs on this table, this machine and these threads.

    Parameters
    ----------
    fit : Line
        Training one fold's forest and predicting its held-out tracks.
    study : Line
        Explaining that forest on its held-out tracks.
    linear, boosted : float
        One fold of logistic regression, and of boosted trees.
    scoring : float
        Scoring all held-out tracks once, with intervals.
    splitting : float
        Dealing groups out to folds once.
    """

    fit: Line
    study: Line
    linear: float
    boosted: float
    scoring: float
    splitting: float


def measure_costs(
    prepared: Prepared,
    trial: Trial,
    request: TrainRequest,
    make_forest: Callable[[TrainRequest], GenreForest],
    *,
    dividing: float,
) -> UnitCosts:
    """Train forests of few trees on the first fold, and lay lines through their times.

    Every piece is done once before it is timed, so that what happens only once in a
    process is not counted for each.

    Parameters
    ----------
    prepared : Prepared
        The table.
    trial : Trial
        How it is divided.
    request : TrainRequest
        What is asked for.
    make_forest : callable
        Given a request, returns an untrained forest of its size.
    dividing : float
        Seconds that dividing the table took.
    """
    bench = _Bench(prepared, trial, request, make_forest)
    bench.try_forest(_TREES[0])
    few, many = (_least(bench.try_forest, n_trees) for n_trees in _TREES)
    return UnitCosts(
        fit=Line.through((_TREES[0], few[0]), (_TREES[1], many[0])),
        study=Line.through((_TREES[0], few[1]), (_TREES[1], many[1])),
        linear=bench.try_linear(),
        boosted=bench.try_boosted(),
        scoring=bench.try_scoring(),
        splitting=dividing / _SPLITS,
    )


def _least(
    measure: Callable[[int], tuple[float, float]], n_trees: int
) -> tuple[float, float]:
    """Measure what is short several times: whatever disturbs only adds to a time."""
    times = [measure(n_trees)]
    while len(times) < _MOST_TRIES and sum(map(sum, times)) < _SHORT:
        times.append(measure(n_trees))
    trained, studied = zip(*times, strict=True)
    return min(trained), min(studied)


class _Bench:
    """The first fold of a table, on which models are timed."""

    def __init__(
        self,
        prepared: Prepared,
        trial: Trial,
        request: TrainRequest,
        make_forest: Callable[[TrainRequest], GenreForest],
    ) -> None:
        rows = trial.division.rows
        self._prepared, self._request, self._make = prepared, request, make_forest
        self._trial = replace(trial, weights=weigh_rows(trial.codes, prepared.tracks))
        self._test = rows[next(iter(trial.division.repeats[0]))]
        self._train = training_rows(self._test, rows, trial.groups.ties)

    def try_forest(self, n_trees: int) -> tuple[float, float]:
        """Give the seconds to train and predict, and those to explain."""
        request = replace(self._request, trees=n_trees)
        forest = self._make(request)
        began = time.perf_counter()
        self._trial.teach(forest, self._train)
        self._trial.predict(forest, self._test)
        trained = time.perf_counter()
        studies = FoldStudies(self._prepared, self._trial.groups, request)
        made = time.perf_counter()
        studies.add_fold(FoldModel(forest, self._train, self._test, 0, 0))
        return trained - began, time.perf_counter() - made

    def try_linear(self) -> float:
        """Give the seconds of one fold of logistic regression."""
        return self._time(LinearModel())

    def try_boosted(self) -> float:
        """Give the seconds of one fold of boosted trees, from fewer rounds."""
        few, many = (
            (rounds, self._time(BoostedTrees(n_rounds=rounds))) for rounds in _ROUNDS
        )
        return Line.through(few, many).at(_ALL_ROUNDS)

    def try_scoring(self) -> float:
        """Give the seconds to score the cross-validated rows with intervals."""
        rows = self._trial.division.rows
        n_genres = len(self._trial.genres)
        proba = np.random.default_rng(0).dirichlet(np.ones(n_genres), len(rows))
        held_out = self._trial.hold_out(rows, proba, _folds(self._trial))
        began = time.perf_counter()
        estimate([held_out], seed=0, n_replicates=_REPLICATES)
        seconds = time.perf_counter() - began
        return seconds * choose_n_replicates(len(rows), n_genres) / _REPLICATES

    def _time(self, model: LinearModel | BoostedTrees) -> float:
        began = time.perf_counter()
        self._trial.teach(model, self._train)
        self._trial.predict(model, self._test)
        return time.perf_counter() - began


def _folds(trial: Trial) -> NDArray[np.int64]:
    return trial.division.repeats[0].fold
