"""Tests of genrelens.cleaning.scales."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.cleaning.scales import (
    AS_THE_OTHERS,
    MIN_MAX,
    STANDARDISED,
    read_loudness,
    read_shares,
    runs_to_100,
    scaling_of,
)
from genrelens.schema.known_columns import known_column

RANGES = {
    "tempo": (60.0, 200.0),
    "loudness": (-30.0, 0.0),
    "energy": (0.0, 1.0),
    "popularity": (0.0, 100.0),
    "duration_ms": (90_000.0, 600_000.0),
}


def draw(name: str, seed: int, n: int = 400) -> np.ndarray:
    low, high = RANGES[name]
    return np.random.default_rng(seed).beta(2, 2, n) * (high - low) + low


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("seed", range(10))
def test_columns_in_their_own_unit_are_never_called_scaled(name, seed) -> None:
    assert scaling_of(draw(name, seed), known_column(name)) == ""


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("seed", range(10))
def test_standardised_columns_are_found(name, seed) -> None:
    values = draw(name, seed)
    values = (values - values.mean()) / values.std()

    assert scaling_of(values, known_column(name)) == STANDARDISED


@pytest.mark.parametrize("name", sorted(set(RANGES) - {"energy"}))
@pytest.mark.parametrize("seed", range(10))
def test_columns_stretched_from_0_to_1_are_found(name, seed) -> None:
    values = draw(name, seed)
    values = (values - values.min()) / (values.max() - values.min())

    assert scaling_of(values, known_column(name)) == MIN_MAX


def test_sentinels_do_not_look_like_standardised_values() -> None:
    values = np.concatenate([draw("energy", 1), np.full(200, -1.0)])

    assert scaling_of(values, known_column("energy")) == ""


@given(st.lists(st.floats(0, 1), max_size=30))
def test_shares_of_one_are_never_taken_for_shares_of_100(values) -> None:
    assert not runs_to_100(np.array(values, dtype=float))


@given(st.lists(st.integers(2, 100), min_size=1, max_size=30))
def test_shares_of_100_are_found(values) -> None:
    assert runs_to_100(np.array([*values, 0, np.nan], dtype=float))


def test_a_few_impossible_shares_do_not_change_the_scale() -> None:
    assert not runs_to_100(np.array([0.3, 0.4, 0.5, 45.0]))


def test_values_mostly_above_100_are_no_shares_of_100() -> None:
    assert not runs_to_100(np.array([82.0, 122.0, 128.0, 153.0]))


def test_divided_shares_are_told(column) -> None:
    values = np.array([45.0, np.nan])
    read = read_shares(column(["45", ""]), values, values > 0, why="by a test")

    assert read.series[0] == 0.45
    assert read.changes[0].n_cells == 1
    assert read.findings[0].code == "scale-changed"


def test_loudness_without_its_decimal_point_is_mended_cell_by_cell(column) -> None:
    read = read_loudness(column(["-5176", "-8.1"]), np.array([-5176.0, -8.1]))

    assert read.series.tolist() == [-5.176, -8.1]
    (finding,) = read.findings
    assert (finding.code, finding.n_rows, finding.lines) == (
        "loudness-times-1000",
        1,
        (2,),
    )


def test_usual_loudness_is_left_alone(column) -> None:
    read = read_loudness(column(["-60", "1.3"]), np.array([-60.0, 1.3]))

    assert (read.series.tolist(), read.changes, read.findings) == ([-60, 1.3], (), ())


def test_small_shares_that_follow_the_others_are_a_warning(column) -> None:
    values = np.array([0.4, 0.0])
    read = read_shares(
        column(["0.4", "0"]), values, np.array([True, True]), why=AS_THE_OTHERS
    )

    assert read.series.tolist() == [0.004, 0]
    assert read.findings[0].severity == "warning"
    assert "no value is above 1" in read.findings[0].message
