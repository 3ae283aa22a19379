from __future__ import annotations

import pytest

from genrelens.workflow.music_library.genres_named import GenreNamed
from genrelens.workflow.music_library.library import Library, LibraryTrack
from genrelens.workflow.music_library.selecting import (
    NO_GENRE,
    LibraryQuery,
    count_decisions,
    count_genres,
    select_tracks,
)


def named(genre: str, probability: float | None, decision: str) -> GenreNamed:
    return GenreNamed(
        genre=genre,
        probability=probability,
        decision=decision,
        decided_genre=genre,
        decision_reason="",
        reasons="",
        warnings="",
    )


def track(
    row: int, name: str, artist: str, genres: tuple[str, ...], told: GenreNamed | None
) -> LibraryTrack:
    empty = dict.fromkeys(LibraryTrack.__slots__, None)
    return LibraryTrack(
        **{  # type: ignore[arg-type]
            **empty,
            "row": row,
            "path": f"{row}.mp3",
            "name": name,
            "artist": artist,
            "album": "Best of",
            "genres": genres,
            "named": told,
        }
    )


LIBRARY = Library(
    (
        track(1, "Blue", "Zoe", ("Rock",), named("rock", 0.9, "write")),
        track(2, "Red", "Ada", (), named("Jazz", 0.5, "ask")),
        track(3, "", "", ("Jazz", "Rock"), None),
        track(4, "Green", "ada", ("Pop",), named("Jazz", None, "leave")),
    ),
    1,
)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (LibraryQuery(), [1, 2, 3, 4]),
        (LibraryQuery(search="ADA best"), [2, 4]),
        (LibraryQuery(search="3.mp3"), [3]),
        (LibraryQuery(search="nothing like it"), []),
        (LibraryQuery(genre="Rock"), [1, 3]),
        (LibraryQuery(genre=NO_GENRE), [2]),
        (LibraryQuery(named="Jazz"), [2, 4]),
        (LibraryQuery(decision="ask"), [2]),
        (LibraryQuery(agrees="same"), [1]),
        (LibraryQuery(agrees="other"), [4]),
        (LibraryQuery(agrees="none"), [2]),
        (LibraryQuery(genre="Rock", search="blue"), [1]),
        (LibraryQuery(sort="artist"), [2, 4, 1, 3]),
        (LibraryQuery(sort="-artist"), [1, 2, 4, 3]),
        (LibraryQuery(sort="-probability"), [1, 2, 3, 4]),
        (LibraryQuery(sort="probability"), [2, 1, 3, 4]),
        (LibraryQuery(sort="-row"), [4, 3, 2, 1]),
        (LibraryQuery(sort="name"), [3, 1, 4, 2]),
        (LibraryQuery(sort="genre"), [3, 4, 1, 2]),
    ],
)
def test_tracks_fulfil_every_condition_and_unknowns_come_last(
    query: LibraryQuery, rows: list[int]
) -> None:
    assert [each.row for each in select_tracks(LIBRARY, query)] == rows


def test_genres_and_decisions_are_counted() -> None:
    assert count_genres(LIBRARY) == {"Rock": 2, "Jazz": 1, "Pop": 1}
    assert count_decisions(LIBRARY) == {"write": 1, "ask": 1, "leave": 1}
    assert count_decisions(Library(LIBRARY.tracks[2:3], 0)) == {}
