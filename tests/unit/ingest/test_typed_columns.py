"""Columns of any type become text, numbers or yes/no, and changes are told."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from genrelens.errors import FileFormatError
from genrelens.ingest.typed_columns import column_from_values, plain_column


@pytest.mark.parametrize("kind", ["int8", "uint64", "float32", "float64", "bool"])
def test_numbers_and_flags_are_left_alone(kind: str) -> None:
    column, told = plain_column(pd.Series([0, 1], dtype=kind), "x", file="m")

    assert (str(column.dtype), told) == (kind, ())


@pytest.mark.parametrize(
    ("values", "kind", "n_told"),
    [
        (pd.Series(["a", None], dtype="str"), "str", 0),
        (pd.Series(["a", None], dtype="string"), "str", 0),
        (pd.Series(["a", None], dtype="category"), "str", 0),
        (pd.Series(["a", None], dtype="object"), "str", 0),
        (pd.Series([1, None], dtype="Int64"), "float64", 0),
        (pd.Series([1, 2], dtype="Int64"), "int64", 0),
        (pd.Series([2**60, None], dtype="Int64"), "str", 1),
        (pd.Series([True, None], dtype="boolean"), "str", 1),
        (pd.Series([True, "yes"], dtype="object"), "str", 1),
        (pd.Series([1, "x"], dtype="object"), "str", 1),
        (pd.Series(pd.to_datetime(["2024-05-01", None])), "str", 1),
        (pd.Series(pd.to_timedelta([1, None], unit="s")), "str", 1),
        (pd.Series(pd.to_datetime(["2024-05-01"], utc=True)), "str", 1),
    ],
)
def test_other_types_become_one_of_the_few(
    values: pd.Series, kind: str, n_told: int
) -> None:
    column, told = plain_column(values, "x", file="m")

    assert (str(column.dtype), len(told)) == (kind, n_told)
    assert column.isna().tolist() == values.isna().tolist()
    assert column.name == "x"


def test_large_whole_numbers_are_never_rounded() -> None:
    column, told = column_from_values([2**53 + 1, None], "id", file="m")

    assert column[0] == str(2**53 + 1)
    assert told == ("Column 'id': values of type int were written as text.",)
    assert column_from_values([2**53 + 1], "id", file="m")[0][0] == 2**53 + 1
    assert column_from_values([2**64], "id", file="m")[0][0] == str(2**64)


def test_rows_keep_their_order_whatever_the_index() -> None:
    column, _ = plain_column(pd.Series(["b", "a"], index=[7, 3]), "x", file="m")

    assert column.to_dict() == {0: "b", 1: "a"}


def test_nothing_but_missing_is_an_empty_column_of_numbers() -> None:
    column, told = column_from_values([None, None], "x", file="m")

    assert all(math.isnan(value) for value in column)
    assert told == ()


def test_lists_and_arrays_are_joined_and_missing_items_left_out() -> None:
    cells = [["A", None, "B"], np.array([1, 2]), {"y", "x"}, None]

    column, told = column_from_values(cells, "artists", file="m")

    assert column[:3].tolist() == ["A, B", "1, 2", "x, y"]
    assert pd.isna(column[3])
    assert "artists" in told[0]


@pytest.mark.parametrize("value", [{"a": 1}, [[1]], object(), 1j, b"\xff"])
def test_a_cell_that_is_no_value_is_refused(value: object) -> None:
    with pytest.raises(FileFormatError, match="column 'x' holds cells that are no"):
        column_from_values([value], "x", file="m")
