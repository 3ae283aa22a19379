"""Every column has one name, and the names are names."""

from __future__ import annotations

import pyarrow as pa
import pytest

from genrelens.errors import FileFormatError
from genrelens.ingest.headers import (
    MAX_COLUMNS,
    NamedColumns,
    check_names,
    name_columns,
)


def _name(header: list[str], *columns: list[str]) -> NamedColumns:
    arrays = [pa.chunked_array([pa.array(c, pa.large_string())]) for c in columns]
    return name_columns(header, arrays, file="a.csv", line=1)


def test_names_are_kept_as_they_stand() -> None:
    named = _name(["genre", " Tempo (BPM) "], ["pop"], ["120"])

    assert named.names == ("genre", " Tempo (BPM) ")
    assert named.kept == (0, 1)
    assert named.decisions == ()


def test_doubled_names_are_refused_with_their_places() -> None:
    with pytest.raises(FileFormatError, match=r"'tempo' names columns 1, 3"):
        check_names(["tempo", "genre", " tempo"], file="a.csv", line=1)


def test_names_that_differ_in_case_are_two_names() -> None:
    check_names(["Genre", "genre"], file="a.csv")


def test_too_many_columns_are_refused() -> None:
    names = [f"f{i}" for i in range(MAX_COLUMNS)]
    check_names(names, file="a.csv")
    with pytest.raises(FileFormatError, match=r"10,001 columns.*limit of 10,000"):
        check_names([*names, "one more"], file="a.csv")


def test_blank_names_are_refused_where_they_must_not_be() -> None:
    with pytest.raises(FileFormatError, match=r"1 column\(s\) have no name \(column 2"):
        check_names(["a", " "], file="a.csv", allows_blank=False)


@pytest.mark.parametrize(
    "cells", [["0", "1", "0"], ["5", "", "7"], ["a.wav", "b.wav", "c.wav"]]
)
def test_a_nameless_first_column_is_an_index_and_told(cells: list[str]) -> None:
    if "" in cells:
        with pytest.raises(FileFormatError, match="has no name but holds"):
            _name(["", "genre"], [*cells, ""], ["pop"] * 4)
        return
    named = _name(["", "genre"], cells, ["pop"] * 3)

    assert named.names == ("Unnamed: 0", "genre")
    assert "'Unnamed: 0'" in named.decisions[0]


def test_an_index_saved_twice_keeps_both_columns() -> None:
    named = _name(["", "Unnamed: 0", "genre"], ["0", "1"], ["4", "5"], ["a", "b"])

    assert named.names == ("Unnamed: 0.0", "Unnamed: 0", "genre")


def test_a_nameless_column_of_cells_is_refused() -> None:
    with pytest.raises(FileFormatError, match="column 2 of the header") as refusal:
        _name(["genre", "", "tempo"], ["pop"], ["x"], ["120"])
    assert refusal.value.line == 1
    with pytest.raises(FileFormatError, match="column 1 of the header"):
        _name(["", "tempo"], ["pop", "pop"], ["1", "2"])


def test_nameless_columns_without_cells_are_left_out_and_told() -> None:
    named = _name(["genre", "", " "], ["pop"], [""], ["  "])

    assert (named.names, named.kept) == (("genre",), (0,))
    assert named.findings[0].code == "nameless-empty-column"
    assert named.findings[0].details == {"positions": [2, 3]}
    assert named.decisions == (named.findings[0].message,)


@pytest.mark.parametrize(
    "header",
    [
        ["pop", "120.5"],
        ["pop", "-5"],
        ["pop", "61", "200682", "FALSE"],
        ["1,412", "pop"],
        ["1e-5", "pop"],
        ["5", "pop"],
    ],
)
def test_a_line_of_data_is_no_header(header: list[str]) -> None:
    with pytest.raises(FileFormatError, match="looks like data") as refusal:
        _name(header, *[["x", "y"]] * len(header))
    assert refusal.value.line == 1
    assert refusal.value.remedy == "Put a line with the column names first."


@pytest.mark.parametrize(
    "header",
    [
        ["0", "1", "2", "label"],
        ["genre", "2019", "2020"],
        ["No", "Yes", "No.", "mfcc1"],
        ["genre", "0"],
        ["4/4", "key 1"],
    ],
)
def test_names_with_digits_are_names(header: list[str]) -> None:
    assert _name(header, *[["1", "2"]] * len(header)).names == tuple(header)


def test_a_first_line_of_the_form_of_all_others_is_data() -> None:
    cells = [f"rock/rock.{i:05}.wav" for i in range(9)]
    with pytest.raises(FileFormatError, match="just the form of the cells below"):
        _name(["rock/rock.00009.wav"], cells)
    assert _name(["file_1.name"], cells).names == ("file_1.name",)
