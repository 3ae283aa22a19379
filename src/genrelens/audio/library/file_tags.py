"""Read what a file's tags say, with several artists and genres where it names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from genrelens.schema.id3_genres import ID3_GENRES

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FileTags", "read_file_tags"]

_MOST_LETTERS: Final = 500
_MOST_VALUES: Final = 20
_YEAR: Final = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class FileTags:
    """The tags of a file, as they stand there.

    Parameters
    ----------
    title, album : str
        Empty where the file says nothing.
    artists, genres : tuple of str
        Every value in its order.
    year : int, optional
    is_read : bool
        False where the tags cannot be read; all are empty then.
    """

    title: str = ""
    artists: tuple[str, ...] = ()
    album: str = ""
    year: int | None = None
    genres: tuple[str, ...] = ()
    is_read: bool = True


def read_file_tags(file: BinaryIO, name: str) -> FileTags:
    """Read the tags of an open file.

    Parameters
    ----------
    file : BinaryIO
        Its place is moved.
    name : str
        The file's name; its ending says which reader is asked first.

    Returns
    -------
    FileTags
        Empty where the format carries none.
    """
    from tinytag import TinyTag, TinyTagException, UnsupportedFormatError

    _number_genres_rightly()
    for said in (name, None):  # the ending may lie: then the first bytes decide
        file.seek(0)
        try:
            found = TinyTag.get(said, file_obj=file, duration=False)
        except UnsupportedFormatError:
            return FileTags()
        except TinyTagException:
            continue
        return FileTags(
            title=_line(found.title),
            artists=_values(found.artist, found.other.get("artist")),
            album=_line(found.album),
            year=_year(found.year),
            genres=_values(found.genre, found.other.get("genre")),
        )
    return FileTags(is_read=False)


def _number_genres_rightly() -> None:
    """Give tinytag the whole list of numbered genres.

    Its own lacks three (139, 164 and 165), so that a file with any number from 139 on
    would be called by the name of a later one, which nothing tells from a name that was
    written out.
    """
    from tinytag import tinytag

    reader: Any = getattr(tinytag, "_ID3", None)
    if reader is not None:
        reader._ID3V1_GENRES = ID3_GENRES  # noqa: SLF001 (it offers no other way)


def _line(text: str | None) -> str:
    return _CONTROL.sub(" ", text or "").strip()[:_MOST_LETTERS]


def _values(first: str | None, others: Iterable[str] | None) -> tuple[str, ...]:
    """Give the values without empty and repeated ones.

    A value may hold several, parted by a zero byte as ID3 2.4 does.
    """
    several = [first or "", *(others or ())]
    parts = (_line(part) for value in several for part in value.split("\0"))
    return tuple(dict.fromkeys(part for part in parts if part))[:_MOST_VALUES]


def _year(text: str | None) -> int | None:
    found = _YEAR.search(text or "")
    return int(found[0]) if found else None
