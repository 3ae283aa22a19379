"""Tests of genrelens.cleaning.cells.missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from genrelens.cleaning.cells.missing import (
    is_missing_name,
    is_missing_number,
    is_missing_word,
)
from genrelens.schema.known_columns import known_column


@pytest.mark.parametrize(
    "word", ["?", "empty_field", "[]", "set()", "", "nan", "NaN", "null", "N/A", "None"]
)
def test_every_sentinel_seen_in_public_tables_is_missing(word: str) -> None:
    assert is_missing_word(pd.Series([word], dtype="str")).tolist() == [True]


@pytest.mark.parametrize("word", ["0", "-1", "rock", "unknown pleasures", "nano"])
def test_other_words_are_not_missing(word: str) -> None:
    assert is_missing_word(pd.Series([word], dtype="str")).tolist() == [False]


@pytest.mark.parametrize("title", ["?", "None", "Null", "NA", "-"])
def test_titles_that_look_like_sentinels_survive(title: str) -> None:
    assert is_missing_name(pd.Series([title], dtype="str")).tolist() == [False]


@pytest.mark.parametrize(
    ("name", "number", "is_missing"),
    [
        ("duration_ms", -1, True),
        ("duration_ms", 0, True),
        ("tempo", 0, True),
        ("time_signature", 0, True),
        ("key", -1, True),
        ("key", 0, False),
        ("popularity", 0, False),
        ("popularity", -1, True),
        ("energy", 0, False),
        ("energy", -1, True),
        ("loudness", -1, False),
        ("loudness", -999, True),
        ("year", 0, True),
        ("mode", 0, False),
    ],
)
def test_numbers_are_missing_only_where_the_attribute_cannot_be_so(
    name: str, number: float, is_missing: bool
) -> None:
    found = is_missing_number(np.array([float(number)]), known_column(name))

    assert found.tolist() == [is_missing]
