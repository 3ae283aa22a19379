"""Say of each genre whether the model's answer may be used in a new library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from genrelens.errors import printable
from genrelens.evaluation.results import Estimate
from genrelens.evaluation.shift.results import GenreFitness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.evaluation.shift.label_shift import MixEstimate
    from genrelens.evaluation.shift.results import ShiftReference

__all__ = ["LEAST_PRECISION", "judge_genres"]

LEAST_PRECISION: Final = 0.5
"""Share of right answers from which on a genre's answers are called usable."""

_LEVEL = 0.95
_N_DRAWINGS = 200


def judge_genres(
    reference: ShiftReference,
    genres: Sequence[str],
    *,
    named: NDArray[np.int64],
    is_novel: NDArray[np.bool_],
    mix: MixEstimate | None,
    least_precision: float = LEAST_PRECISION,
    seed: int,
) -> tuple[GenreFitness, ...]:
    """Expect each genre's precision here from training's mistakes and this mix.

    Of the tracks called g the share ``m_g r_gg / sum_h m_h r_hg`` is expected to be
    right, where m is the estimated mix and r_hg the share of held-out tracks of
    genre h that were called g; novel tracks called g count as wrong. The interval
    takes in the resampled mix and resampled mistakes (Dirichlet, counting groups
    and not tracks).

    Parameters
    ----------
    reference : ShiftReference
        Of the model.
    genres : sequence of str
        In the order of the model.
    named : ndarray of int64, shape (n_tracks,)
        The model's answer for each track of the new table.
    is_novel : ndarray of bool, shape (n_tracks,)
        Whether the track is unlike anything trained on.
    mix : MixEstimate, optional
        Proportions here; training's own where they could not be estimated.
    least_precision : float, default 0.5
        Usable if the whole interval is at least this, not usable if it is below.
    seed : int
        Of the drawings.

    Returns
    -------
    tuple of GenreFitness
        One a genre, in the order given.
    """
    rng = np.random.default_rng(seed)
    before = np.array(reference.counts, dtype=np.float64)
    before /= before.sum()
    now = before if mix is None else np.array([e.value for e in mix.mix.now])
    drawings = np.repeat(before[np.newaxis], _N_DRAWINGS, axis=0)
    if mix is not None:
        drawings = mix.drawings
    rates = _rates(reference.confusion.astype(np.float64))
    value = _precision(now, rates)
    old = _precision(before, rates)
    drawn = _draw_precision(reference, drawings, rng)
    n_genres = len(genres)
    n_named = np.bincount(named, minlength=n_genres)
    n_novel = np.bincount(named[is_novel], minlength=n_genres)
    known = 1 - n_novel / np.maximum(n_named, 1)
    expected = _intervals(value, drawn, known)
    found = []
    for g, genre in enumerate(genres):
        counts = int(n_named[g]), int(n_novel[g])
        verdict, why = _judge(genre, *counts, expected[g], least_precision)
        was = round(float(old[g]), 4) if np.isfinite(old[g]) else None
        found.append(GenreFitness(genre, *counts, expected[g], was, verdict, why))
    return tuple(found)


def _intervals(
    value: NDArray[np.float64],
    drawn: NDArray[np.float64],
    known: NDArray[np.float64],
) -> list[Estimate | None]:
    """Give each genre's precision with its interval; novel tracks count as wrong."""
    tail = (1 - _LEVEL) / 2
    found: list[Estimate | None] = []
    for g, own in enumerate(value):
        if not np.isfinite(own):
            found.append(None)
            continue
        low, high = np.nanquantile(drawn[:, g], [tail, 1 - tail])
        bounds = (own, min(own, low), max(own, high))
        found.append(Estimate(*(round(float(b * known[g]), 4) for b in bounds)))
    return found


def _rates(confusion: NDArray[np.float64]) -> NDArray[np.float64]:
    totals = confusion.sum(axis=-1, keepdims=True)
    rates: NDArray[np.float64] = confusion / np.maximum(totals, 1e-12)
    return rates


def _precision(
    mix: NDArray[np.float64], rates: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the expected precision of each genre; NaN where nothing is called so."""
    taken = mix @ rates
    right = mix * np.diag(rates)
    expected: NDArray[np.float64] = np.full(len(mix), np.nan)
    np.divide(right, taken, out=expected, where=taken > 0)
    return expected


def _draw_precision(
    reference: ShiftReference,
    drawings: NDArray[np.float64],
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    alike = 1 + (reference.group_size - 1) * reference.answer_likeness
    counts = reference.confusion / alike
    found = np.full(drawings.shape, np.nan)
    for place, mix in enumerate(drawings):
        # Half a track spread over the row: unseen mistakes are not impossible.
        drawn = rng.gamma(counts + 0.5 / len(mix))
        found[place] = _precision(mix, _rates(drawn))
    return found


def _judge(
    genre: str,
    n_named: int,
    n_novel: int,
    precision: Estimate | None,
    least: float,
) -> tuple[Literal["usable", "with care", "not usable", "not named here"], str]:
    name = printable(genre, limit=60)
    if precision is None:
        return (
            "not named here" if n_named == 0 else "not usable",
            f"No held-out track was ever called {name}, so nothing can be expected.",
        )
    lead = (
        f"About {precision.value:.0%} ({precision.low:.0%} to {precision.high:.0%}) of "
        f"the answers '{name}' are expected to be right"
    )
    novel = (
        f"; {n_novel:,} of {n_named:,} of them are unlike anything trained on"
        if n_novel
        else ""
    )
    if n_named == 0:
        return "not named here", f"The model calls no track of this table {name}."
    if precision.low >= least:
        return "usable", f"{lead}{novel}."
    if precision.high < least:
        return "not usable", f"{lead}, fewer than the {least:.0%} asked for{novel}."
    return "with care", f"{lead}; {least:.0%} were asked for{novel}."
