"""Measure what each group of columns is worth: without it, and by it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.evaluation.comparing.several import judge
from genrelens.evaluation.comparing.together import SCORES, score_together
from genrelens.evaluation.sufficiency.refitting import refit_small
from genrelens.evaluation.sufficiency.results import ColumnGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.evaluation.comparing.results import Judgement
    from genrelens.evaluation.scenarios.trial import Trial
    from genrelens.evaluation.scores import HeldOut
    from genrelens.schema.features import Feature

__all__ = ["MOST_GROUPS", "OTHERS", "value_columns"]

MOST_GROUPS = 6
"""Most groups of columns that are judged; the smallest are joined beyond it."""

OTHERS = "all others"
"""Name of the groups that were joined."""


def value_columns(
    trial: Trial, everything: HeldOut, features: Sequence[Feature], *, seed: int
) -> tuple[ColumnGroup, ...] | str:
    """Train without each group of columns, and with it alone, on the same folds.

    Parameters
    ----------
    trial : Trial
        The table and folds; its columns are named as the features.
    everything : HeldOut
        Predictions with all columns, from `refit_small`.
    features : sequence of Feature
        The columns' names for people, and their groups.
    seed : int
        Of the drawings.

    Returns
    -------
    tuple of ColumnGroup, or str
        The most missed first: by macro AUC, or by accuracy where it is not
        defined. The reason in a sentence, where all columns are of one group.
    """
    parts = _join_small(features)
    if len(parts) == 1:
        return (
            f"All {len(features)} columns are of one group, '{next(iter(parts))}', so "
            "there is nothing to leave out."
        )
    sets = [everything]
    for columns in parts.values():
        names = [feature.name for feature in columns]
        sets.append(refit_small(trial, X=trial.X.drop(columns=names)))
        sets.append(refit_small(trial, X=trial.X[names]))
    scored = score_together(sets, seed=seed)
    judgements = judge(
        [
            (name, name, scored.difference(metric, 1 + 2 * position, 0))
            for position, name in enumerate(parts)
            for metric in scored.defined
        ]
    )
    found = [
        ColumnGroup(
            name=name,
            labels=tuple(feature.label for feature in columns),
            without=tuple(one for one in judgements if one.key == name),
            alone=scored.estimates(2 + 2 * position),
        )
        for position, (name, columns) in enumerate(parts.items())
    ]
    return tuple(sorted(found, key=_order))


def _join_small(features: Sequence[Feature]) -> dict[str, list[Feature]]:
    """Gather the columns by group; beyond `MOST_GROUPS` the smallest are joined."""
    parts: dict[str, list[Feature]] = {}
    for feature in features:
        parts.setdefault(feature.group or "no group", []).append(feature)
    ordered = sorted(parts.items(), key=lambda part: (-len(part[1]), part[0]))
    if len(ordered) <= MOST_GROUPS:
        return dict(ordered)
    kept = dict(ordered[: MOST_GROUPS - 1])
    rest = [feature for _, part in ordered[MOST_GROUPS - 1 :] for feature in part]
    return {**kept, OTHERS: rest}


def _order(group: ColumnGroup) -> tuple[float, str]:
    return (_loss(group.without), group.name)


def _loss(without: Sequence[Judgement]) -> float:
    by_metric = {one.difference.metric: one.difference.value for one in without}
    return next(by_metric[metric] for metric in SCORES[::-1] if metric in by_metric)
