"""Tests of genrelens.cleaning.cells.numerals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.cleaning.cells.numerals import (
    comma_evidence,
    looks_numeric,
    parse_numerals,
)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1,412", 1412.0),
        ("1,234,567.5", 1234567.5),
        ("1 412", 1412.0),
        ("1\u00a0412", 1412.0),
        ("1'412", 1412.0),
        ("0,53", 0.53),
        ("-5,2", -5.2),
        ("1.234,5", 1234.5),
        ("\u22123.5", -3.5),
        ("+5", 5.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("2.43e-5", 2.43e-5),
        ("1E3", 1000.0),
        ("1e-300", 1e-300),
        (" 7 ", 7.0),
        ("73%", 73.0),
        ("-5.2 dB", -5.2),
        ("120 BPM", 120.0),
    ],
)
def test_every_spelling_of_a_number_is_read(column, cell, number) -> None:
    assert parse_numerals(column([cell])).numbers[0] == number


@pytest.mark.parametrize(
    "cell", ["0x10", "1_000", "1,23,4", "loud", "12 apes", "4-Apr", "1.2.3", "--5", "٣"]
)
def test_what_is_no_number_is_unread_and_not_guessed(column, cell) -> None:
    read = parse_numerals(column([cell]))

    assert read.unread.tolist() == [True]
    assert np.isnan(read.numbers[0])


@pytest.mark.parametrize("cell", ["inf", "-Infinity", "1e999", "∞"])
def test_infinities_are_missing_and_told(column, cell) -> None:
    read = parse_numerals(column([cell]))

    assert read.infinite.tolist() == [True]
    assert np.isnan(read.numbers[0])


def test_typed_infinities_are_missing_too(column) -> None:
    read = parse_numerals(column([1.0, math.inf]))

    assert read.infinite.tolist() == [False, True]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_as_python_reads_it(number: float) -> None:
    import pandas as pd

    from genrelens.cleaning.cells.raw_column import raw_column

    cells = pd.Series([repr(number)], dtype="str")
    read = parse_numerals(raw_column("x", cells, np.array([2])))

    assert read.numbers[0] == float(repr(number))


@given(st.integers(-(10**9), 10**9))
def test_grouped_digits_are_the_same_number(number: int) -> None:
    import pandas as pd

    from genrelens.cleaning.cells.raw_column import raw_column

    cells = pd.Series([f"{number:,}"], dtype="str")
    read = parse_numerals(raw_column("x", cells, np.array([2])), comma="thousands")

    assert read.numbers[0] == number


def test_a_comma_means_what_it_is_said_to_mean(column) -> None:
    cells = column(["-5,176"])

    assert parse_numerals(cells, comma="thousands").numbers[0] == -5176
    assert parse_numerals(cells, comma="decimal").numbers[0] == -5.176


@pytest.mark.parametrize(
    ("cell", "proof"),
    [
        ("0,53", {"decimal"}),
        ("12,5", {"decimal"}),
        ("0,531", {"decimal"}),
        ("1.234,567", {"decimal"}),
        ("1,234,567", {"thousands"}),
        ("1,234.5", {"thousands"}),
        ("1,412", set()),
        ("1412", set()),
    ],
)
def test_some_cells_prove_what_commas_mean(column, cell, proof) -> None:
    assert comma_evidence(column([cell])) == proof


def test_blank_and_missing_cells_are_not_unread(column) -> None:
    read = parse_numerals(column(["", " ", "?", "1"]))

    assert not read.unread.any()
    assert read.said_missing.tolist() == [False, False, True, False]
    assert read.share_read == 1.0


def test_units_in_cells_are_told_cell_by_cell(column) -> None:
    read = parse_numerals(column(["3.5 min", "201 s", "180000"]))

    assert {unit: where.tolist() for unit, where in read.units.items()} == {
        "min": [True, False, False],
        "s": [False, True, False],
    }


def test_names_do_not_look_numeric_but_numbers_with_stray_words_do(column) -> None:
    assert not looks_numeric(column(["2 Unlimited", "U2", "Blur", "Air"]))
    assert looks_numeric(column(["1", "2", "3", "x", " "]))
