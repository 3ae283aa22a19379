"""Which attributes carry the genre, and the smallest set that is no worse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.errors import InputError
from genrelens.features.elimination import Trial, eliminate, score_set
from genrelens.features.fold_noise import mean_interval

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["SelectionResult", "SelectionStep", "select_features", "step_sizes"]

MAX_STEPS = 8
"""Sizes of feature set that are tried, from all features down to one."""

_MAX_FOLDS = 5
_MIN_FOLDS = 3  # one ranks, one scores, the rest train


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

    def to_dict(self) -> dict[str, Any]:
        """Give the step as plain values, ready for JSON."""
        return {
            "features": list(self.names),
            "value": self.score,
            "low": self.low,
            "high": self.high,
            "is_not_worse": self.is_not_worse,
        }


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
    note : str
        One sentence: what was done more cheaply than in the real training.
    """

    metric: str
    scenario: str
    n_tracks: int
    steps: tuple[SelectionStep, ...]
    chosen: tuple[str, ...]
    redundant: tuple[tuple[str, ...], ...]
    is_applied: bool
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Give the curve as plain values, ready for JSON."""
        return {
            "metric": self.metric,
            "scenario": self.scenario,
            "n_tracks": self.n_tracks,
            "steps": [step.to_dict() for step in self.steps],
            "chosen": list(self.chosen),
            "redundant": [list(names) for names in self.redundant],
            "is_applied": self.is_applied,
            "note": self.note,
        }


def step_sizes(n_features: int, *, n_steps: int = MAX_STEPS) -> tuple[int, ...]:
    """Give the sizes of feature set to be tried, largest first.

    Examples
    --------
    >>> step_sizes(13)
    (13, 9, 6, 4, 3, 2, 1)
    >>> step_sizes(1)
    (1,)
    """
    sizes = np.rint(np.geomspace(n_features, 1, n_steps)).astype(int)
    return tuple(sorted({int(size) for size in sizes}, reverse=True))


def select_features(
    make_model: Callable[[int], Any],
    X: pd.DataFrame,
    y: NDArray[Any],
    folds: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]],
    *,
    score: Callable[[NDArray[np.int64], NDArray[np.float64]], float],
    metric: str,
    scenario: str,
    clusters: Sequence[tuple[str, ...]] = (),
    is_applied: bool = False,
    n_steps: int = MAX_STEPS,
    n_repeats: int = 2,
    max_tracks: int = 8000,
    random_state: int = 0,
    on_step: Callable[[int, int], None] | None = None,
) -> SelectionResult:
    """Find the smallest set of features that is no worse within fold noise.

    Backward elimination, anew in every fold: the weakest features by
    permutation importance are dropped, down to one, and each size of set is
    scored on the fold's held-out tracks. The importances come from another
    fold's tracks, which the ranking model has not met either; so no track
    that scores a set has helped to choose it. Of all sizes the smallest is
    chosen that is not worse than the best: its mean shortfall over the same
    folds does not differ from zero by a one-sided t test at 5 %, with the
    standard error corrected for overlapping training parts.

    Parameters
    ----------
    make_model : callable
        Gives an unfitted classifier for a seed. Up to 75 are fitted: give
        fewer trees than in the real training, and say so.
    X : pandas.DataFrame, n_tracks x n_features
    y : ndarray of str, shape (n_tracks,)
    folds : sequence of (train, test)
        Positions of tracks, groups kept apart, test parts disjoint. At most
        the first five are used.
    score : callable
        Score of (genre codes, probabilities), both in the sorted order of
        genres; larger is better. A fold where it is NaN is left out.
    metric, scenario : str
        What `score` and `folds` are called.
    clusters : sequence of tuple of str
        Correlated features; one step drops at most one of each, where it can.
    is_applied : bool, default False
        Handed through to the result.
    n_steps : int, default 8
        Most sizes of set tried.
    n_repeats : int, default 2
        Shuffles of each feature in each fold.
    max_tracks : int, default 8000
        Larger tables are sampled; `SelectionResult.n_tracks` tells.
    random_state : int
    on_step : callable, optional
        Told (fits done, fits in all).

    Returns
    -------
    SelectionResult
        The score of a size is that of the procedure at this size. The names
        shown for it are those which survived longest over all folds.

    Raises
    ------
    InputError
        If fewer than three folds can be used.

    References
    ----------
    Guyon, Weston, Barnhill, Vapnik (2002), Gene selection for cancer
    classification using support vector machines. Machine Learning 46.
    Nadeau & Bengio (2003), Inference for the generalization error. Machine
    Learning 52, 239-281.
    """
    folds = _first_folds(folds)
    sizes = step_sizes(X.shape[1], n_steps=n_steps)
    kept = _sample(len(X), max_tracks, random_state)
    trial = Trial(
        make_model=make_model,
        X=X,
        y=np.asarray(y),
        score=score,
        clusters=tuple(tuple(names) for names in clusters),
        n_repeats=n_repeats,
        tick=_counter(len(folds) * (2 * len(sizes) - 1), on_step),
    )
    steps = _run_folds(trial, _all_parts(folds, kept), sizes, random_state)
    return SelectionResult(
        metric=metric,
        scenario=scenario,
        n_tracks=len(kept),
        steps=steps,
        chosen=next(step.names for step in reversed(steps) if step.is_not_worse),
        redundant=trial.clusters,
        is_applied=is_applied,
        note=_note(len(kept), len(X), len(folds)),
    )


def _first_folds(
    folds: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]],
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    _refuse_few(len(folds), "folds were given")
    return list(folds)[:_MAX_FOLDS]


@dataclass(frozen=True, slots=True)
class _Parts:
    """One fold: tracks that rank the features, and tracks that score the sets."""

    rank_train: NDArray[np.int64]
    rank_held_out: NDArray[np.int64]
    train: NDArray[np.int64]
    test: NDArray[np.int64]

    @property
    def test_share(self) -> float:
        return len(self.test) / (len(self.test) + len(self.train))


def _parts(
    folds: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]],
    number: int,
    kept: NDArray[np.int64],
) -> _Parts:
    train, test = folds[number]
    # The next fold's split, without this fold's test tracks, does the ranking:
    # its groups are apart from each other and from the tracks that score.
    other_train, other_test = folds[(number + 1) % len(folds)]
    return _Parts(
        rank_train=_common(train, other_train, kept),
        rank_held_out=_common(train, other_test, kept),
        train=_common(train, kept),
        test=_common(test, kept),
    )


def _all_parts(
    folds: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]],
    kept: NDArray[np.int64],
) -> list[_Parts]:
    return [_parts(folds, number, kept) for number in range(len(folds))]


def _common(first: NDArray[np.int64], *others: NDArray[np.int64]) -> NDArray[np.int64]:
    rows = np.unique(first).astype(np.int64)
    for other in others:
        rows = np.intersect1d(rows, other)
    return rows


def _sample(n_tracks: int, max_tracks: int, random_state: int) -> NDArray[np.int64]:
    if n_tracks <= max_tracks:
        return np.arange(n_tracks, dtype=np.int64)
    rng = np.random.default_rng(np.random.SeedSequence([random_state, n_tracks]))
    return np.sort(rng.choice(n_tracks, size=max_tracks, replace=False))


def _run_folds(
    trial: Trial, parts: Sequence[_Parts], sizes: Sequence[int], random_state: int
) -> tuple[SelectionStep, ...]:
    """Run the elimination in every fold, and sum up size by size."""
    seeds = np.random.SeedSequence(random_state).generate_state(len(parts))
    scores, ranks = zip(
        *(
            _try_fold(trial, part, sizes, int(seed))
            for part, seed in zip(parts, seeds, strict=True)
        ),
        strict=True,
    )
    # Ties in the mean rank are broken by the columns' order.
    order = np.argsort(np.mean(ranks, axis=0), kind="stable")
    names = [_in_file_order(trial.X, order[:size]) for size in sizes]
    test_share = float(np.mean([part.test_share for part in parts]))
    return _judge(np.array(scores), names, test_share)


def _try_fold(
    trial: Trial, parts: _Parts, sizes: Sequence[int], seed: int
) -> tuple[list[float], list[int]]:
    """Give one fold's score of each size, and each column's rank (0 is best)."""
    order = eliminate(
        trial,
        train=parts.rank_train,
        held_out=parts.rank_held_out,
        sizes=sizes,
        seed=seed,
    )
    columns = list(trial.X.columns)
    scores = []
    for size in sizes:
        names = [name for name in columns if name in set(order[:size])]
        scores.append(
            score_set(trial, names, train=parts.train, test=parts.test, seed=seed)
        )
    return scores, [order.index(name) for name in columns]


def _judge(
    scores: NDArray[np.float64], names: Sequence[tuple[str, ...]], test_share: float
) -> tuple[SelectionStep, ...]:
    """Compare every size with the best, fold by fold (scores: folds x sizes)."""
    usable = scores[~np.isnan(scores).any(axis=1)]
    _refuse_few(len(usable), "folds have a score")
    best = int(np.argmax(usable.mean(axis=0)))
    steps = []
    for place, kept in enumerate(names):
        mean, low, high = mean_interval(usable[:, place], test_share=test_share)
        shortfall = usable[:, best] - usable[:, place]
        _, least, _ = mean_interval(shortfall, test_share=test_share, level=0.9)
        is_not_worse = bool(least <= 0.0)  # one-sided at 5 %
        steps.append(SelectionStep(kept, mean, low, high, is_not_worse))
    return tuple(steps)


def _in_file_order(X: pd.DataFrame, places: NDArray[np.int64]) -> tuple[str, ...]:
    return tuple(str(X.columns[place]) for place in sorted(places))


def _refuse_few(n_folds: int, found: str) -> None:
    if n_folds < _MIN_FOLDS:
        message = (
            f"Feature selection: {n_folds} {found}, and {_MIN_FOLDS} are needed (one "
            "ranks, one scores, the rest train). Give more folds, or no selection."
        )
        raise InputError(message)


def _counter(
    total: int, on_step: Callable[[int, int], None] | None
) -> Callable[[], None]:
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if on_step is not None:
            on_step(done, total)

    return tick


def _note(n_used: int, n_tracks: int, n_folds: int) -> str:
    if n_used == n_tracks:
        return f"Sets were compared in {n_folds} folds."
    return (
        f"Sets were compared in {n_folds} folds on {n_used:,} of {n_tracks:,} tracks, "
        "drawn at random."
    )
