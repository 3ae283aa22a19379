"""Hold the tracks of a music folder as they stand in a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genrelens.workflow.music_library.genres_named import GenreNamed

__all__ = ["Library", "LibraryTrack"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryTrack:
    """One track of a folder.

    Parameters
    ----------
    row : int
        In the table that was made of the folder, counted from 1.
    path : str
        Of its file, relative to the folder, as text: with ``/`` between, and escapes
        for what is no text.
    file : str
        The same as the system has it; never to be shown.
    content_hash, sound_hash : str
        Of the file as it was read, and of its sound alone, which tags do not change.
    name, artist, album : str
        As the file's tags say; empty where they do not.
    genres : tuple of str
        As the file's tags say.
    file_format : str
        What kind of file it is.
    duration_ms, year, tempo, key, mode, loudness : float or None
        Length, year, beats a minute, pitch class from C as 0, 1 for major and 0 for
        minor, and loudness in LUFS; None where they are not known.
    n_bytes, mtime_ns : int
        Size and time of change of the file as it was read; -1 where not known.
    named : GenreNamed or None
        What a model says of it; None where none was asked, or not of this sound.
    """

    row: int
    path: str
    file: str
    content_hash: str
    sound_hash: str
    name: str
    artist: str
    album: str
    genres: tuple[str, ...]
    file_format: str
    duration_ms: float | None
    year: float | None
    tempo: float | None
    key: float | None
    mode: float | None
    loudness: float | None
    n_bytes: int
    mtime_ns: int
    named: GenreNamed | None

    @property
    def title(self) -> str:
        """What a person calls the track: its title, or the name of its file."""
        return self.name or self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """All tracks of a folder, in the order of the table that was made of it.

    Parameters
    ----------
    tracks : tuple of LibraryTrack
        The one of row 1 first.
    n_not_named : int
        Tracks without an answer although others have one: read since.
    """

    tracks: tuple[LibraryTrack, ...]
    n_not_named: int

    def __len__(self) -> int:
        """How many tracks there are."""
        return len(self.tracks)

    def track(self, row: int) -> LibraryTrack | None:
        """Give the track of a row; None where there is no such row."""
        return self.tracks[row - 1] if 1 <= row <= len(self.tracks) else None
