"""Tests of genrelens.cleaning.attributes."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.cleaning.attributes import Surroundings, read_attribute, read_number
from genrelens.schema.known_columns import known_column


@pytest.fixture
def read(profile):
    def build(name, cells, header=None, around=None, **other):
        return read_attribute(
            profile(header or name, cells, **other),
            known_column(name),
            around or Surroundings(),
        )

    return build


def codes(reading) -> list[str]:
    return [finding.code for finding in reading.findings]


@pytest.mark.parametrize(
    ("name", "cells", "values"),
    [
        ("tempo", ["120", "0", "0.0"], [120, np.nan, np.nan]),
        ("time_signature", ["4", "0", "0/4"], [4, np.nan, np.nan]),
        ("duration_ms", ["201000", "-1", "empty_field"], [201_000, np.nan, np.nan]),
        ("duration_ms", ["201", "1,412", "187"], [201_000, 1_412_000, 187_000]),
        ("duration_ms", ["3:45", "2:00", "?"], [225_000, 120_000, np.nan]),
        ("duration_ms", ["3.5 min", "201 s", "187000"], [210_000, 201_000, 187_000]),
        ("key", ["A#", "C", "-1"], [10, 0, np.nan]),
        ("key", [11.0, -1.0, 0.0], [11, np.nan, 0]),
        ("mode", ["Major", "Minor", ""], [1, 0, np.nan]),
        ("year", ["2019-06-14", "22-02-1922", "0"], [2019, 1922, np.nan]),
        ("energy", ["80", "0", "100"], [0.8, 0, 1]),
        ("energy", ["80 %", "5%", ""], [0.8, 0.05, np.nan]),
        ("energy", ["0,8", "0,05", " "], [0.8, 0.05, np.nan]),
        ("energy", ["0.8", "-1", "0.5"], [0.8, np.nan, 0.5]),
        ("loudness", ["-5176.0", "-8.1", "-1"], [-5.176, -8.1, -1]),
        ("loudness", ["-5,2 dB", "-7,1", "-8"], [-5.2, -7.1, -8]),
        ("popularity", ["0", "55", "-1"], [0, 55, np.nan]),
    ],
)
def test_cells_come_out_in_the_attributes_own_unit(read, name, cells, values) -> None:
    found = read(name, cells).series.to_numpy()

    np.testing.assert_allclose(found, values, rtol=1e-12)


def test_a_percent_sign_in_the_header_settles_the_scale(read) -> None:
    assert read("energy", ["1", "0"], header="energy_%").series.tolist() == [0.01, 0]


def test_a_doubtful_share_follows_the_other_shares(read) -> None:
    cells = ["0", "1", "1"]
    around = Surroundings(shares_run_to_100=True)

    assert read("instrumentalness", cells).series.tolist() == [0, 1, 1]
    assert read("instrumentalness", cells, around=around).series[1] == 0.01


def test_a_scaled_column_is_left_as_it_is(read) -> None:
    around = Surroundings(scaled=frozenset({"tempo"}))

    assert read("tempo", ["0", "0.5", "1"], around=around).series.tolist() == [
        0,
        0.5,
        1,
    ]


def test_impossible_values_are_told_and_kept(read) -> None:
    reading = read("tempo", ["120", "5000", "-3"])

    (finding,) = reading.findings
    assert (finding.code, finding.n_rows, finding.lines) == ("out-of-range", 2, (3, 4))
    assert reading.series.tolist() == [120, 5000, -3]
    assert "20 to 300 (BPM)" in finding.message


def test_stray_words_among_numbers_are_missing_and_told(read) -> None:
    reading = read("tempo", ["120", "fast", "90", " "])

    assert codes(reading) == ["unreadable-cells"]
    assert reading.findings[0].n_rows == 1
    assert reading.findings[0].examples == ("fast",)


def test_infinite_values_are_missing_and_told(read) -> None:
    assert codes(read("duration_ms", ["inf", "201000", "3:20"])) == [
        "infinite-values",
        "mixed-units",
    ]


def test_every_changed_cell_is_in_the_ledger(read) -> None:
    reading = read("duration_ms", ["1,201", "?", "-1", "187"])
    counts = {
        (change.step, change.what[:7]): change.n_cells for change in reading.changes
    }

    assert counts == {
        ("numerals", "numbers"): 1,
        ("missing", "words t"): 1,
        ("missing", "numbers"): 1,
        ("durations", "seconds"): 2,
    }


def test_plain_numbers_change_nothing(profile) -> None:
    reading = read_number(profile("plays", ["1", "2.5", ""]))

    assert (reading.changes, reading.findings) == ((), ())


@pytest.mark.parametrize("name", ["tempo", "key", "loudness", "energy", "duration_ms"])
def test_text_and_typed_cells_give_the_same_values(read, name) -> None:
    """A table must mean the same as CSV and as Parquet."""
    numbers = {
        "tempo": [120.5, 0.0, 90.0],
        "key": [0.0, 11.0, -1.0],
        "loudness": [-5.2, -8.0, 1.0],
        "energy": [0.2, 1.0, -1.0],
        "duration_ms": [201000.0, 0.0, 187000.5],
    }[name]
    typed = read(name, numbers)
    text = read(name, [repr(number) for number in numbers])

    np.testing.assert_array_equal(typed.series, text.series)
    assert [c.n_cells for c in typed.changes] == [c.n_cells for c in text.changes]
