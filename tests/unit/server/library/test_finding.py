from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.server.keeping.store import NotHere
from genrelens.server.library.finding import open_track, track_of
from genrelens.server.music.opening import TrackFileError

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.server.keeping.music.music_folders import MusicRecord
    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")


def test_a_track_is_opened_as_it_was_read(studio: Studio, library: MusicRecord) -> None:
    file, state = open_track(studio, library.id, track_of(studio, library.id, 1))
    with file:
        assert len(file.read()) == state.n_bytes


def test_a_file_of_another_time_is_another_file(
    studio: Studio, library: MusicRecord, music_folder: Path
) -> None:
    import os

    os.utime(music_folder / "Ada/one.wav", ns=(1, 1))
    with pytest.raises(TrackFileError, match="changed"):
        open_track(studio, library.id, track_of(studio, library.id, 1))


@pytest.mark.parametrize("row", [0, 7])
def test_a_row_of_nothing_is_told(
    studio: Studio, library: MusicRecord, row: int
) -> None:
    with pytest.raises(NotHere):
        track_of(studio, library.id, row)
