"""Choose and order the tracks of a library that fulfil every condition."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.workflow.music_library.library import Library, LibraryTrack

__all__ = [
    "NO_GENRE",
    "LibraryQuery",
    "count_decisions",
    "count_genres",
    "select_tracks",
]

NO_GENRE: Final = "-"
"""Stands for tracks whose file names no genre."""

Agreement = Literal["", "same", "other", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryQuery:
    """What is asked of a list of tracks; what is empty is not asked.

    Parameters
    ----------
    search : str
        Words that stand in title, artist, album or path, in any order.
    genre : str
        A genre of the file; `NO_GENRE` for files without any.
    named : str
        The genre that the model names.
    decision : str
        ``write``, ``ask`` or ``leave``.
    agrees : str
        ``same`` where the model names a genre of the file, ``other`` where it names
        another, ``none`` where the file has none.
    sort : str
        ``row``, ``artist``, ``name``, ``genre``, ``named`` or ``probability``;
        with ``-`` before it from the end.
    """

    search: str = ""
    genre: str = ""
    named: str = ""
    decision: str = ""
    agrees: Agreement = ""
    sort: str = "row"


_Key = tuple[bool, str | float]


def select_tracks(library: Library, query: LibraryQuery) -> list[LibraryTrack]:
    """Give the tracks that fulfil every condition, in the order asked for."""
    words = query.search.casefold().split()
    found = [track for track in library.tracks if _fits(track, query, words)]
    is_reversed = query.sort.startswith("-")
    order = _ORDERS.get(query.sort.removeprefix("-"))
    if order is None:
        return found[::-1] if is_reversed else found
    known = [track for track in found if not order(track)[0]]
    unknown = [track for track in found if order(track)[0]]
    return sorted(known, key=order, reverse=is_reversed) + unknown


def count_genres(library: Library) -> dict[str, int]:
    """Count the tracks of each genre of the files, the most frequent first."""
    counts = Counter(genre for track in library.tracks for genre in set(track.genres))
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def count_decisions(library: Library) -> dict[str, int]:
    """Count the tracks of each decision; empty where none was made."""
    made = [track.named.decision for track in library.tracks if track.named]
    counts = Counter(filter(None, made))
    return {name: counts[name] for name in ("write", "ask", "leave")} if counts else {}


def _fits(track: LibraryTrack, query: LibraryQuery, words: list[str]) -> bool:
    named = track.named
    if query.genre and query.genre not in (track.genres or (NO_GENRE,)):
        return False
    if query.named and (named is None or named.genre != query.named):
        return False
    if query.decision and (named is None or named.decision != query.decision):
        return False
    if query.agrees and query.agrees != _agreement(track):
        return False
    if not words:
        return True
    told = f"{track.name}\n{track.artist}\n{track.album}\n{track.path}".casefold()
    return all(word in told for word in words)


def _agreement(track: LibraryTrack) -> str:
    if not track.genres:
        return "none"
    if track.named is None or not track.named.genre:
        return ""
    own = {genre.casefold() for genre in track.genres}
    return "same" if track.named.genre.casefold() in own else "other"


def _after(text: str) -> _Key:
    """Order by text without regard to case, and what is empty after all else."""
    return (not text, text.casefold())


def _sure(track: LibraryTrack) -> _Key:
    sure = track.named.probability if track.named else None
    return (sure is None, 0.0 if sure is None else sure)


_ORDERS: Final[dict[str, Callable[[LibraryTrack], _Key]]] = {
    "artist": lambda track: _after(track.artist),
    "name": lambda track: _after(track.title),
    "genre": lambda track: _after("; ".join(track.genres)),
    "named": lambda track: _after(track.named.genre if track.named else ""),
    "probability": _sure,
}
