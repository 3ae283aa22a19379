from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.evaluation.comparing.paired import Difference
from genrelens.evaluation.comparing.several import BANDS, holm, judge

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def _difference(value: float, low: float, high: float, p_value: float) -> Difference:
    return Difference(
        metric="accuracy",
        first=0.5 + value,
        second=0.5,
        value=value,
        low=low,
        high=high,
        p_value=p_value,
        n_tracks=100,
        n_groups=50,
        n_replicates=1000,
    )


def _slow_holm(p_values: list[float]) -> list[float]:
    """Holm's own words: stop at the first that is not rejected, at every level."""
    order = np.argsort(p_values, kind="stable")
    adjusted = [1.0] * len(p_values)
    for place, test in enumerate(order):
        needed = [
            (len(order) - before) * p_values[order[before]]
            for before in range(place + 1)
        ]
        adjusted[test] = min(1.0, max(needed))
    return adjusted


@given(P_VALUES)
def test_adjusted_p_values_are_those_of_the_slow_method(p_values: list[float]) -> None:
    np.testing.assert_allclose(holm(p_values), _slow_holm(p_values))


@given(P_VALUES)
def test_adjusting_never_makes_a_p_value_smaller_nor_changes_the_order(
    p_values: list[float],
) -> None:
    adjusted = holm(p_values)
    assert (adjusted >= np.array(p_values)).all()
    assert (np.diff(adjusted[np.argsort(p_values, kind="stable")]) >= 0).all()


def test_a_test_that_could_not_be_made_counts_as_none() -> None:
    np.testing.assert_array_equal(holm([0.01, np.nan, 0.02]), [0.02, np.nan, 0.02])


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (_difference(0.003, 0.001, 0.006, 0.001), "practically equal"),
        (_difference(0.0, -0.009, 0.009, 1.0), "practically equal"),
        (_difference(0.03, 0.002, 0.05, 0.01), "better"),
        (_difference(-0.03, -0.05, -0.002, 0.01), "worse"),
        (_difference(0.03, -0.01, 0.07, 0.2), "undecided"),
    ],
)
def test_a_difference_gets_the_verdict_that_its_interval_allows(
    found: Difference, verdict: str
) -> None:
    (judged,) = judge([("other", "other", found)])
    assert judged.verdict == verdict
    assert judged.band == BANDS["accuracy"]


def test_what_alone_would_be_a_difference_is_undecided_among_many() -> None:
    found = _difference(0.03, 0.002, 0.05, 0.03)
    alone = judge([("a", "a", found)])
    among = judge([(key, key, found) for key in "abc"])
    assert [one.verdict for one in alone] == ["better"]
    assert {one.verdict for one in among} == {"undecided"}
    assert among[0].adjusted_p == pytest.approx(0.09)


def test_another_band_moves_the_border_of_a_tie() -> None:
    found = _difference(0.03, 0.02, 0.04, 0.001)
    (judged,) = judge([("a", "a", found)], bands={"accuracy": 0.05})
    assert judged.verdict == "practically equal"
