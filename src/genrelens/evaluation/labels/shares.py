"""Estimate which share of labels is wrong, with intervals over groups."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.labels.evidence.stray_labels import stray_chances
from genrelens.evaluation.labels.group_ratios import (
    draw_groups,
    estimate_ratio,
    fold_stretch,
    middle_of,
)
from genrelens.evaluation.labels.results import GenreDoubt
from genrelens.evaluation.results import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.labels.evidence.gathering import Evidence
    from genrelens.evaluation.scores import HeldOut

__all__ = ["disputed_share", "stray_by_genre", "stray_share"]

_SHARES = np.concatenate([[0.0], np.geomspace(5e-4, 0.5, 120)])
"""Shares of stray labels that are compared for each drawing of groups."""


def stray_share(held_out: HeldOut, evidence: Evidence, *, seed: int) -> Estimate:
    """Estimate the share of labels that are stray and name the wrong genre.

    For each drawing of groups, the share of the mixture that fits its labels
    best is found anew, all else being kept.
    """
    low, high = _share_range(held_out, evidence, seed=seed)
    value = float(evidence.stray.mean())
    n_wrong = value / evidence.model.share  # of all stray ones; some hit by luck
    return Estimate(value, min(low * n_wrong, value), max(high * n_wrong, value))


def disputed_share(held_out: HeldOut, evidence: Evidence, *, seed: int) -> Estimate:
    """Give the share of labels that confident learning marks by sound alone."""
    marked = evidence.is_disputed_by_sound.astype(np.float64)
    return estimate_ratio(
        marked,
        np.ones(len(marked)),
        held_out.units,
        seed=seed,
        stretch=fold_stretch(held_out),
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
    stretch = fold_stretch(held_out)
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
    own = evidence.fits[np.arange(len(evidence.codes)), evidence.codes]
    stray = evidence.model.prior[evidence.codes]
    n_units = int(held_out.units.max()) + 1
    by_group = np.empty((n_units, len(_SHARES)))
    for column, share in enumerate(_SHARES):
        likely = np.log(((1 - share) * own + share * stray).clip(1e-300))
        by_group[:, column] = np.bincount(
            held_out.units, weights=likely, minlength=n_units
        )
    best = [
        _SHARES[(weights.T @ by_group).argmax(axis=1)]
        for weights in draw_groups(n_units, seed=seed)
    ]
    found = middle_of(
        evidence.model.share,
        np.concatenate(best),
        stretch=fold_stretch(held_out),
        most=_SHARES[-1],
    )
    return found.low, found.high
