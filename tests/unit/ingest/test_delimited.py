"""Delimited text is read strictly: nothing is shifted, padded or skipped untold."""

from __future__ import annotations

import csv
import io
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.errors import FileFormatError
from genrelens.ingest import delimited
from genrelens.ingest.delimited import MAX_FIELD, DelimitedTable, read_delimited

HEADER = ["genre", "track", "artist"]
CELL = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8
)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8)


def _read(text: str, **options: str) -> DelimitedTable:
    return read_delimited(text.encode(), name="a.csv", **options)


@settings(deadline=None)
@given(
    rows=ROWS, delimiter=st.sampled_from(",;\t|"), end=st.sampled_from(["\n", "\r\n"])
)
def test_what_was_written_is_what_is_read(
    rows: list[list[str]], delimiter: str, end: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL
    )
    writer.writerows([HEADER, *rows])

    table = _read(text.getvalue(), delimiter=delimiter)

    expected = [[cell.replace("\r\r\n", "\r\n") for cell in row] for row in rows]
    assert table.frame.to_numpy().tolist() == expected
    assert list(table.frame.columns) == HEADER


@settings(deadline=None)
@given(rows=ROWS)
def test_line_numbers_are_where_an_editor_shows_each_row(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    rows = [[cell.replace("\r", "\n") for cell in row] for row in rows]
    writer.writerows([HEADER, *rows])
    n_lines = [1 + sum(cell.count("\n") for cell in row) for row in rows]

    table = _read(text.getvalue(), delimiter=",")

    assert table.line_numbers.tolist() == np.cumsum([2, *n_lines])[:-1].tolist()


def test_every_cell_is_text_and_empty_ones_are_empty() -> None:
    table = _read("id,tempo,explicit\n007,,TRUE\nNA,1e5,null\n")

    assert {str(kind) for kind in table.frame.dtypes} == {"str"}
    assert table.frame.to_dict("list") == {
        "id": ["007", "NA"],
        "tempo": ["", "1e5"],
        "explicit": ["TRUE", "null"],
    }


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
@pytest.mark.parametrize("last", ["", "end"])
def test_no_line_end_makes_phantom_rows(end: str, last: str) -> None:
    text = end.join(["a,b", "1,2", "3,4"]) + (end if last else "")

    table = _read(text)

    assert table.frame.to_numpy().tolist() == [["1", "2"], ["3", "4"]]
    assert table.line_numbers.tolist() == [2, 3]
    assert table.findings == ()
    assert bool(table.decisions) == (end == "\r\r\n")


def test_rows_are_the_same_across_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "n,m\n" + "".join(f"{i},x{i}\n" for i in range(25))
    whole = _read(text)
    monkeypatch.setattr(delimited, "_CHUNK", 4)

    pieces = _read(text)

    assert pieces.frame.equals(whole.frame)
    assert pieces.line_numbers.tolist() == list(range(2, 27))


def test_blank_lines_are_passed_over_and_told() -> None:
    table = _read("a,b\n\n1,2\n   \n3,4\n\n")

    assert table.frame["a"].tolist() == ["1", "3"]
    assert table.line_numbers.tolist() == [3, 5]
    (finding,) = table.findings
    assert (finding.code, finding.n_rows) == ("blank-line", 3)
    assert finding.lines == (2, 4, 6)


def test_rows_of_empty_cells_are_rows() -> None:
    assert len(_read("a,b\n,\n1,2\n").frame) == 2


def test_ragged_rows_are_refused_with_line_counts_and_remedy() -> None:
    text = "a,b,c\n1,2,3\n1,2,3,4\n1,2,3\n1,2\n1,2,3,4\n"

    with pytest.raises(FileFormatError) as refusal:
        _read(text)

    assert refusal.value.line == 3
    assert "line 3 has 4; of 5 records 1 have 2, 2 have 4 and 2 have 3" in str(
        refusal.value
    )
    assert "in quotes" in refusal.value.remedy


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("a,b\n1,2,\n3,4,\n", "one separator too many"),
        ("a,b\nx,1,2\ny,3,4\n", "holds row names"),
        ("a,b,c\n1,2\n3,4\n", "a column was lost"),
        ('a,b,c\n1,2,3\n"1,2,3"\n1,2,3\n', "take the outer quotes off"),
    ],
)
def test_shifted_columns_are_refused_with_their_own_remedy(
    text: str, remedy: str
) -> None:
    with pytest.raises(FileFormatError) as refusal:
        _read(text)
    assert remedy in refusal.value.remedy


def test_a_last_record_cut_short_is_left_out_and_told() -> None:
    table = _read("genre,track,tempo\npop,a,120\nrap,b,99\nrock,Her")

    assert table.frame["genre"].tolist() == ["pop", "rap"]
    (finding,) = table.findings
    assert finding.code == "truncated-last-line"
    assert (str(finding.severity), finding.lines) == ("warning", (4,))
    assert finding.examples == ("rock,Her",)


@pytest.mark.parametrize(
    "text", ["a,b\n1\n1,2\n", "a,b\n1,2\n1,2,3\n", "a,b\n1\n1\n", "a,b\n1,2\n1\n1\n"]
)
def test_any_other_short_or_long_record_is_refused(text: str) -> None:
    with pytest.raises(FileFormatError):
        _read(text)


def test_a_quote_that_never_closes_names_the_line_where_it_opens() -> None:
    with pytest.raises(FileFormatError, match="starts on line 3 and never") as refusal:
        _read('a,b\n1,2\n3,"4\n5,6\n7,8\n')
    assert refusal.value.line == 3


def test_a_quote_within_a_quoted_cell_names_its_line() -> None:
    with pytest.raises(FileFormatError, match="line 3 has a quote") as refusal:
        _read('a,b\n"1",2\n"Weird "Al" X",2\n')
    assert refusal.value.line == 3


def test_quotes_are_text_where_only_so_all_records_fit() -> None:
    table = _read('id\tname\n1\t"Weird Al" Yankovic\n2\tRoyce 5\'9"\n')

    assert table.frame["name"].tolist() == ['"Weird Al" Yankovic', "Royce 5'9\""]
    assert "Quotes are plain text" in table.decisions[-1]


def test_quotes_are_not_text_where_they_hold_whole_cells() -> None:
    with pytest.raises(FileFormatError, match="inside a quoted cell"):
        _read('id\tname\n1\t"Weird Al" Yankovic\n2\t"Royce"\n')


def test_rows_hidden_in_a_cell_are_told() -> None:
    table = _read('t,x,g\na,1,pop\n"b,2,pop\nc",3,rock\nd,4,rap\n')

    assert [finding.code for finding in table.findings] == ["rows-inside-a-cell"]
    assert table.findings[0].lines == (3,)


def test_conflict_markers_are_refused_before_anything_is_read() -> None:
    with pytest.raises(FileFormatError, match="line 2 is a git conflict") as refusal:
        _read("a,b\n<<<<<<< HEAD\n1,2\n=======\n1,3\n>>>>>>> x\n")
    assert refusal.value.line == 2


@pytest.mark.parametrize("text", ["genre,tempo\n", "genre,tempo", "genre\n\n\n"])
def test_a_header_without_rows_is_refused(text: str) -> None:
    with pytest.raises(FileFormatError, match="header on line 1 and no rows"):
        _read(text)


def test_a_huge_cell_is_refused_and_the_limit_is_put_back() -> None:
    before = csv.field_size_limit()

    assert len(_read(f"a,b\n1,{'x' * MAX_FIELD}\n").frame) == 1
    with pytest.raises(FileFormatError, match="line 3 has a cell longer"):
        _read(f"a,b\n1,2\n1,{'x' * (MAX_FIELD + 1)}\n")

    assert csv.field_size_limit() == before


def test_an_endless_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_MAX_LINE", 100)
    assert len(_read("a,b\n" + "1,2\n" * 99).frame) == 99

    with pytest.raises(FileFormatError, match="line 2 is longer than 100 bytes"):
        _read("a,b\n" + "1" * 200)


def test_too_many_columns_are_refused() -> None:
    header = ",".join(f"f{i}" for i in range(10_001))
    with pytest.raises(FileFormatError, match="10,001 columns"):
        _read(f"{header}\n{',' * 10_000}\n")


def test_line_numbers_count_the_preamble() -> None:
    text = "sep=;\r\nMy tracks\r\n\r\ngenre;tempo;x\r\npop;120;1\r\nrap;90;2\r\n"

    table = _read(text)

    assert table.line_numbers.tolist() == [5, 6]
    assert table.delimiter == ";"


def test_reading_in_threads_gives_the_same_tables() -> None:
    texts = [f"a,b\n{i},{'y' * 200_000}\n" for i in range(6)]
    sizes: list[int] = []

    def read(text: str) -> None:
        sizes.append(len(_read(text).frame["b"][0]))

    threads = [threading.Thread(target=read, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sizes == [200_000] * 6
