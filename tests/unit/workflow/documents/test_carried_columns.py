from __future__ import annotations

import numpy as np

from genrelens.cleaning.cleaning import clean_table
from genrelens.ingest.reading import read_table
from genrelens.schema.columns import Role
from genrelens.workflow.documents.carried_columns import carry_columns


def test_line_row_id_name_and_artist_are_carried_in_this_order(write_tracks) -> None:
    table = clean_table(read_table(write_tracks()))
    carried = carry_columns(table, answers=["genre"])
    assert list(carried.columns) == ["line", "row", "track_id", "track_name", "artist"]
    assert carried.for_people == ("track_name", "artist")
    assert carried.columns["line"].tolist() == list(range(2, 62))
    assert carried.columns["row"].tolist() == list(range(1, 61))


def test_only_the_rows_asked_for_are_carried(write_tracks) -> None:
    table = clean_table(read_table(write_tracks()))
    carried = carry_columns(table, np.array([3, 50]), answers=[])
    assert {name: list(cells) for name, cells in carried.columns.items()} == {
        "line": [5, 52],
        "row": [4, 51],
        "track_id": ["t0003", "t0050"],
        "track_name": ["Song 3", "Song 50"],
        "artist": ["Artist 1", "Artist 25"],
    }


def test_a_header_that_an_answer_bears_stands_beside_it_and_not_in_its_place(
    write_tracks,
) -> None:
    """An artist column called genre once took the place of the predicted genre."""
    table = clean_table(read_table(write_tracks()))
    names = {Role.TRACK_ID: "line", Role.TRACK_NAME: "row", Role.ARTIST: "genre"}
    for column in table.columns:
        if column.role in names:
            object.__setattr__(column, "header", names[column.role])
    carried = carry_columns(table, answers=["genre", "genre (table)"])
    assert list(carried.columns) == [
        "line",
        "row",
        "line (table)",
        "row (table)",
        "genre (table) (table)",
    ]
    assert carried.for_people == ("row (table)", "genre (table) (table)")
    assert carried.columns["line (table)"][0] == "t0000"
