"""Trace how scores grow with the training part, in groups of artists or in tracks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.evaluation.comparing.together import score_together
from genrelens.evaluation.sufficiency.narrowing import narrow_groups, narrow_tracks
from genrelens.evaluation.sufficiency.refitting import refit_small
from genrelens.evaluation.sufficiency.results import (
    CurvePoint,
    GenrePoint,
    LearningCurve,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.evaluation.comparing.together import ScoredTogether
    from genrelens.evaluation.scenarios.trial import Trial
    from genrelens.evaluation.scores import HeldOut
    from genrelens.evaluation.sufficiency.narrowing import Narrowed

__all__ = [
    "GROUP_SHARES",
    "TRACK_SHARES",
    "TracedCurve",
    "trace_curve",
]

GROUP_SHARES = (0.125, 0.25, 0.5, 1.0)
TRACK_SHARES = (0.25, 0.5, 1.0)

_FEWEST_TRACKS = 30.0  # of a training part
_FEWEST_POINTS = 3
_ALIKE = 0.95  # a point with this share of the next one's tracks is none of its own


@dataclass(frozen=True, slots=True)
class TracedCurve:
    """A learning curve with the drawings behind it.

    Parameters
    ----------
    curve : LearningCurve
        For people.
    scored : ScoredTogether
        One set for each point, single genres included.
    narrowed : tuple of Narrowed
        One for each point.
    """

    curve: LearningCurve
    scored: ScoredTogether
    narrowed: tuple[Narrowed, ...]


def trace_curve(
    trial: Trial, everything: HeldOut, *, grows_in: str, seed: int
) -> TracedCurve | str:
    """Train on smaller and smaller shares of every training part, and score all.

    The test tracks are always the same, those of the headline's first repetition.

    Parameters
    ----------
    trial : Trial
        The table and folds.
    everything : HeldOut
        From `refit_small` with nothing narrowed.
    grows_in : str
        ``groups`` or ``tracks``.
    seed : int
        Of what is kept, and of the drawings.

    Returns
    -------
    TracedCurve or str
        The reason in a sentence, where there is no curve.
    """
    narrow, shares = {
        "groups": (narrow_groups, GROUP_SHARES),
        "tracks": (narrow_tracks, TRACK_SHARES),
    }[grows_in]
    narrowed = narrow(trial, shares, seed=seed)
    kept = _worth_training(narrowed)
    if len(kept) < _FEWEST_POINTS:
        return _why_none(grows_in, narrowed)
    sets = [refit_small(trial, narrowed=one) for one in kept[:-1]]
    scored = score_together([*sets, everything], seed=seed, by_genre=True)
    points = tuple(
        _point(trial, one, scored, position) for position, one in enumerate(kept)
    )
    return TracedCurve(LearningCurve(grows_in, points), scored, kept)


def _worth_training(narrowed: Sequence[Narrowed]) -> tuple[Narrowed, ...]:
    """Leave out what has too few tracks, and what is nearly the next larger one."""
    kept = [narrowed[-1]]
    for one in reversed(narrowed[:-1]):
        is_large = one.n_tracks >= _FEWEST_TRACKS and one.n_genres > 1
        if is_large and one.n_tracks <= _ALIKE * kept[-1].n_tracks:
            kept.append(one)
    return tuple(reversed(kept))


def _why_none(grows_in: str, narrowed: Sequence[Narrowed]) -> str:
    full = narrowed[-1]
    if grows_in == "tracks" and narrowed[0].n_tracks > _ALIKE * full.n_tracks:
        return (
            f"{full.n_groups:,.0f} groups have {full.n_tracks:,.0f} training rows, "
            "about one each, so there are no tracks of a group to leave out."
        )
    return (
        f"With {full.n_tracks:,.0f} training rows of {full.n_groups:,.0f} groups "
        f"there are not {_FEWEST_POINTS} sizes of at least {_FEWEST_TRACKS:.0f} "
        "tracks and two genres to be compared."
    )


def _point(
    trial: Trial, narrowed: Narrowed, scored: ScoredTogether, position: int
) -> CurvePoint:
    return CurvePoint(
        share=narrowed.share,
        n_train_tracks=narrowed.n_tracks,
        n_train_groups=narrowed.n_groups,
        metrics=scored.estimates(position),
        by_genre=tuple(
            GenrePoint(
                genre=str(name),
                n_train_tracks=float(narrowed.by_genre[genre]),
                recall=scored.genre_estimate("recall", position, genre),
                auc=scored.genre_estimate("auc", position, genre),
            )
            for genre, name in enumerate(trial.genres)
        ),
    )
