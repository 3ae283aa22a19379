"""Estimate which share of labels is wrong, with intervals over groups."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.intervals import interval_about, stretch_of
from genrelens.evaluation.labels.evidence.stray_labels import stray_chances
from genrelens.evaluation.labels.group_ratios import (
    draw_sums,
    estimate_ratio,
)
from genrelens.evaluation.labels.results import GenreDoubt
from genrelens.evaluation.results import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.labels.evidence.gathering import Evidence
    from genrelens.evaluation.scores import HeldOut

__all__ = ["disputed_share", "stray_by_genre", "stray_share"]

_MOST = 0.5  # of stray labels, in the mixture


def stray_share(held_out: HeldOut, evidence: Evidence, *, seed: int) -> Estimate:
    """Estimate the share of labels that are stray and name the wrong genre.

    For each drawing of groups, the share that fits its labels best is found anew
    (one step of Newton's method from the share of the whole table), all else being
    kept.
    """
    low, high = _share_range(held_out, evidence, seed=seed)
    value = float(evidence.stray.mean())
    n_wrong = value / evidence.model.share  # of all stray ones; some hit by luck
    return Estimate(value, min(low * n_wrong, value), max(high * n_wrong, value))


def disputed_share(held_out: HeldOut, evidence: Evidence, *, seed: int) -> Estimate:
    """Give the share of labels that confident learning marks, artists counted in."""
    marked = evidence.is_disputed.astype(np.float64)
    return estimate_ratio(
        marked,
        np.ones(len(marked)),
        held_out.units,
        seed=seed,
        stretch=stretch_of(held_out),
    )


def stray_by_genre(
    held_out: HeldOut,
    evidence: Evidence,
    is_listed: NDArray[np.bool_],
    genres: tuple[str, ...],
    *,
    seed: int,
) -> tuple[GenreDoubt, ...]:
    """Estimate the share of stray labels of each genre, the largest first.

    The interval joins two doubts on the safe side: which groups were drawn, and
    how large the share is in the whole table.
    """
    low, high = _share_range(held_out, evidence, seed=seed)
    least, most = _wrong_at(evidence, low), _wrong_at(evidence, high)
    stretch = stretch_of(held_out)
    found = []
    for code, genre in enumerate(genres):
        rows = np.flatnonzero(evidence.codes == code)
        if not len(rows):
            continue
        _, units = np.unique(held_out.units[rows], return_inverse=True)
        ones = np.ones(len(rows))
        lower, middle, upper = (
            estimate_ratio(part[rows], ones, units, seed=seed, stretch=stretch)
            for part in (least, evidence.stray, most)
        )
        found.append(
            GenreDoubt(
                genre=genre,
                n_tracks=len(rows),
                n_groups=int(units.max()) + 1,
                n_listed=int(is_listed[rows].sum()),
                stray=Estimate(
                    middle.value,
                    min(lower.low, middle.low),
                    max(upper.high, middle.high),
                ),
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.stray.value, each.genre)))


def _wrong_at(evidence: Evidence, share: float) -> NDArray[np.float64]:
    model = replace(evidence.model, share=share)
    return stray_chances(model, evidence.codes, evidence.fits)


def _share_range(
    held_out: HeldOut, evidence: Evidence, *, seed: int
) -> tuple[float, float]:
    """Give the 95 % interval of the share of stray labels in the mixture."""
    model = evidence.model
    own = evidence.fits[np.arange(len(evidence.codes)), evidence.codes]
    stray = model.prior[evidence.codes]
    slope = (stray - own) / ((1 - model.share) * own + model.share * stray)
    n_units = int(held_out.units.max()) + 1
    slopes, curvatures = (
        np.bincount(held_out.units, weights=part, minlength=n_units)
        for part in (slope, slope**2)
    )
    drawn = draw_sums(np.stack([slopes, curvatures]), seed=seed)
    shares = (model.share + drawn[0] / drawn[1]).clip(0.0, _MOST)
    found = interval_about(
        model.share, shares, stretch=stretch_of(held_out), highest=_MOST
    )
    return found.low, found.high
