from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.errors import BundleError, InputError
from genrelens.evaluation.prediction_sets.set_rule import (
    LEVELS,
    SetRule,
    level_index,
    stored_levels,
)

RULE = SetRule(
    score="lac",
    penalty=0.1,
    free_ranks=2,
    clusters=(0, 1, 1),
    levels=(0.05, 0.1),
    thresholds=((math.inf, 0.6), (0.9, 0.5)),
)
PROBA = np.array([[0.5, 0.3, 0.2], [0.05, 0.9, 0.05]])


def test_each_genre_goes_by_the_threshold_of_its_cluster() -> None:
    assert RULE.sets(PROBA, 0.1).tolist() == [
        [True, False, False],
        [False, True, False],
    ]
    assert RULE.sets(PROBA, 0.05).tolist() == [[True, True, True], [True, True, False]]


def test_between_levels_the_stricter_is_used_and_below_the_first_sets_are_full() -> (
    None
):
    assert np.array_equal(RULE.sets(PROBA, 0.099), RULE.sets(PROBA, 0.05))
    assert np.array_equal(RULE.sets(PROBA, 0.9), RULE.sets(PROBA, 0.1))
    assert RULE.sets(PROBA, 0.01).all()


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_sets_shrink_as_more_misses_are_allowed(one: float, two: float) -> None:
    strict, lax = sorted((one, two))
    assert (RULE.sets(PROBA, strict) >= RULE.sets(PROBA, lax)).all()


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, math.nan, 2.0])
def test_a_share_that_cannot_be_one_is_refused(share: float) -> None:
    with pytest.raises(InputError, match="above 0 and below 1"):
        RULE.sets(PROBA, share)


def test_every_level_is_found_by_its_own_name() -> None:
    assert [level_index(LEVELS, level) for level in LEVELS] == list(range(len(LEVELS)))


def test_other_genres_are_refused() -> None:
    with pytest.raises(InputError, match="learnt for 3 genres"):
        RULE.sets(np.ones((2, 2)) / 2, 0.1)


def test_saved_is_reopened_and_infinity_is_null() -> None:
    text = json.dumps(RULE.to_dict(), allow_nan=False)
    assert "null" in text
    assert SetRule.from_dict(json.loads(text)) == RULE


@pytest.mark.parametrize(
    "change",
    [
        {"score": "topk"},
        {"penalty": -1},
        {"free_ranks": 1.5},
        {"clusters": [0, 1, 2]},
        {"clusters": [0]},
        {"levels": [0.1, 0.05]},
        {"levels": [0.05]},
        {"levels": [0.0, 0.1]},
        {"thresholds": []},
        {"thresholds": [[0.5, 0.6], [0.9, 0.5]]},
        {"thresholds": [[0.5, None], [0.9, 0.5]]},
        {"thresholds": [[0.5], [0.9]]},
        {"other": 0},
    ],
)
def test_what_is_out_of_bounds_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(BundleError, match="prediction sets"):
        SetRule.from_dict({**RULE.to_dict(), **change})


def test_stored_levels_rise() -> None:
    assert stored_levels([0.1, 0.2], where="rule") == (0.1, 0.2)
    with pytest.raises(BundleError, match="do not rise"):
        stored_levels([0.1, 0.1], where="rule")
