"""Resample whole groups to tell how sure a score is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from genrelens.errors import InputError
from genrelens.evaluation.results import Estimate
from genrelens.evaluation.scores import HeldOut, score, score_weighted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

__all__ = [
    "BOUNDED",
    "Estimates",
    "choose_n_replicates",
    "draw_weights",
    "estimate",
    "interval_about",
    "permutation_p_value",
    "stretch_of",
]

BOUNDED = frozenset(
    {
        "accuracy",
        "balanced_accuracy",
        "macro_f1",
        "top_3_accuracy",
        "macro_auc_ovr",
        "macro_auc_ovo",
        "calibration_error",
    }
)
"""Scores that lie between 0 and 1."""

_LEVEL = 0.95
_BATCH = 64
_MOST, _FEWEST = 1000, 200
_BUDGET = 4e9  # probability cells swept, about ten seconds of one core


@dataclass(frozen=True, slots=True)
class Estimates:
    """Scores with intervals, of a scenario and of its genres.

    Parameters
    ----------
    metrics : dict of str to Estimate
        By names of `METRICS`; what is not defined is absent.
    by_genre : dict of str to tuple of (Estimate or None), length n_genres
        ``precision``, ``recall``, ``f1`` and ``auc``.
    n_replicates : int
        Resamplings behind the intervals.
    drawings : dict of str to ndarray of float64, shape (n_replicates,)
        The score of each resampling, before it is stretched; estimates of the
        same groups under the same seed draw alike, so that their differences can
        be taken drawing by drawing.
    """

    metrics: dict[str, Estimate]
    by_genre: dict[str, tuple[Estimate | None, ...]]
    n_replicates: int
    drawings: dict[str, NDArray[np.float64]] = field(
        default_factory=dict, compare=False
    )


def choose_n_replicates(n_tracks: int, n_genres: int, n_repeats: int = 1) -> int:
    """Give the number of resamplings: 1,000, or fewer where they cost too much.

    Parameters
    ----------
    n_tracks, n_genres, n_repeats : int
        Size of the held-out predictions.

    Returns
    -------
    int
        A multiple of 50 between 200 and 1,000.
    """
    affordable = int(_BUDGET / (n_tracks * (n_genres + 2) * n_repeats))
    return max(_FEWEST, min(_MOST, affordable // 50 * 50))


def estimate(
    repeats: Sequence[HeldOut], *, seed: int, n_replicates: int | None = None
) -> Estimates:
    """Score held-out predictions, with 95 % intervals that respect the groups.

    Groups are drawn with replacement, and each drawing is scored as a whole;
    the interval holds the middle 95 % of drawings, widened to contain the
    score itself. Where there are several folds, it is stretched about the
    score by the root of ``1 + n_folds * n_test / n_train`` (1.5 for five
    folds), the Nadeau-Bengio correction for training sets that overlap:
    without it, intervals cover chance on pure noise in 87 of 100 tables only
    (``benchmarks/noise_coverage.py``). Repetitions are averaged, and scores
    (not those of single genres) are then given at least the corrected
    t-interval over all folds. The calibration error of a drawing is on average
    higher than that of the tracks drawn from, since it sums absolute gaps; its
    drawings are moved down by the mean of that excess before the interval is taken.

    Parameters
    ----------
    repeats : sequence of HeldOut
        Held-out predictions of the same tracks, one for each repetition.
    seed : int
        Seed of the drawings.
    n_replicates : int, optional
        Drawings; `choose_n_replicates` where not given.

    Returns
    -------
    Estimates

    Raises
    ------
    InputError
        If repetitions are not of the same tracks and groups.

    References
    ----------
    B. Efron and R. Tibshirani (1993), An Introduction to the Bootstrap;
    C. Nadeau and Y. Bengio (2003), Inference for the generalization error,
    Machine Learning 52.
    """
    first = repeats[0]
    _demand_same_tracks(repeats)
    n_units = int(first.units.max()) + 1
    drawn = n_replicates or choose_n_replicates(
        len(first.codes), first.proba.shape[1], len(repeats)
    )
    metrics, by_genre = _average(repeats, np.ones((n_units, 1)))
    pieces = [
        _average(repeats, weights) for weights in draw_weights(n_units, drawn, seed)
    ]
    stretch = stretch_of(first)
    widths = _corrected_half_widths(repeats) if len(repeats) > 1 else {}
    found, kept = {}, {}
    for name, value in metrics.items():
        drawings = np.concatenate([piece[0][name] for piece in pieces])
        kept[name] = drawings
        if name == "calibration_error":
            drawings = _without_bias(drawings, float(value[0]))
        is_bounded = name in BOUNDED
        middle = _between(float(value[0]), drawings, stretch, is_bounded=is_bounded)
        if middle is not None:
            half_width = widths.get(name, 0.0)
            found[name] = _widen(middle, half_width, is_bounded=is_bounded)
    return Estimates(
        metrics=found,
        by_genre={
            name: _genre_estimates(
                value[:, 0], np.hstack([piece[1][name] for piece in pieces]), stretch
            )
            for name, value in by_genre.items()
        },
        n_replicates=drawn,
        drawings=kept,
    )


def _demand_same_tracks(repeats: Sequence[HeldOut]) -> None:
    """Refuse what one drawing of groups cannot be applied to."""
    first = repeats[0]
    for number, other in enumerate(repeats[1:], start=2):
        if not (
            np.array_equal(first.codes, other.codes)
            and np.array_equal(first.units, other.units)
        ):
            raise InputError(
                f"Repetition {number} holds other tracks, genres or groups "
                f"({len(other.codes):,} tracks) than the first ({len(first.codes):,}). "
                "Give predictions of the same tracks, in the same order."
            )


def permutation_p_value(
    held_out: HeldOut,
    permutations: Iterable[NDArray[np.int64]],
) -> float:
    """Tell how often shuffled genres fit the predictions as well as the true ones.

    The statistic is the mean over genres of the probability that tracks of
    the genre get for it, beyond what all tracks of their fold get.

    Parameters
    ----------
    held_out : HeldOut
        Held-out predictions.
    permutations : iterable of ndarray of int64, each of shape (n_tracks,)
        Shuffles of the tracks, keeping groups together
        (`genrelens.models.baselines.shuffle_over_groups`).

    Returns
    -------
    float
        ``(1 + n_as_good) / (1 + n_permutations)``.

    References
    ----------
    B. Phipson and G. Smyth (2010), Permutation p-values should never be zero,
    Statistical Applications in Genetics and Molecular Biology 9.
    """
    codes, folds = held_out.codes, held_out.folds
    per_fold = np.zeros((int(folds.max()) + 1, held_out.proba.shape[1]))
    np.add.at(per_fold, folds, held_out.proba)
    sizes = np.bincount(folds, minlength=len(per_fold)).clip(min=1)
    beyond = held_out.proba - (per_fold / sizes[:, np.newaxis])[folds]
    counts = np.bincount(codes, minlength=beyond.shape[1])
    weight = (1 / counts.clip(min=1))[codes]
    rows = np.arange(len(codes))
    observed = float(beyond[rows, codes] @ weight)
    is_as_good = [
        float(beyond[rows, codes[moved]] @ weight[moved]) >= observed - 1e-12
        for moved in permutations
    ]
    return (1 + sum(is_as_good)) / (1 + len(is_as_good))


def draw_weights(
    n_units: int, n_replicates: int, seed: int
) -> Iterator[NDArray[np.float64]]:
    """Count how often each group is drawn, in batches of replicates."""
    n_batches = -(-n_replicates // _BATCH)
    for number, child in enumerate(np.random.SeedSequence(seed).spawn(n_batches)):
        rng = np.random.default_rng(child)
        size = min(_BATCH, n_replicates - number * _BATCH)
        weights = np.empty((n_units, size))
        for replicate in range(size):
            drawn = rng.integers(0, n_units, n_units)
            weights[:, replicate] = np.bincount(drawn, minlength=n_units)
        yield weights


def _average(
    repeats: Sequence[HeldOut], weights: NDArray[np.float64]
) -> tuple[dict[str, NDArray[np.float64]], dict[str, NDArray[np.float64]]]:
    """Average the scores over repetitions, for each weighting."""
    scored = [score_weighted(held_out, weights) for held_out in repeats]
    return (
        {
            name: np.mean([one.metrics[name] for one in scored], axis=0)
            for name in scored[0].metrics
        },
        {
            name: np.mean([one.by_genre[name] for one in scored], axis=0)
            for name in scored[0].by_genre
        },
    )


def _without_bias(drawings: NDArray[np.float64], value: float) -> NDArray[np.float64]:
    """Move the drawings so that their mean is the value."""
    return drawings - (np.nanmean(drawings) - value)


def stretch_of(held_out: HeldOut) -> float:
    """Give the factor by which overlapping training sets widen an interval.

    References
    ----------
    C. Nadeau and Y. Bengio (2003), Inference for the generalization error,
    Machine Learning 52.
    """
    n_folds = len(np.unique(held_out.folds))
    return 1.0 if n_folds == 1 else float(np.sqrt(1 + n_folds / (n_folds - 1)))


def interval_about(
    value: float,
    drawings: NDArray[np.float64],
    *,
    stretch: float,
    lowest: float = 0.0,
    highest: float = 1.0,
) -> Estimate:
    """Give the middle 95 % of drawings, stretched about the value that it holds.

    Parameters
    ----------
    value : float
        Finite.
    drawings : ndarray of float64, shape (n_replicates,)
        Those that are not finite are left out.
    stretch : float
        Factor by which drawings are moved away from the value (`stretch_of`); 1
        where nothing was trained.
    lowest, highest : float
        Bounds of what is estimated; infinite where it has none.

    Examples
    --------
    >>> found = interval_about(0.5, np.linspace(0.4, 0.6, 401), stretch=1.0)
    >>> round(found.low, 3), round(found.high, 3)
    (0.405, 0.595)
    """
    value = min(max(value, lowest), highest)  # sums may round to a hair above 1
    defined = np.append(drawings[np.isfinite(drawings)], value)
    tail = (1 - _LEVEL) / 2
    low, high = value + stretch * (np.quantile(defined, [tail, 1 - tail]) - value)
    return Estimate(
        value,
        max(min(float(low), value), lowest),
        min(max(float(high), value), highest),
    )


def _between(
    value: float, drawings: NDArray[np.float64], stretch: float, *, is_bounded: bool
) -> Estimate | None:
    if not np.isfinite(value):
        return None
    lowest, highest = (0.0, 1.0) if is_bounded else (-np.inf, np.inf)
    return interval_about(
        value, drawings, stretch=stretch, lowest=lowest, highest=highest
    )


def _genre_estimates(
    values: NDArray[np.float64], drawings: NDArray[np.float64], stretch: float
) -> tuple[Estimate | None, ...]:
    return tuple(
        _between(float(value), drawn, stretch, is_bounded=True)
        for value, drawn in zip(values, drawings, strict=True)
    )


def _widen(found: Estimate, half_width: float, *, is_bounded: bool) -> Estimate:
    low = min(found.low, found.value - half_width)
    high = max(found.high, found.value + half_width)
    if is_bounded:
        low, high = max(low, 0.0), min(high, 1.0)
    return Estimate(found.value, max(low, 0.0), high)


def _corrected_half_widths(repeats: Sequence[HeldOut]) -> dict[str, float]:
    """Give half the Nadeau-Bengio interval of each score, over all folds."""
    by_fold: dict[str, list[float]] = {}
    shares = []
    for held_out in repeats:
        for fold in np.unique(held_out.folds):
            rows = np.flatnonzero(held_out.folds == fold)
            shares.append(len(rows) / max(len(held_out.codes) - len(rows), 1))
            found = score(held_out.codes[rows], held_out.proba[rows])
            for name, value in found.items():
                by_fold.setdefault(name, []).append(value)
    widths = {}
    for name, values in by_fold.items():
        if name == "calibration_error" or len(values) < 2:  # noqa: PLR2004
            continue  # bins of a few tracks say nothing
        variance = (1 / len(values) + float(np.mean(shares))) * np.var(values, ddof=1)
        quantile = stats.t.ppf((1 + _LEVEL) / 2, len(values) - 1)
        widths[name] = float(quantile * np.sqrt(variance))
    return widths
