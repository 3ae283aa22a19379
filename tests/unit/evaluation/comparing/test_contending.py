from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.evaluation.comparing import contending
from genrelens.evaluation.comparing.contending import Challenger, compare_models
from genrelens.evaluation.scenarios.refitting import refit
from genrelens.models.baselines import MajorityBaseline
from genrelens.models.genre_forest import GenreForest
from genrelens.models.linear import LinearModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.scenarios.trial import Trial


def test_a_forest_beats_naming_one_genre_and_ties_with_its_twin(
    make_trial: Callable[..., Trial],
) -> None:
    trial = make_trial(n_artists=150)
    held_out = refit(trial, purpose=200)
    twin = Challenger("twin", "the same forest", trial.make_model)
    found = compare_models(trial, held_out, seed=0, more=[twin])
    verdicts = {
        (one.key, one.difference.metric): one.verdict for one in found.judgements
    }
    assert verdicts["majority", "accuracy"] == "worse"
    assert verdicts["majority", "macro_auc_ovr"] == "worse"
    assert verdicts["twin", "accuracy"] not in {"better", "worse"}
    titles = [one.key for one in found.contenders]
    assert titles == ["forest", "majority", "linear", "boosted", "twin"]
    assert found.n_tracks == len(trial.division.rows)


def test_a_better_model_is_named_first(make_trial: Callable[..., Trial]) -> None:
    trial = make_trial(n_artists=150)
    blind = refit(trial, purpose=200, make_model=lambda _: MajorityBaseline())
    found = compare_models(trial, blind, seed=0)
    assert found.summary.startswith("Better than the forest: logistic regression by ")


def test_where_none_is_better_the_summary_says_so(
    make_trial: Callable[..., Trial],
) -> None:
    trial = make_trial(signal=0.0)
    found = compare_models(trial, refit(trial, purpose=200), seed=0)
    assert found.summary.startswith("No other model is clearly better than the forest.")


def test_boosting_that_costs_much_is_left_out_and_told_unless_asked_for(
    make_trial: Callable[..., Trial], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contending, "AFFORDABLE_CELLS", 10)
    trial = make_trial(n_artists=30)
    held_out = refit(trial, purpose=200)
    plain = compare_models(trial, held_out, seed=0)
    asked = compare_models(trial, held_out, seed=0, everything=True)
    assert "boosted" not in {one.key for one in plain.contenders}
    assert plain.notes[0].startswith("Gradient-boosted trees were not tried")
    assert "boosted" in {one.key for one in asked.contenders}


def test_a_fit_that_was_cut_short_is_told(
    make_trial: Callable[..., Trial], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        contending, "_linear", lambda _: contending.LinearModel(max_iter=1)
    )
    trial = make_trial(n_artists=30)
    found = compare_models(trial, refit(trial, purpose=200), seed=0)
    (linear,) = [one for one in found.contenders if one.key == "linear"]
    assert linear.notes[0].startswith("Its fit was stopped after 1 steps")
    assert linear.notes[0].endswith("in 4 of 4 folds.")


def test_predictions_of_other_tracks_are_refused(
    make_trial: Callable[..., Trial],
) -> None:
    trial = make_trial(n_artists=30)
    other = refit(make_trial(n_artists=33), purpose=200)
    with pytest.raises(InputError, match="not of the same tracks"):
        compare_models(trial, other, seed=0)


def test_of_repeated_splits_only_the_first_is_used_and_that_is_told(
    make_trial: Callable[..., Trial],
) -> None:
    trial = make_trial(n_artists=30)
    once = replace(
        trial, division=replace(trial.division, repeats=trial.division.repeats[:1])
    )
    twice = replace(
        once, division=replace(once.division, repeats=once.division.repeats * 2)
    )
    held_out = refit(once, purpose=200)
    plain = compare_models(once, held_out, seed=0)
    found = compare_models(twice, held_out, seed=0)
    assert found.notes == (
        *plain.notes,
        "Models are compared in the first repetition only.",
    )
    assert found.contenders == plain.contenders


def test_the_seed_settles_everything(make_trial: Callable[..., Trial]) -> None:
    trial = make_trial(n_artists=30)
    held_out = refit(trial, purpose=200)
    first, second = (compare_models(trial, held_out, seed=3) for _ in range(2))
    assert first == second
    assert np.isfinite([one.adjusted_p for one in first.judgements]).all()


def test_beside_a_linear_model_stands_the_forest(
    make_trial: Callable[..., Trial],
) -> None:
    trial = make_trial(n_artists=60)
    own = refit(trial, purpose=200, make_model=lambda _: LinearModel())
    seeds: list[int] = []

    def make_forest(seed: int) -> GenreForest:
        seeds.append(seed)
        return GenreForest(n_trees=5, random_state=seed)

    found = compare_models(trial, own, seed=0, chosen="linear", make_forest=make_forest)
    keys = [one.key for one in found.contenders]
    assert keys == ["linear", "majority", "forest", "boosted"]
    assert found.contenders[0].title == "the linear model"
    assert len(seeds) == found.n_folds
    assert "the linear model" in found.summary
