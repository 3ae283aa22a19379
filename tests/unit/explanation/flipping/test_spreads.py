"""What lies between two values is a share, and the same both ways."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.explanation.flipping.spreads import (
    UNORDERED,
    spread_of_reference,
    spread_of_values,
)

_NUMBERS = st.lists(st.integers(-50, 50).map(float), min_size=1, max_size=60)


@given(values=_NUMBERS, a=st.integers(-60, 60), b=st.integers(-60, 60))
def test_costs_are_shares_alike_both_ways_and_add_up(
    values: list[float], a: int, b: int, feature
) -> None:
    spread = spread_of_values(feature("tempo"), np.array(values))
    cost = float(spread.between(float(a), [float(b)])[0])
    assert 0 <= cost <= 1
    assert cost == pytest.approx(float(spread.between(float(b), [float(a)])[0]))
    middle = (a + b) / 2
    parts = spread.between(float(middle), [float(a), float(b)])
    assert float(parts.sum()) == pytest.approx(cost)


def test_between_two_values_of_tracks_it_counts_the_tracks_with_ends_half(
    feature,
) -> None:
    spread = spread_of_values(feature("tempo"), np.array([1.0, 2.0, 3.0, 4.0, np.nan]))
    assert spread.between(1.0, [4.0]).tolist() == [0.75]
    assert spread.between(2.0, [3.0]).tolist() == [0.25]


def test_what_has_no_order_costs_a_half(feature) -> None:
    for name in ("key", "explicit", "label"):
        spread = spread_of_values(feature(name), np.array([0.0, 1.0]))
        assert spread.between(0.0, [0.0, 1.0]).tolist() == [0.0, UNORDERED]


def test_a_missing_value_lies_half_a_collection_from_any(feature) -> None:
    spread = spread_of_values(feature("tempo"), np.array([1.0, 2.0]))
    assert spread.between(None, [1.0, 9.0]).tolist() == [UNORDERED, UNORDERED]


def test_quantiles_of_a_model_file_agree_with_its_tracks(made_up) -> None:
    for feature, reference in zip(made_up.features, made_up.references, strict=True):
        if not reference.quantiles or feature.name in {"key", "explicit"}:
            continue
        values = made_up.frame[feature.name].to_numpy(dtype=float)
        counted = spread_of_values(feature, values)
        told = spread_of_reference(feature, reference)
        ends = [reference.quantiles[0], reference.quantiles[4]]
        assert told.between(ends[0], [ends[1]])[0] == pytest.approx(
            counted.between(ends[0], [ends[1]])[0], abs=0.02
        )
