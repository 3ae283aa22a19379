"""Rows that a stray pair of quotes hides in a cell are noticed."""

from __future__ import annotations

import pyarrow as pa

from genrelens.ingest.swallowed_rows import notice_swallowed_rows

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
