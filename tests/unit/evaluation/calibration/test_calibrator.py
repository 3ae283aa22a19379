from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.errors import BundleError, InputError
from genrelens.evaluation.calibration.calibrator import (
    FLOOR,
    Calibrator,
    log_probabilities,
    softmax,
)

RULES = (
    Calibrator("none", 3),
    Calibrator("temperature", 3, temperature=0.4),
    Calibrator("vector", 3, scales=(1.0, 2.0, 0.5), offsets=(0.1, -0.2, 0.1)),
    Calibrator("isotonic", 3, knots=(((0.0, 0.5, 1.0), (0.0, 0.0, 0.9)),) * 3),
)


def _rows(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).dirichlet(np.full(3, 0.3), 50)


@given(st.integers(0, 2**16), st.sampled_from(RULES))
def test_rows_sum_to_one_and_nothing_but_none_gives_zero(
    seed: int, rule: Calibrator
) -> None:
    proba = _rows(seed)
    proba[0] = [1.0, 0.0, 0.0]
    after = rule.apply(proba)
    assert after.sum(axis=1) == pytest.approx(1.0)
    assert (after >= 0).all()
    if rule.method != "none":
        assert (after > 0).all()


@given(st.integers(0, 2**16), st.floats(0.05, 20))
def test_a_temperature_keeps_the_order_of_genres(seed: int, value: float) -> None:
    proba = _rows(seed).clip(FLOOR)
    proba /= proba.sum(axis=1, keepdims=True)
    after = Calibrator("temperature", 3, temperature=value).apply(proba)
    assert (np.diff(np.take_along_axis(after, proba.argsort(axis=1), 1)) >= 0).all()


def test_a_temperature_of_one_changes_nothing_above_the_floor() -> None:
    proba = np.array([[0.6, 0.3, 0.1]])
    assert Calibrator("temperature", 3).apply(proba) == pytest.approx(proba)


def test_the_softmax_and_the_floor_are_those_of_the_definition() -> None:
    logits = np.array([[0.0, 1.0, 1000.0]])
    assert softmax(logits)[0] == pytest.approx([0.0, 0.0, 1.0])
    assert log_probabilities(np.array([[0.0, 1.0]])) == pytest.approx(
        np.array([[np.log(FLOOR), 0.0]])
    )


@pytest.mark.parametrize("rule", RULES)
def test_saved_is_reopened_through_json(rule: Calibrator) -> None:
    again = Calibrator.from_dict(json.loads(json.dumps(rule.to_dict())))
    assert again == rule


@pytest.mark.parametrize(
    "change",
    [
        {"method": "magic"},
        {"n_genres": 1},
        {"n_genres": 4},
        {"temperature": 0.0},
        {"temperature": float("nan")},
        {"scales": [1.0]},
        {"offsets": [1e9, 0, 0]},
        {"knots": [[[0.0], [0.0]]]},
        {"more": 1},
    ],
)
def test_what_is_out_of_bounds_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(BundleError, match="calibration"):
        Calibrator.from_dict({**RULES[2].to_dict(), **change})


@pytest.mark.parametrize(
    "pair",
    [[[0.5, 0.5], [0, 1]], [[0, 1], [1, 0]], [[0, 1], [0]], [[], []], [[0, 2], [0, 1]]],
)
def test_lines_that_do_not_rise_are_refused(pair: list[list[float]]) -> None:
    stored = {**RULES[3].to_dict(), "knots": [pair] * 3}
    with pytest.raises(BundleError, match="calibration"):
        Calibrator.from_dict(stored)


def test_other_genres_or_no_probabilities_are_refused() -> None:
    with pytest.raises(InputError, match="learnt for 3 genres"):
        RULES[1].apply(np.ones((2, 2)) / 2)
    with pytest.raises(InputError, match="between 0 and 1"):
        RULES[1].apply(np.array([[2.0, -1.0, 0.0]]))
