"""Find one track of a music folder, and its file as it was when it was read."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from genrelens.server.keeping.store import NotHere
from genrelens.server.music.opening import FileState, TrackFileError, open_below

if TYPE_CHECKING:
    from genrelens.server.studio import Studio
    from genrelens.workflow.music_library.library import LibraryTrack

__all__ = ["open_track", "track_of"]


def track_of(studio: Studio, music_id: str, row: int) -> LibraryTrack:
    """Give one track by its row.

    Raises
    ------
    NotHere
        If there is no such folder, or no such row in it.
    NotReadError
        If the folder was never read.
    """
    found = studio.libraries.get(music_id).track(row)
    if found is None:
        raise NotHere("track", str(row))
    return found


def open_track(
    studio: Studio, music_id: str, track: LibraryTrack
) -> tuple[IO[bytes], FileState]:
    """Open the file of a track, if it is the one that was read.

    Raises
    ------
    MusicNotGivenError
        If the folder was not given when the studio was started.
    TrackFileError
        If the file is not there, is behind a link, or was changed since.
    """
    file, state = open_below(studio.music.path(music_id), track.file)
    if state != FileState(track.n_bytes, track.mtime_ns):
        file.close()
        raise TrackFileError(
            "This file was changed since its folder was read. Read the folder again; "
            "only what changed is listened to anew."
        )
    return file, state
