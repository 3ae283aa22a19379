from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from genrelens.evaluation.sufficiency.studying import study_sufficiency
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.scenarios.trial import Trial

FEATURES = tuple(
    Feature(name, name, Kind.NUMBER, "", name, name, True)
    for name in ("clear", "half", "noise")
)


def test_everything_is_asked_of_a_table_that_is_large_enough(
    make_trial: Callable[..., Trial],
) -> None:
    found = study_sufficiency(make_trial(n_artists=150), FEATURES, seed=0)
    assert found.missing == {}
    assert [curve.grows_in for curve in found.curves] == ["groups", "tracks"]
    assert [one.metric for one in found.outlooks] == ["accuracy", "macro_auc_ovr"]
    assert len(found.genres) == len(found.columns) == 3
    last = found.curves[0].points[-1].metrics["accuracy"].value
    assert found.everything["accuracy"].value == last
    json.dumps(found.to_dict(), allow_nan=False)


def test_the_seed_settles_everything(make_trial: Callable[..., Trial]) -> None:
    trial = make_trial(n_artists=50)
    first, second = (study_sufficiency(trial, FEATURES, seed=4) for _ in range(2))
    assert first == second


def test_a_small_table_gets_reasons_and_no_ranking(
    make_trial: Callable[..., Trial],
) -> None:
    trial = make_trial(n_artists=60)
    small = replace(trial, division=replace(trial.division, small="few tracks"))
    found = study_sufficiency(small, FEATURES, seed=0)
    assert found.genres == ()
    assert "too few tracks a genre" in found.missing["genres"]
    tiny = study_sufficiency(make_trial(n_artists=12, per_artist=2), FEATURES, seed=0)
    assert tiny.curves == ()
    assert {"groups", "tracks", "outlook", "genres"} <= set(tiny.missing)
