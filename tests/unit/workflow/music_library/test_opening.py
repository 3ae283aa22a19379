from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from genrelens.errors import NoCollectionError
from genrelens.workflow.music_library.file_states import write_states
from genrelens.workflow.music_library.genres_named import GenreNamed, write_named
from genrelens.workflow.music_library.opening import (
    NAMED,
    STATES,
    TRACKS,
    file_of,
    open_library,
    read_values,
)

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [
    {
        "path": f"{number}.mp3",
        "content_hash": f"c{number}",
        "sound_hash": f"s{number}",
        "track_name": "Song" if number else None,
        "genre": "Rock; Pop ;" if number else None,
        "tempo": 120.0 if number else float("nan"),
        "tag_rock": 0.1 * number,
    }
    for number in range(5)
]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / TRACKS, row_group_size=2)
    return tmp_path


def test_a_folder_that_was_never_read_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoCollectionError, match="Read it first"):
        open_library(tmp_path)


def test_cells_that_are_empty_are_none_and_genres_are_parted(place: Path) -> None:
    library = open_library(place)
    first, second = library.tracks[:2]
    assert (first.genres, first.tempo, first.name) == ((), None, "")
    assert (second.genres, second.tempo, second.name) == (
        ("Rock", "Pop"),
        120.0,
        "Song",
    )
    assert (second.artist, second.album, second.year) == ("", "", None)
    assert first.n_bytes == -1


def test_answers_are_found_by_sound_and_states_by_path(place: Path) -> None:
    named = GenreNamed(
        genre="Rock",
        probability=None,
        decision="ask",
        decided_genre="",
        decision_reason="",
        reasons="",
        warnings="",
    )
    write_named(place / NAMED, {"s3": named})
    write_states(place / STATES, {"3.mp3": (5, 6)})
    library = open_library(place)
    assert library.tracks[3].named == named
    assert (library.tracks[3].n_bytes, library.tracks[3].mtime_ns) == (5, 6)
    assert library.n_not_named == 4


@pytest.mark.parametrize("row", [1, 2, 3, 5])
def test_every_row_gives_its_own_values(place: Path, row: int) -> None:
    values = read_values(place, row)
    assert values["path"] == f"{row - 1}.mp3"
    assert values["tempo"] == (120.0 if row > 1 else None)


@pytest.mark.parametrize("row", [0, 6])
def test_a_row_that_is_not_there_is_told(place: Path, row: int) -> None:
    with pytest.raises(NoCollectionError, match="no track in row"):
        read_values(place, row)


def test_a_name_that_is_no_text_is_the_very_name_again() -> None:
    assert file_of("caf\\xe9.mp3") == "caf\udce9.mp3"
