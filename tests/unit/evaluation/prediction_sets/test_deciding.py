from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.evaluation.prediction_sets.deciding import ACTIONS, REASONS, decide
from genrelens.evaluation.prediction_sets.decision_rule import DecisionRule
from genrelens.evaluation.prediction_sets.set_rule import SetRule

SETS = SetRule("lac", 0.1, 2, (0,) * 5, (0.1, 0.2), ((0.85, 0.5),))
RULE = DecisionRule((0.1, 0.2), (0.9, 0.7))
CASES = {
    "sure": [0.92, 0.02, 0.02, 0.02, 0.02],
    "several": [0.5, 0.4, 0.04, 0.03, 0.03],
    "unsure": [0.8, 0.1, 0.05, 0.03, 0.02],
    "many": [0.2, 0.2, 0.2, 0.2, 0.2],
}


@pytest.mark.parametrize("reason", CASES)
def test_each_reason_leads_to_its_action_and_candidates(reason: str) -> None:
    made = decide(np.array([CASES[reason]]), SETS, RULE, max_error=0.1)
    expected = {
        "sure": ("write", [0]),
        "several": ("ask", [0, 1]),
        "unsure": ("ask", [0, 1]),  # the runner-up is offered beside it
        "many": ("leave", []),
    }[reason]
    assert made.reasons.tolist() == [reason]
    assert (made.actions[0], np.flatnonzero(made.candidates[0]).tolist()) == expected


def test_a_track_that_no_genre_fits_is_left() -> None:
    made = decide(np.array([[0.4, 0.3, 0.1, 0.1, 0.1]]), SETS, RULE, max_error=0.2)
    assert (made.actions[0], made.reasons[0]) == ("leave", "none")


def test_a_novel_track_is_left_however_sure_the_model_is() -> None:
    proba = np.array([CASES["sure"], CASES["sure"]])
    made = decide(proba, SETS, RULE, max_error=0.1, is_novel=np.array([True, False]))
    assert made.actions.tolist() == ["leave", "write"]
    assert made.reasons[0] == "novel"
    assert not made.candidates[0].any()
    with pytest.raises(InputError, match="one yes or no a track"):
        decide(proba, SETS, RULE, max_error=0.1, is_novel=np.array([True]))


def test_the_most_probable_genre_is_not_written_outside_its_set() -> None:
    picky = SetRule("lac", 0.1, 2, (0, 1), (0.1,), ((0.05,), (0.95,)))
    made = decide(
        np.array([[0.9, 0.1]]), picky, DecisionRule((0.1,), (0.5,)), max_error=0.1
    )
    assert made.reasons.tolist() == ["unsure"]
    assert made.candidates.tolist() == [[True, True]]


@given(st.integers(0, 2**16), st.floats(0.01, 0.6))
def test_candidates_fit_the_action(seed: int, max_error: float) -> None:
    proba = np.random.default_rng(seed).dirichlet(np.full(5, 0.4), 40)
    made = decide(proba, SETS, RULE, max_error=max_error)
    sizes = made.candidates.sum(axis=1)
    assert set(made.actions) <= set(ACTIONS)
    assert set(made.reasons) <= set(REASONS)
    assert (sizes[made.actions == "write"] == 1).all()
    assert np.isin(sizes[made.actions == "ask"], (2, 3)).all()
    assert (sizes[made.actions == "leave"] == 0).all()
    written = made.actions == "write"
    assert (made.candidates[written].argmax(1) == proba[written].argmax(1)).all()
