from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from genrelens.evaluation.sufficiency.column_groups import (
    MOST_GROUPS,
    OTHERS,
    value_columns,
)
from genrelens.evaluation.sufficiency.refitting import refit_small
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.scenarios.trial import Trial


def _feature(name: str, group: str) -> Feature:
    return Feature(name, name.title(), Kind.NUMBER, "", group, name, True)


FEATURES = (
    _feature("clear", "rhythm"),
    _feature("half", "sound"),
    _feature("noise", "mood"),
)


def test_the_group_that_tells_the_genre_is_missed_and_noise_is_not(
    make_trial: Callable[..., Trial],
) -> None:
    trial = make_trial(n_artists=200)
    found = value_columns(trial, refit_small(trial), FEATURES, seed=0)
    assert not isinstance(found, str)
    assert found[0].name == "rhythm"
    verdicts = {group.name: group.without[-1].verdict for group in found}
    assert verdicts["rhythm"] == "worse"
    assert verdicts["mood"] != "worse"
    alone = {group.name: group.alone["macro_auc_ovr"] for group in found}
    assert alone["rhythm"].value > 0.8
    assert alone["mood"].low < 0.5 < alone["mood"].high


def test_all_differences_are_judged_together(make_trial: Callable[..., Trial]) -> None:
    trial = make_trial(n_artists=40)
    found = value_columns(trial, refit_small(trial), FEATURES, seed=0)
    assert not isinstance(found, str)
    for group in found:
        for one in group.without:
            assert one.adjusted_p >= one.difference.p_value
    metrics = {one.difference.metric for group in found for one in group.without}
    assert metrics == {"accuracy", "macro_auc_ovr"}


def test_a_single_group_gets_the_reason(make_trial: Callable[..., Trial]) -> None:
    trial = make_trial(n_artists=30)
    features = [_feature(name, "sound") for name in trial.X]
    found = value_columns(trial, refit_small(trial), features, seed=0)
    assert isinstance(found, str)
    assert found.startswith("All 3 columns are of one group, 'sound'")


def test_beyond_six_groups_the_smallest_are_joined(
    make_trial: Callable[..., Trial],
) -> None:
    trial = make_trial(n_artists=30)
    names = [f"column {number}" for number in range(MOST_GROUPS + 1)]
    wide = trial.X[["clear"] * len(names)].set_axis(names, axis=1)
    features = [_feature(name, f"group {name}") for name in names]
    trial = replace(trial, X=wide)
    found = value_columns(trial, refit_small(trial), features, seed=0)
    assert not isinstance(found, str)
    assert len(found) == MOST_GROUPS
    (others,) = [group for group in found if group.name == OTHERS]
    assert len(others.labels) == 2
    assert sum(len(group.labels) for group in found) == len(names)
