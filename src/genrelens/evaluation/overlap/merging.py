"""Propose genres to merge, with the score that each merge would give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.overlap.agreement import Agreement, agree, merge_answers
from genrelens.evaluation.overlap.results import MergeStep
from genrelens.evaluation.overlap.separation import separate_pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.evaluation.overlap.resampling import GroupDraws
    from genrelens.evaluation.overlap.results import PairOverlap
    from genrelens.evaluation.results import Estimate
    from genrelens.evaluation.scores import HeldOut

__all__ = ["PRACTICAL_GAIN", "propose_merges"]

PRACTICAL_GAIN = 0.0005
"""Accuracy that a merge must give beyond a random one: a twentieth of a percentage
point, one track in 2,000."""

_MOST_STEPS = 30
_N_RANDOM = 30


@dataclass(slots=True)
class _State:
    """Genres as merged so far; a merged one keeps the number of its first.

    Parameters
    ----------
    codes : ndarray of int64, shape (n_tracks,)
        True genres.
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Sums of probabilities; 0 in the column of a genre that was merged away.
    best : ndarray of int64, shape (n_tracks,)
        Predicted genres.
    sets : dict of int to tuple of int
        Genres by the number they now stand under.
    score : Agreement
        Of all this.
    """

    codes: NDArray[np.int64]
    proba: NDArray[np.float64]
    best: NDArray[np.int64]
    sets: dict[int, tuple[int, ...]]
    score: Agreement


def propose_merges(
    held_out: HeldOut,
    genres: Sequence[str],
    pairs: Sequence[PairOverlap],
    draws: GroupDraws,
    *,
    bound: float,
    seed: int,
) -> tuple[MergeStep, ...]:
    """Merge genres that are not told apart, the least separated first.

    Of two sets that an inseparable pair connects, the one-against-one AUC of the
    sets as a whole must end below `bound` too, so that a chain of pairs does not
    merge genres at its ends that can be told apart. A merge is proposed if its
    gain in accuracy is at least `PRACTICAL_GAIN` above the mean gain of merging
    30 other pairs of about the same sizes, and if Cohen's kappa gains for sure (its
    interval lies above 0): any merge raises accuracy, since it forgives mistakes
    between the two. Where nothing can be proposed, the merge
    of the least separated pair is shown all the same, as not proposed.

    Parameters
    ----------
    held_out : HeldOut
        Out-of-fold predictions.
    genres : sequence of str, length n_genres
        Names of the genres.
    pairs : sequence of PairOverlap
        From `study_pairs`.
    draws : GroupDraws
        Of the same tracks.
    bound : float
        As for `study_pairs`.
    seed : int
        Of the random merges.

    Returns
    -------
    tuple of MergeStep
        At most 30; each goes on from those proposed before it.
    """
    number = {genre: code for code, genre in enumerate(genres)}
    waiting = [
        (number[pair.first], number[pair.second])
        for pair in pairs
        if pair.is_inseparable
    ][:_MOST_STEPS]
    if not waiting and pairs and len(np.unique(held_out.codes)) > 2:  # noqa: PLR2004
        waiting = [(number[pairs[0].first], number[pairs[0].second])]
    state = _begin(held_out, draws)
    rng = np.random.default_rng(seed)
    steps = []
    for first, second in waiting:
        ends = _ends(state, first, second)
        if ends is None or len(state.sets) <= 2:  # noqa: PLR2004
            continue
        step, after = _try(held_out, genres, state, ends, draws, bound, rng)
        steps.append(step)
        if step.is_proposed:
            state = after
    return tuple(steps)


def _begin(held_out: HeldOut, draws: GroupDraws) -> _State:
    best = held_out.proba.argmax(axis=1).astype(np.int64)
    return _State(
        held_out.codes,
        held_out.proba.copy(),
        best,
        {code: (code,) for code in np.unique(held_out.codes).tolist()},
        agree(held_out.codes, best, draws),
    )


def _ends(state: _State, first: int, second: int) -> tuple[int, int] | None:
    """Give the numbers under which two genres now stand, if they are two."""
    found = [
        next(number for number, members in state.sets.items() if genre in members)
        for genre in (first, second)
    ]
    return None if found[0] == found[1] else (min(found), max(found))


def _try(
    held_out: HeldOut,
    genres: Sequence[str],
    state: _State,
    ends: tuple[int, int],
    draws: GroupDraws,
    bound: float,
    rng: np.random.Generator,
) -> tuple[MergeStep, _State]:
    """Merge two sets on trial."""
    sides = [
        np.isin(np.arange(len(genres)), state.sets[end]).astype(bool) for end in ends
    ]
    area, drawings = separate_pair(held_out, (sides[0], sides[1]), draws.weights)
    separation = draws.around(area, drawings, lowest=0.0, highest=1.0)
    after = _merge(state, ends, draws)
    random_gains = _gains_of_others(state, ends, rng)
    random_gain = float(np.mean(random_gains)) if random_gains else 0.0
    gain, kappa_gain = _gains(draws, after.score, state.score)
    reason = _judge(separation, gain, kappa_gain, random_gain, bound)
    names = [tuple(genres[code] for code in state.sets[end]) for end in ends]
    step = MergeStep(
        first=names[0],
        second=names[1],
        n_genres=len(after.sets),
        separation=separation,
        accuracy_before=_accuracy(draws, state.score),
        accuracy=_accuracy(draws, after.score),
        gain=gain,
        random_gain=random_gain,
        n_random=len(random_gains),
        kappa_before=state.score.kappa,
        kappa=after.score.kappa,
        kappa_gain=kappa_gain,
        is_proposed=not reason,
        reason=reason
        or "These columns cannot tell them apart, and merging them gains more than a "
        "merge at random.",
    )
    return step, after


def _merge(state: _State, ends: tuple[int, int], draws: GroupDraws) -> _State:
    keep, gone = ends
    proba = state.proba.copy()
    proba[:, keep] += proba[:, gone]
    proba[:, gone] = 0.0
    codes = np.where(state.codes == gone, keep, state.codes)
    best = merge_answers(state.best, _top(state), proba[:, keep], ends)
    sets = {number: members for number, members in state.sets.items() if number != gone}
    sets[keep] = state.sets[keep] + state.sets[gone]
    return _State(codes, proba, best, sets, agree(codes, best, draws))


def _top(state: _State) -> NDArray[np.float64]:
    top: NDArray[np.float64] = state.proba[np.arange(len(state.best)), state.best]
    return top


def _gains_of_others(
    state: _State, ends: tuple[int, int], rng: np.random.Generator
) -> list[float]:
    """Give the gains in accuracy of merging other pairs of about the same sizes."""
    numbers = np.array(list(state.sets))
    sizes = np.bincount(state.codes, minlength=state.proba.shape[1])
    first, second = np.triu_indices(len(numbers), 1)
    shuffle = rng.permutation(len(first))
    first, second = numbers[first[shuffle]], numbers[second[shuffle]]
    is_other = (np.minimum(first, second) != ends[0]) | (
        np.maximum(first, second) != ends[1]
    )
    first, second = first[is_other], second[is_other]
    logs = np.log(np.maximum(sizes, 1))
    small, large = np.sort(logs[list(ends)])
    far = np.abs(np.minimum(logs[first], logs[second]) - small) + np.abs(
        np.maximum(logs[first], logs[second]) - large
    )
    nearest = np.argsort(far, kind="stable")[:_N_RANDOM]
    top = _top(state)
    return [_gain_of(state, top, (int(first[at]), int(second[at]))) for at in nearest]


def _gain_of(state: _State, top: NDArray[np.float64], pair: tuple[int, int]) -> float:
    both = state.proba[:, pair[0]] + state.proba[:, pair[1]]
    best = merge_answers(state.best, top, both, pair)
    codes = np.where(state.codes == pair[1], pair[0], state.codes)
    return float((best == codes).mean() - state.score.is_right.mean())


def _accuracy(draws: GroupDraws, score: Agreement) -> Estimate:
    return draws.around(score.accuracy, score.drawn_accuracy, lowest=0.0, highest=1.0)


def _gains(
    draws: GroupDraws, after: Agreement, before: Agreement
) -> tuple[Estimate, Estimate]:
    """Give the differences in accuracy and in kappa, on the same drawings."""
    return (
        draws.around(
            after.accuracy - before.accuracy,
            after.drawn_accuracy - before.drawn_accuracy,
        ),
        draws.around(
            after.kappa - before.kappa, after.drawn_kappa - before.drawn_kappa
        ),
    )


def _judge(
    separation: Estimate,
    gain: Estimate,
    kappa_gain: Estimate,
    random_gain: float,
    bound: float,
) -> str:
    """Say why a merge is not proposed; nothing where it is."""
    if separation.high >= bound:
        return (
            "It is not proposed: these columns may still tell the two sides apart "
            f"(the interval of their separation does not end below {bound:g})."
        )
    if gain.value - random_gain < PRACTICAL_GAIN:
        return (
            "It is not proposed: it gains practically nothing beyond a merge at random."
        )
    if kappa_gain.low <= 0:
        return (
            "It is not proposed: beyond chance (kappa) it may gain nothing, its "
            "interval reaching down to 0."
        )
    return ""
