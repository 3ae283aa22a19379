"""Learn from training tracks how far from all of them is too far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.errors import InputError
from genrelens.evaluation.novelty.distance import nearest_distances, to_steps
from genrelens.evaluation.novelty.results import NoveltyReference
from genrelens.evaluation.prediction_sets.effective_number import whole_groups
from genrelens.evaluation.prediction_sets.selecting import highest_error
from genrelens.evaluation.results import Estimate
from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.evaluation.scores import HeldOut
    from genrelens.schema.features import Feature

__all__ = ["RATE", "fit_novelty"]

RATE: Final = 0.01
"""Share of tracks like the training tracks that may be called novel."""

_MOST_REFERENCE = 2_000
_MOST_CELLS = 30_000
_MOST_JUDGED = 20_000
_N_NEIGHBOURS = 5
_FEWEST_OF_GENRE = 5
_N_REPLICATES = 500
_TAIL = 0.01
_LEVEL = 0.95


def fit_novelty(
    X: pd.DataFrame,
    features: Sequence[Feature],
    held_out: HeldOut,
    *,
    scenario: str,
    seed: int,
    rate: float = RATE,
) -> NoveltyReference:
    """Keep a sample of the training tracks, and find the distance that is too far.

    The score of a track is its distance to its fifth nearest reference track, in
    numbers brought to one spread. Each fold is scored against references drawn from
    the other folds, which share no group with it; the threshold is the smallest
    score that at most `rate` of these exceed, with the finite-sample rank of
    conformal prediction. The share of false alarms is measured with thresholds
    that leave out the fold they judge.

    Parameters
    ----------
    X : pandas.DataFrame, n_tracks x n_features
        The training tracks, row for row with `held_out`.
    features : sequence of Feature
        Of the model; numbers are used, flags and categories are not.
    held_out : HeldOut
        Genres, folds and groups of the tracks.
    scenario : str
        What the folds hold out, e.g. ``"unseen artists"``.
    seed : int
        Of the sample of tracks.
    rate : float, default 0.01
        Share of tracks like those of training that may be called novel.

    Returns
    -------
    NoveltyReference
        At most 2,000 tracks and 30,000 values.

    Raises
    ------
    InputError
        If no feature is a number that varies, or the tracks do not fit.

    References
    ----------
    R. Laxhammar and G. Falkman (2010), Conformal prediction for distribution-
    independent anomaly detection, KDD workshop; S. Ramaswamy et al. (2000) for the
    score; C. Clopper and E. Pearson (1934), The use of confidence or fiducial
    limits, Biometrika 26.
    """
    _check_fit(X, held_out)
    rng = np.random.default_rng(seed)
    names, raw, centres, scales = _bring_to_one_spread(X, features)
    steps = to_steps(X, names, centres, scales)
    scores = _score_folds(steps, held_out, rng)
    judged = np.flatnonzero(np.isfinite(scores))
    _refuse_unjudged(judged, len(names))
    rows = _draw_reference(held_out.codes, len(names), rng)
    tails = np.nanquantile(raw, [_TAIL, 1 - _TAIL], axis=0)
    units = held_out.units[judged]
    return NoveltyReference(
        features=names,
        centres=centres,
        scales=scales,
        lows=tuple(map(float, tails[0])),
        highs=tuple(map(float, tails[1])),
        values=steps[rows],
        n_neighbours=min(_N_NEIGHBOURS, len(rows)),
        threshold=_threshold(scores[judged], rate),
        rate=rate,
        false_alarms=_false_alarms(
            scores[judged], held_out.folds[judged], units, rate, rng
        ),
        scenario=scenario,
        n_tracks=len(judged),
        n_groups=len(np.unique(units)),
    )


def _check_fit(X: pd.DataFrame, held_out: HeldOut) -> None:
    if len(X) != len(held_out.codes):
        raise InputError(
            f"{len(X)} tracks and {len(held_out.codes)} held-out predictions do not "
            "fit. Give the tracks that were held out, in their order."
        )


def _refuse_unjudged(judged: NDArray[np.int64], n_numbers: int) -> None:
    if len(judged) == 0:
        raise InputError(
            f"Fewer than half of the {n_numbers} numbers have a value in every track, "
            "so none can be compared. Leave out the columns that are mostly empty."
        )


def _bring_to_one_spread(
    X: pd.DataFrame, features: Sequence[Feature]
) -> tuple[tuple[str, ...], NDArray[np.float64], tuple[float, ...], tuple[float, ...]]:
    """Give names, values, middles and spreads of the numbers that vary."""
    names = [feature.name for feature in features if feature.kind is Kind.NUMBER]
    raw = X[names].to_numpy(dtype=np.float64)
    present = np.isfinite(raw).any(axis=0) if len(raw) else np.zeros(len(names), bool)
    raw = raw[:, present]
    centre = np.nanmedian(raw, axis=0) if present.any() else np.zeros(0)
    tails = np.nanquantile(raw, [_TAIL, 1 - _TAIL], axis=0) if present.any() else raw
    within = np.clip(raw, tails[0], tails[1]) if present.any() else raw
    spread = np.nanstd(within, axis=0) if present.any() else np.zeros(0)
    varies = spread > 1e-9 * np.maximum(1.0, np.abs(centre))
    if not varies.any():
        raise InputError(
            f"None of the {len(names)} numbers among {len(features)} attributes "
            "varies, so no distance between tracks can be taken. Train with a number."
        )
    kept = np.array(names, dtype=object)[present][varies]
    return (
        tuple(map(str, kept)),
        raw[:, varies],
        tuple(map(float, centre[varies])),
        tuple(map(float, spread[varies])),
    )


def _score_folds(
    steps: NDArray[np.int32], held_out: HeldOut, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Score tracks of each fold against tracks of the others; NaN where not done."""
    scores = np.full(len(steps), np.nan)
    chosen = rng.permutation(len(steps))[:_MOST_JUDGED]
    is_chosen = np.zeros(len(steps), dtype=bool)
    is_chosen[chosen] = True
    for fold in np.unique(held_out.folds):
        others = np.flatnonzero(held_out.folds != fold)
        test = np.flatnonzero((held_out.folds == fold) & is_chosen)
        if len(others) == 0 or len(test) == 0:
            continue
        drawn = _draw_reference(held_out.codes[others], steps.shape[1], rng)
        reference = steps[others[drawn]]
        scores[test] = nearest_distances(
            steps[test], reference, min(_N_NEIGHBOURS, len(reference))
        )
    return scores


def _draw_reference(
    codes: NDArray[np.int64], n_features: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Draw tracks so that each genre has its share, and rare ones at least some."""
    n_drawn = min(len(codes), _MOST_REFERENCE, max(50, _MOST_CELLS // n_features))
    counts = np.bincount(codes)
    n_genres = int((counts > 0).sum())
    least = min(_FEWEST_OF_GENRE, n_drawn // n_genres)
    room = n_drawn - least * n_genres
    quota = np.minimum(counts, least + counts * room // len(codes))
    order = rng.permutation(len(codes))
    own = codes[order]
    by_genre = np.argsort(own, kind="stable")
    starts = np.cumsum(counts) - counts
    rank = np.empty(len(codes), dtype=np.int64)
    rank[by_genre] = np.arange(len(codes)) - starts[own[by_genre]]
    return np.sort(order[rank < quota[own]])


def _threshold(scores: NDArray[np.float64], rate: float) -> float:
    """Give the score of conformal rank ceil((n + 1)(1 - rate)), or the largest."""
    rank = min(len(scores), int(np.ceil((len(scores) + 1) * (1 - rate))))
    return float(np.partition(scores, rank - 1)[rank - 1])


def _false_alarms(
    scores: NDArray[np.float64],
    folds: NDArray[np.int64],
    units: NDArray[np.int64],
    rate: float,
    rng: np.random.Generator,
) -> Estimate:
    """Measure the share called novel by thresholds of other folds.

    Groups without any alarm are alike in every drawing of groups. The interval is
    then that of Clopper and Pearson, for as many independent tracks as there are
    equal groups.
    """
    is_alarm = np.zeros(len(scores))
    for fold in np.unique(folds):
        is_own = folds == fold
        others = scores[~is_own] if (~is_own).any() else scores
        is_alarm[is_own] = scores[is_own] > _threshold(others, rate)
    _, group = np.unique(units, return_inverse=True)
    alarms, sizes = np.bincount(group, is_alarm), np.bincount(group)
    drawn = rng.integers(len(sizes), size=(_N_REPLICATES, len(sizes)), dtype=np.int64)
    found = np.array([alarms[d].sum() / sizes[d].sum() for d in drawn])
    value = float(is_alarm.mean())
    tail = (1 - _LEVEL) / 2
    low, high = np.quantile(found, [tail, 1 - tail])
    if value in (0.0, 1.0):
        bound = highest_error(0, whole_groups(units), confidence=1 - tail)
        low, high = (0.0, bound) if value == 0 else (1 - bound, 1.0)
    return Estimate(value, min(value, float(low)), max(value, float(high)))
