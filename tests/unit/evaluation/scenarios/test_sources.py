"""Tests of genrelens.evaluation.scenarios.sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.evaluation.scenarios.sources import find_source
from genrelens.schema.columns import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.cleaning.track_table import TrackTable

ROWS = np.arange(6)


def test_a_playlist_column_is_found_by_its_header(
    build_table: Callable[..., TrackTable],
) -> None:
    table = build_table(artist=list("abcdef"), playlist=["x", "x", "y", "y", None, "y"])
    table = _called(table, "playlist", "Playlist_Name")

    found = find_source(table, ROWS)

    assert found.header == "Playlist_Name"
    assert found.codes is not None
    assert found.codes.tolist() == [0, 0, 1, 1, -1, 1]


def test_the_rows_asked_for_are_the_ones_numbered(
    build_table: Callable[..., TrackTable],
) -> None:
    table = _called(build_table(playlist=list("xxyyzz")), "playlist", "source")
    found = find_source(table, np.array([2, 3, 4, 5]))
    assert found.codes is not None
    assert found.codes.tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["x"] * 6, "holds 1 value"),
        (list("uvwxyz"), "hardly any twice"),
        (["x"] * 5 + ["y"], "5 of 6 rows"),
        ([None] * 6, "holds 0 value"),
    ],
)
def test_a_column_whose_values_cannot_be_sources_is_passed_over_and_told(
    build_table: Callable[..., TrackTable], cells: list[str | None], why: str
) -> None:
    table = _called(build_table(playlist=cells), "playlist", "dataset")
    found = find_source(table, ROWS)
    assert found.codes is None
    assert why in found.why
    assert "'dataset'" in found.why


def test_of_several_columns_the_first_usable_one_is_taken(
    build_table: Callable[..., TrackTable],
) -> None:
    table = build_table(track_id=list("abcdef"), playlist=list("xxyyzz"))
    table = _called(_called(table, "track_id", "playlist_id"), "playlist", "dataset")
    assert find_source(table, ROWS).header == "dataset"


def test_a_table_without_such_a_column_says_so(
    build_table: Callable[..., TrackTable],
) -> None:
    found = find_source(build_table(artist=list("abcdef")), ROWS)
    assert (found.header, found.codes) == ("", None)
    assert found.why == "There is no playlist or source column."


def test_a_named_column_is_taken_whatever_its_header(
    build_table: Callable[..., TrackTable],
) -> None:
    table = build_table(artist=list("aabbcc"))
    found = find_source(table, ROWS, named="Artist")
    assert found.codes is not None
    assert "as asked" in found.why


def test_a_named_column_that_cannot_serve_is_refused(
    build_table: Callable[..., TrackTable],
) -> None:
    table = build_table(artist=["a"] * 6, playlist=list("xxyyzz"))
    with pytest.raises(InputError, match=r"holds 1 value in 6 rows"):
        find_source(table, ROWS, named="artist")
    with pytest.raises(InputError, match=r"no column 'radio'.*'Artist', 'Playlist'"):
        find_source(table, ROWS, named="radio")
    genre = _with_role(table, "playlist", Role.TARGET)
    with pytest.raises(InputError, match="is the genre"):
        find_source(genre, ROWS, named="playlist")


def _called(table: TrackTable, name: str, header: str) -> TrackTable:
    columns = tuple(
        replace(c, header=header) if c.name == name else c for c in table.columns
    )
    return replace(table, columns=columns)


def _with_role(table: TrackTable, name: str, role: Role) -> TrackTable:
    columns = tuple(
        replace(c, role=role) if c.name == name else c for c in table.columns
    )
    return replace(table, columns=columns)
