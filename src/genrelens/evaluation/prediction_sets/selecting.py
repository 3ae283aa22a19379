"""Find the probability from which on tags may be written at a chosen error rate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaincinv

from genrelens.evaluation.prediction_sets.decision_rule import DecisionRule
from genrelens.evaluation.prediction_sets.effective_number import (
    effective_first,
    likeness_within_groups,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.prediction_sets.set_rule import SetRule

__all__ = ["CONFIDENCE", "fit_decision_rule", "highest_error"]

CONFIDENCE = 0.95
"""Chance with which the promise about written tags is kept."""

_CANDIDATES = np.arange(199, 0, -1) / 200  # strictest first; fixed before any data
_STARTS = (1.0, 3.0, 10.0, 30.0)  # times the fewest tracks that could pass


@dataclass(frozen=True, slots=True)
class _Tags:
    """Tags that would be written but for their probability, surest first."""

    sure: NDArray[np.float64]
    is_wrong: NDArray[np.bool_]
    units: NDArray[np.int64]


def fit_decision_rule(
    proba: NDArray[np.float64],
    codes: NDArray[np.int64],
    units: NDArray[np.int64],
    set_rule: SetRule,
) -> DecisionRule:
    """Find for each level the least probability whose written tags keep it.

    Candidates run from 0.995 downwards. One passes if the upper bound of the share
    of wrong tags (`highest_error`) does not exceed the level; the run ends at the
    first that does not. It is begun at four places, each with a quarter of the
    allowed chance of error: where as many tags remain as could pass with none
    wrong, and three, ten and thirty times as many. The lowest candidate reached
    counts.

    The theory of fixed sequences wants the places chosen without a look at what
    was wrong. That holds only nearly: how many independent tracks the tags are
    worth is found from how alike the mistakes within groups are, and which genres
    belong to a track's set is learnt from the same true genres. So the confidence
    is approximate; ``benchmarks/trust/prediction_sets.py`` counts how often the
    promise was broken (in 0 to 3 of 100 made-up tables, of 600 and of 1,500
    tracks; in 0 to 2 of 30, of 4,000).

    That a genre stands alone in its set is not asked for: it would not make the
    promise any safer, and of 114 genres hardly one ever does.

    Parameters
    ----------
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Calibrated probabilities by models that had not met the tracks' groups.
    codes, units : ndarray of int64, shape (n_tracks,)
        True genre, and group, of each track.
    set_rule : SetRule
        A tag is written only where its genre belongs to the track's set.

    Returns
    -------
    DecisionRule
        For the levels of `set_rule`. With a chance of about 95 %, the share of
        wrong tags among those written on other artists' tracks is at most the
        level, for each level by itself.

    References
    ----------
    Y. Geifman and R. El-Yaniv (2017), Selective classification for deep neural
    networks, NeurIPS; A. Angelopoulos et al. (2021), Learn then test,
    arXiv:2110.01052 (fixed sequences from several starts).
    """
    best = proba.argmax(axis=1)
    sure = proba.max(axis=1)
    is_wrong = best != codes
    likeness = likeness_within_groups(is_wrong - (1 - sure), units)
    found: list[float] = []
    for level in set_rule.levels:
        is_member = set_rule.sets(proba, level)[np.arange(len(codes)), best]
        rows = np.flatnonzero(is_member)
        rows = rows[np.argsort(-sure[rows], kind="stable")]
        tags = _Tags(sure[rows], is_wrong[rows], units[rows])
        found.append(_least_probability(tags, level, likeness))
    falling = np.minimum.accumulate(found)
    return DecisionRule(set_rule.levels, tuple(map(float, falling)))


def highest_error(n_wrong: float, n_tracks: float, *, confidence: float) -> float:
    """Give the upper bound of a share, by Clopper and Pearson.

    Parameters
    ----------
    n_wrong, n_tracks : float
        Of independent tracks; fractions of tracks are allowed.
    confidence : float
        Chance with which the bound holds.

    Returns
    -------
    float
        1 without tracks.

    References
    ----------
    C. Clopper and E. Pearson (1934), The use of confidence or fiducial limits,
    Biometrika 26; E. Korn and B. Graubard (1998), Confidence intervals for
    proportions with small expected number of positive counts estimated from
    survey data, Survey Methodology 24 (with an effective number of tracks).

    Examples
    --------
    >>> round(highest_error(0, 59, confidence=0.95), 4)
    0.0495
    """
    if n_wrong >= n_tracks:
        return 1.0
    return float(betaincinv(n_wrong + 1, n_tracks - n_wrong, confidence))


def _least_probability(tags: _Tags, level: float, likeness: float) -> float:
    """Run down the candidates from each start; infinite if none passes."""
    chance = (1 - CONFIDENCE) / len(_STARTS)
    counts = np.searchsorted(-tags.sure, -_CANDIDATES, side="right")
    worth = effective_first(tags.units, likeness)[counts]
    fewest = math.log(chance) / math.log1p(-level)
    n_wrong = np.concatenate([[0], np.cumsum(tags.is_wrong)])[counts]
    lowest = math.inf
    for start in _STARTS:
        is_worth = worth >= start * fewest
        place = int(is_worth.argmax()) if is_worth.any() else len(_CANDIDATES)
        while place < len(_CANDIDATES) and _passes(
            n_wrong[place], counts[place], worth[place], level, chance
        ):
            lowest = min(lowest, float(_CANDIDATES[place]))
            place += 1
    return lowest


def _passes(
    n_wrong: int, n_tracks: int, worth: float, level: float, chance: float
) -> bool:
    share = n_wrong / max(n_tracks, 1)
    return highest_error(share * worth, worth, confidence=1 - chance) <= level
