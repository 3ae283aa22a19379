from __future__ import annotations

import pytest

from genrelens.workflow.music_library.library import Library, LibraryTrack


def track(row: int, **told: object) -> LibraryTrack:
    empty = dict.fromkeys(LibraryTrack.__slots__, None)
    texts = dict.fromkeys(("path", "file", "name", "artist", "album"), "")
    return LibraryTrack(**{**empty, **texts, "row": row, "genres": (), **told})  # type: ignore[arg-type]


def test_a_track_without_a_title_is_called_after_its_file() -> None:
    assert track(1, name="Song", path="a/b.mp3").title == "Song"
    assert track(1, path="a/b.mp3").title == "b.mp3"


@pytest.mark.parametrize("row", [0, -1, 3])
def test_a_row_that_is_not_there_gives_nothing(row: int) -> None:
    library = Library((track(1), track(2)), 0)
    assert library.track(row) is None
    assert library.track(2) is library.tracks[1]
    assert len(library) == 2
