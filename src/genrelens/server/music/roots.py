"""Know the music folders that this studio was started with, by their ids."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from genrelens.errors import InputError, printable
from genrelens.server.keeping.store import InUseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from genrelens.server.keeping.store import Store

__all__ = ["MusicNotGivenError", "MusicRoots", "checked_roots", "open_roots"]


class MusicNotGivenError(InUseError):
    """A folder is known from an earlier start, and may not be opened in this one."""


class MusicRoots:
    """The folders that may be opened, and nothing else by any request.

    Parameters
    ----------
    by_id : mapping of str to Path
        Absolute paths, links followed, by the id of the folder.
    """

    def __init__(self, by_id: Mapping[str, Path]) -> None:
        self._by_id = dict(by_id)

    def __contains__(self, music_id: str) -> bool:
        """Whether a folder was given when this studio was started."""
        return music_id in self._by_id

    def path(self, music_id: str) -> Path:
        """Give where a folder is.

        Raises
        ------
        MusicNotGivenError
            If it was not given when this studio was started.
        """
        found = self._by_id.get(music_id)
        if found is None:
            raise MusicNotGivenError(
                "This music folder was not given when the studio was started, so it "
                "is not opened. Stop the studio, and start it with the folder: "
                "genrelens serve --music FOLDER."
            )
        return found


def checked_roots(given: Iterable[Path]) -> tuple[Path, ...]:
    """Give folders with their links followed, each once.

    Parameters
    ----------
    given : iterable of Path
        As they stand on the command line.

    Raises
    ------
    InputError
        If one is no folder, or cannot be looked into.
    """
    found: dict[Path, None] = {}
    for folder in given:
        path = folder.expanduser().resolve()
        if not path.is_dir():
            what = "is not a folder" if path.exists() else "is not there"
            raise InputError(
                f"Music folder '{printable(folder, limit=400)}' {what}. Give the "
                f"folder that holds your music files with --music."
            )
        if not os.access(path, os.R_OK | os.X_OK):
            raise InputError(
                f"Music folder '{printable(folder, limit=400)}' cannot be read. "
                f"Give yourself the right to read it, or give another one."
            )
        found[path] = None
    return tuple(found)


def open_roots(store: Store, given: Iterable[Path]) -> MusicRoots:
    """Record the folders that were given, and give them by their ids."""
    roots = checked_roots(given)
    return MusicRoots({store.music.know(path).id: path for path in roots})
