"""The dialect is found from the lines themselves, and told."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.errors import FileFormatError, InputError
from genrelens.ingest.dialects import name_delimiter, sniff_dialect

CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=["Cs"])
)


@settings(deadline=None)
@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=6),
    delimiter=st.sampled_from(",;\t|"),
)
def test_a_fully_quoted_table_shows_its_separator(
    rows: list[list[str]], delimiter: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([["genre", "artist", "track"], *rows])

    dialect = sniff_dialect(text.getvalue().encode(), name="a.csv")

    assert (dialect.delimiter, dialect.n_preamble_lines) == (delimiter, 0)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("genre;tempo;energy\npop;120,5;0,5\nrap;90,1;0,7\n", ";"),
        ("genre;tempo\npop;1,5\nrap;2,5\n", ";"),
        ("artists,genre\nA;B,pop\nC;D;E,rap\nF,rap\n", ","),
        ("artists\tgenre\nA, B\tpop\nC, D, E\trap\n", "\t"),
        ('track|genre\n"a|b"|pop\nc|rap\n', "|"),
        ("genre,track\npop,a\nrap,b\n", ","),
    ],
)
def test_the_separator_that_makes_rows_regular_wins(text: str, delimiter: str) -> None:
    assert sniff_dialect(text.encode(), name="a.csv").delimiter == delimiter


def test_a_comma_needs_no_telling_and_others_do() -> None:
    assert sniff_dialect(b"a,b\n1,2\n", name="a").decisions == ()
    told = sniff_dialect(b"a\tb\n1\t2\n", name="a").decisions
    assert told == ("Columns are separated by TABs.",)


def test_a_second_separator_that_would_do_is_told() -> None:
    dialect = sniff_dialect(b"a,b;c,d\n1,2;3,4\n5,6;7,8\n", name="a")

    assert dialect.delimiter == ","
    assert dialect.decisions == (
        "Split at semicolons it would be a table too, of 2 columns instead of 3.",
    )


def test_a_sep_line_is_obeyed_and_told() -> None:
    dialect = sniff_dialect(b"sep=^\r\na^b\r\n1^2\r\n", name="a")

    assert (dialect.delimiter, dialect.n_preamble_lines) == ("^", 1)
    assert "'^'" in dialect.decisions[0]


@pytest.mark.parametrize(
    "preamble",
    [
        "My playlist export\n",
        "# made by a tool, on a day\n",
        "Export of May 5, 2024;;\n\n",
        "Title,,\n,,\n",
        '"a title\nover two lines"\n',
    ],
)
def test_lines_before_the_header_are_passed_over_and_told(preamble: str) -> None:
    text = preamble + "genre,track,tempo\n" + "pop,a,120\n" * 9

    dialect = sniff_dialect(text.encode(), name="a.csv")

    assert dialect.delimiter == ","
    assert dialect.n_preamble_lines == preamble.count("\n")
    assert "before the header were passed over" in dialect.decisions[-1]


@pytest.mark.parametrize(
    "text",
    [
        "#,track,genre\n1,a,pop\n2,b,rap\n",
        ",genre\n0,pop\n1,rap\n",
        "a,b,c,d\n1,2,3\n4,5,6\n",
        "genre,a,b,c\n" + "pop,1,2\n" * 5,
    ],
)
def test_a_header_is_never_taken_for_a_remark(text: str) -> None:
    dialect = sniff_dialect(text.encode(), name="a.csv")

    assert (dialect.delimiter, dialect.n_preamble_lines) == (",", 0)


def test_single_quotes_count_only_around_every_cell() -> None:
    assert sniff_dialect(b"'a','b'\n'1','2'\n", name="a").quote == "'"
    assert sniff_dialect(b"a,'b'\n1,'2'\n", name="a").quote == '"'


def test_spaces_after_separators_go_only_where_quotes_need_it() -> None:
    needed = b'a, b\n"x", "y, z"\n"v", "w, u"\n'
    assert sniff_dialect(needed, name="a").skips_spaces
    assert not sniff_dialect(b"a, b\n1, 2\n", name="a").skips_spaces


def test_a_file_without_any_separator_is_one_column() -> None:
    dialect = sniff_dialect(b"tempo\n120\n99\n", name="a")

    assert dialect.decisions == (
        "No separator occurs in the file; it was read as one column.",
    )


def test_broken_quotes_in_the_header_are_left_for_reading_to_explain() -> None:
    text = b'"genre;track;tempo\n' + b"pop;a;1\n" * 5 + b'x";;\n'

    assert sniff_dialect(text + b'"y"z;1;2\n', name="a").delimiter == ";"


def test_prose_is_refused() -> None:
    with pytest.raises(FileFormatError, match="commas, stand in 1 of the first 40"):
        sniff_dialect(b"word\n" * 39 + b"one, two\n", name="a")


@pytest.mark.parametrize("delimiter", ["", "::", '"', "\n", "§"])
def test_an_impossible_delimiter_is_refused(delimiter: str) -> None:
    with pytest.raises(InputError, match="cannot separate columns"):
        sniff_dialect(b"a,b\n1,2\n", name="a", delimiter=delimiter)


@pytest.mark.parametrize("delimiter", [" ", ":", "^", ";"])
def test_a_delimiter_that_is_said_is_used(delimiter: str) -> None:
    text = "genre,x;tempo y\npop,1;2 3\n".replace(" ", f" {delimiter} ")

    dialect = sniff_dialect(text.encode(), name="a", delimiter=delimiter)

    assert dialect.delimiter == delimiter
    assert "as asked for" in dialect.decisions[0]


def test_separators_have_names_for_people() -> None:
    assert name_delimiter("|") == "vertical bars"
    assert name_delimiter("\x1f") == "'\\x1f'"
