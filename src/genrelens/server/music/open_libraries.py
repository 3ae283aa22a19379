"""Keep the libraries that were looked through last in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from genrelens.errors import NoCollectionError
from genrelens.server.warming.libraries import have_libraries

if TYPE_CHECKING:
    from genrelens.server.keeping.store import Store
    from genrelens.workflow.music_library.library import Library

__all__ = ["NotReadError", "OpenLibraries"]

_MOST: Final = 4
_Stamp = tuple[int, ...]


class NotReadError(NoCollectionError):
    """A music folder was not read yet, so nothing is known of its tracks."""

    status = 409


class OpenLibraries:
    """Libraries in memory, read anew when their files are; safe from any thread.

    Parameters
    ----------
    store : Store
        Where what was read lies.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._open: OrderedDict[str, tuple[_Stamp, Library]] = OrderedDict()

    def get(self, music_id: str) -> Library:
        """Give the tracks of a music folder.

        Raises
        ------
        NotHere
            If there is no such folder.
        NotReadError
            If it was never read to its end.
        """
        have_libraries()
        from genrelens.workflow.music_library.opening import (
            NAMED,
            STATES,
            TRACKS,
            open_library,
        )

        place = self._store.music.place(music_id)
        with self._lock:
            files = (place / name for name in (TRACKS, STATES, NAMED))
            stamp = tuple(
                each.stat().st_mtime_ns if each.is_file() else -1 for each in files
            )
            known = self._open.get(music_id)
            if known is None or known[0] != stamp:
                try:
                    known = (stamp, open_library(place))
                except NoCollectionError as error:
                    raise NotReadError(str(error)) from error
            self._open[music_id] = known
            self._open.move_to_end(music_id)
            while len(self._open) > _MOST:
                self._open.popitem(last=False)
            return known[1]
