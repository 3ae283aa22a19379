"""Find out on unseen music what sets and decisions would have come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError
from genrelens.evaluation.prediction_sets.coverage import Judge
from genrelens.evaluation.prediction_sets.deciding import Decisions, decide
from genrelens.evaluation.prediction_sets.results import DecisionStudy
from genrelens.evaluation.prediction_sets.selecting import fit_decision_rule
from genrelens.evaluation.prediction_sets.thresholds import fit_set_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.evaluation.prediction_sets.conformity import SetScore
    from genrelens.evaluation.prediction_sets.decision_rule import DecisionRule
    from genrelens.evaluation.prediction_sets.results import (
        SetScores,
        ThresholdKind,
    )
    from genrelens.evaluation.prediction_sets.set_rule import SetRule
    from genrelens.evaluation.scores import HeldOut

__all__ = ["SCORE", "SET_LEVEL", "FoldRules", "fit_fold_rules", "study_decisions"]

SCORE: SetScore = "lac"
"""Misfit by which sets are made: it gives the smallest ones."""

SET_LEVEL = 0.1
"""Share of misses at which sets are shown and compared."""

_COMPARED: tuple[tuple[SetScore, bool], ...] = (
    ("lac", True),
    ("aps", True),
    ("raps", True),
    ("lac", False),
)
_LEVELS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)


@dataclass(frozen=True, slots=True)
class FoldRules:
    """The rules for one fold, learnt from the others.

    Parameters
    ----------
    fold : int
        Number of the fold.
    rows : ndarray of int64
        Where its tracks stand among the held-out ones.
    set_rule : SetRule
    decision_rule : DecisionRule
    """

    fold: int
    rows: NDArray[np.int64]
    set_rule: SetRule
    decision_rule: DecisionRule


def study_decisions(
    held_out: HeldOut,
    *,
    max_error: float = 0.05,
    seed: int,
    genres: Sequence[str],
    title: str,
    group_words: str = "groups",
    is_novel: NDArray[np.bool_] | None = None,
) -> DecisionStudy:
    """Make sets and decisions for each fold by rules learnt from the other folds.

    Parameters
    ----------
    held_out : HeldOut
        Calibrated predictions by models that had not met the tracks' groups
        (`genrelens.evaluation.calibration.studying.calibrate_out_of_fold`), in two
        folds at least; no group lies in two of them.
    max_error : float, default 0.05
        Largest share of wrong tags among those written.
    seed : int
        Of the drawings behind the intervals.
    genres : sequence of str, length n_genres
        Names of the columns of probabilities.
    title : str
        The scenario, for people.
    group_words : str, default "groups"
        What a group is, as a plural for people.
    is_novel : ndarray of bool, shape (n_tracks,), optional
        Tracks unlike those learnt from, which are left alone.

    Returns
    -------
    DecisionStudy

    Raises
    ------
    InputError
        If there is one fold only, or the share cannot be one.
    """
    _refuse_one_fold(held_out)
    judge = Judge(held_out, tuple(genres), seed)
    folds = fit_fold_rules(held_out)
    decided = _decide_folds(held_out, folds, max_error, is_novel)
    compared = tuple(
        _study_sets(judge, score, per_genre=per_genre) for score, per_genre in _COMPARED
    )
    set_rule = fit_set_rule(held_out.proba, held_out.codes, held_out.units, score=SCORE)
    return DecisionStudy(
        title=title,
        group_words=group_words,
        n_tracks=len(held_out.codes),
        n_groups=int(held_out.units.max()) + 1,
        sets=compared[0],
        compared=compared[1:],
        decided=judge.judge_decisions(decided, max_error=max_error),
        by_level=tuple(
            judge.judge_decisions(
                _decide_folds(held_out, folds, level, is_novel), max_error=level
            )
            for level in sorted({*_LEVELS, max_error})
        ),
        by_genre=judge.judge_genres(decided),
        curve=judge.trace_risk(),
        set_rule=set_rule,
        decision_rule=fit_decision_rule(
            held_out.proba, held_out.codes, held_out.units, set_rule
        ),
    )


def _refuse_one_fold(held_out: HeldOut) -> None:
    if len(np.unique(held_out.folds)) == 1:
        raise InputError(
            f"All {len(held_out.codes):,} held-out tracks lie in one fold, so no rule "
            "can be learnt from other music than it is tried on. Cross-validate in "
            "two folds at least."
        )


def fit_fold_rules(held_out: HeldOut) -> tuple[FoldRules, ...]:
    """Learn for each fold how to decide from the tracks of the other folds.

    Parameters
    ----------
    held_out : HeldOut
        As for `study_decisions`.
    """
    rules = []
    for fold in np.unique(held_out.folds):
        is_other = held_out.folds != fold
        others = (
            held_out.proba[is_other],
            held_out.codes[is_other],
            held_out.units[is_other],
        )
        set_rule = fit_set_rule(*others, score=SCORE)
        decision_rule = fit_decision_rule(*others, set_rule)
        rows = np.flatnonzero(~is_other)
        rules.append(FoldRules(int(fold), rows, set_rule, decision_rule))
    return tuple(rules)


def _decide_folds(
    held_out: HeldOut,
    folds: tuple[FoldRules, ...],
    max_error: float,
    is_novel: NDArray[np.bool_] | None,
) -> Decisions:
    n_tracks = len(held_out.codes)
    actions = np.empty(n_tracks, dtype="<U8")
    reasons = np.empty(n_tracks, dtype="<U8")
    candidates = np.zeros(held_out.proba.shape, dtype=bool)
    for fold in folds:
        made = decide(
            held_out.proba[fold.rows],
            fold.set_rule,
            fold.decision_rule,
            max_error=max_error,
            is_novel=None if is_novel is None else is_novel[fold.rows],
        )
        actions[fold.rows], reasons[fold.rows] = made.actions, made.reasons
        candidates[fold.rows] = made.candidates
    return Decisions(actions, candidates, reasons)


def _study_sets(judge: Judge, score: SetScore, *, per_genre: bool) -> SetScores:
    held_out = judge.held_out
    sets = np.zeros(held_out.proba.shape, dtype=bool)
    for fold in np.unique(held_out.folds):
        is_here = held_out.folds == fold
        rule = fit_set_rule(
            held_out.proba[~is_here],
            held_out.codes[~is_here],
            held_out.units[~is_here],
            score=score,
            per_genre=per_genre,
        )
        sets[is_here] = rule.sets(held_out.proba[is_here], SET_LEVEL)
    told = fit_set_rule(
        held_out.proba,
        held_out.codes,
        held_out.units,
        score=score,
        per_genre=per_genre,
    )
    return judge.judge_sets(
        sets,
        score=score,
        per_genre=per_genre,
        max_error=SET_LEVEL,
        kinds=_kinds(told),
    )


def _kinds(rule: SetRule) -> tuple[ThresholdKind, ...]:
    """Say where each genre's threshold comes from, in the rule that is kept."""
    uses = np.bincount(rule.clusters)
    return tuple(
        "all" if cluster == 0 else "own" if uses[cluster] == 1 else "shared"
        for cluster in rule.clusters
    )
