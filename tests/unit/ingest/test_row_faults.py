"""Faults of rows are told with their line, also rows hidden in a cell."""

from __future__ import annotations

import csv

import pyarrow as pa
import pytest

from genrelens.errors import FileFormatError
from genrelens.ingest.dialects import Dialect
from genrelens.ingest.row_faults import (
    Records,
    explain_quote,
    judge_lengths,
    notice_swallowed_rows,
    refuse_no_rows,
    tell_blank_lines,
)

HEADER = ["track", "tempo", "energy", "genre"]


def _columns(*first: str) -> list[pa.ChunkedArray]:
    cells = [list(first), *[["1"] * len(first)] * 3]
    return [pa.chunked_array([pa.array(c, pa.large_string())]) for c in cells]


def test_the_rest_of_one_row_and_part_of_another_are_noticed() -> None:
    columns = _columns("fine", "Heroes,99,0.5,rock\nFoo", "A,1,2,b\nC,1,2,d\nE")

    (finding,) = notice_swallowed_rows(columns, HEADER, [2, 3, 5], ",")

    assert finding.code == "rows-inside-a-cell"
    assert (finding.column, finding.n_rows, finding.lines) == ("track", 2, (3, 5))
    assert finding.examples[0] == "Heroes,99,0.5,rock\\nFoo"


def test_lyrics_with_line_breaks_are_not_noticed() -> None:
    columns = _columns("Is this the real life?\nIs this just fantasy, or", "a,b\nc")

    assert notice_swallowed_rows(columns, HEADER, [2, 4], ",") == ()


def test_a_table_of_two_columns_gives_no_evidence() -> None:
    columns = _columns("a,b\nc")[:2]

    assert notice_swallowed_rows(columns, HEADER[:2], [2], ",") == ()


@pytest.mark.parametrize(
    ("reason", "found"),
    [
        ("field larger than field limit (1000000)", "a cell longer than 1,000,000"),
        ("unexpected end of data", "never closes"),
        ("',' expected after '\"'", "inside a quoted cell"),
    ],
)
def test_what_is_wrong_with_quotes_is_told_with_its_line(
    reason: str, found: str
) -> None:
    refusal = explain_quote(csv.Error(reason), "a.csv", 7, Dialect(","))

    assert refusal.line == 7
    assert "starts on line 7" in refusal.found
    assert found in refusal.found


def test_a_short_last_record_is_left_out_only_if_it_is_the_only_fault() -> None:
    records = Records(["a", "b"], 1, lines=[2], last_line=3)
    records.lengths[1] = 1
    records.first_ragged = (3, ["x"])

    (finding,) = judge_lengths(records, Dialect(","), "a.csv")
    assert finding.code == "truncated-last-line"

    records.last_line = 4
    with pytest.raises(FileFormatError, match="line 3 has 1; of 2 records 1 have 1"):
        judge_lengths(records, Dialect(","), "a.csv")


def test_blank_lines_are_counted_and_the_first_are_shown() -> None:
    records = Records(["a"], 1, blank_lines=list(range(2, 12)))

    (finding,) = tell_blank_lines(records)

    assert (finding.n_rows, finding.lines) == (10, (2, 3, 4, 5, 6))


def test_a_header_alone_is_refused() -> None:
    with pytest.raises(FileFormatError, match="header on line 4 and no rows"):
        refuse_no_rows(Records(["a"], 4), "a.csv")
