"""Tests of genrelens.workflow.split_lists.matching."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.errors import InputError
from genrelens.workflow.split_lists.matching import base_name, match_lists
from genrelens.workflow.split_lists.reading import TrackList

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.checking.checking import CheckedTable

    Check = Callable[..., CheckedTable]


def test_a_full_value_is_found_in_all_its_rows(check: Check) -> None:
    table = check(track_id=["a", "b", "a", None, "c"]).table
    found = match_lists(table, [TrackList("l", ("a", "c")), TrackList("m", ("b",))])
    assert [rows.tolist() for rows in found.rows] == [[0, 2, 4], [1]]
    assert found.unmatched == ((), ())
    assert found.header == "Track_Id"


@pytest.mark.parametrize(
    ("cell", "entry"),
    [
        ("blues.00029.wav", "blues/blues.00029.wav"),
        ("blues.00029.wav", "C:\\music\\blues.00029.wav"),
        ("set/blues.00029.wav", "blues.00029.wav"),
        ("set/blues.00029.wav", "blues/blues.00029.wav"),
    ],
)
def test_folders_do_not_matter_where_the_file_is_clear(
    check: Check, cell: str, entry: str
) -> None:
    found = match_lists(
        check(track_id=["x.wav", cell]).table, [TrackList("l", (entry,))]
    )
    assert found.rows[0].tolist() == [1]


def test_the_full_value_goes_before_the_base_name(check: Check) -> None:
    table = check(track_id=["a/x.wav", "b/x.wav"]).table
    found = match_lists(table, [TrackList("l", ("b/x.wav",))])
    assert found.rows[0].tolist() == [1]


def test_a_base_name_that_could_be_several_files_is_refused(check: Check) -> None:
    table = check(track_id=["a/x.wav", "b/x.wav", "c/y.wav"]).table
    with pytest.raises(InputError, match=r"'l': 1 of 2 entries could be several.*'x"):
        match_lists(table, [TrackList("l", ("x.wav", "y.wav"))])


def test_what_is_in_no_row_is_given_back(check: Check) -> None:
    found = match_lists(
        check(track_id=["a", "b"]).table, [TrackList("l", ("a", "z", "y"))]
    )
    assert found.unmatched == (("z", "y"),)


def test_the_column_that_knows_most_entries_is_taken(check: Check) -> None:
    table = check(track_id=["a", "1", "2"], link=["a", "b", "c"]).table
    found = match_lists(table, [TrackList("l", ("a", "b"))])
    assert found.header == "Link"
    assert found.rows[0].tolist() == [0, 1]


def test_lists_that_know_nothing_of_the_table_are_refused(check: Check) -> None:
    with pytest.raises(
        InputError, match=r"None of the 2 entries.*'z', 'y'.*'Track_Id'"
    ):
        match_lists(check(track_id=["a", "b"]).table, [TrackList("l", ("z", "y"))])
    with pytest.raises(InputError, match="no column of ids or files"):
        match_lists(check(tempo=[1.0, 2.0]).table, [TrackList("l", ("z",))])


def test_neither_the_genre_nor_an_attribute_names_a_track(check: Check) -> None:
    table = check(track_id=["a", "b"], genre=["x", "y"]).table
    with pytest.raises(InputError):
        match_lists(table, [TrackList("l", ("x",))])


def test_a_base_name_has_no_folders() -> None:
    assert base_name("a/b\\c.wav") == "c.wav"
