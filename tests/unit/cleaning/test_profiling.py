"""Tests of genrelens.cleaning.profiling."""

from __future__ import annotations

import pytest

from genrelens.cleaning.profiling import profile_columns


def test_a_profile_keeps_file_order_and_folds_headers(raw) -> None:
    profiles = profile_columns(raw({"Tempo (BPM)": ["1"], "Artist": ["a"]}))

    assert [(p.canonical, p.unit, p.is_numeric) for p in profiles] == [
        ("tempo", "BPM", True),
        ("artist", "", False),
    ]


@pytest.mark.parametrize(
    ("delimiter", "other", "number"),
    [
        (",", "1", 1412.0),
        (";", "1", 1.412),
        (",", "0,53", 1.412),
        (";", "1,234,567", 1412.0),
    ],
)
def test_a_doubtful_comma_follows_the_other_columns_then_the_separator(
    raw, delimiter, other, number
) -> None:
    table = raw({"a": ["1,412"], "b": [other]}, delimiter)

    assert profile_columns(table)[0].numerals.numbers.tolist() == [number]


def test_a_column_that_proves_its_commas_is_believed_first(raw) -> None:
    table = raw({"a": ["1,412", "1,234,567"], "b": ["0,53", "0,5"]})
    profiles = profile_columns(table)

    assert profiles[0].numerals.numbers.tolist() == [1412, 1234567]
    assert profiles[1].numerals.numbers.tolist() == [0.53, 0.5]


@pytest.mark.parametrize(
    ("header", "cell", "number"),
    [
        ("tempo", "121,396", 121.396),
        ("loudness", "-5,176", -5.176),
        ("duration_ms", "236,013", 236_013),
        ("plays", "236,013", 236_013),
    ],
)
def test_a_comma_that_makes_a_value_impossible_is_read_otherwise(
    profile, header, cell, number
) -> None:
    assert profile(header, [cell]).numerals.numbers.tolist() == [number]


def test_clock_times_stand_beside_the_numbers(profile) -> None:
    found = profile("duration", ["3:45", "201"])

    assert found.clock[0] == 225_000
    assert found.numbers.tolist() == [201]


def test_text_has_no_numbers(profile) -> None:
    found = profile("x", ["a", "b"])

    assert found.share_numeric == 0.0
    assert not found.is_zero_one
