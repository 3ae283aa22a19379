"""Write several genres into one cell, and read them back."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["BETWEEN", "MAX_GENRES", "find_fault", "fold", "join_genres", "split_genres"]

BETWEEN: Final = " | "
MAX_GENRES: Final = 50
_MAX_LENGTH = 200
_BAR = re.compile(r"(?<= )(\\*)\|(?= )")
_ESCAPED_BAR = re.compile(r"(?<= )\\(\\*)\|(?= )")


def join_genres(genres: Iterable[str]) -> str:
    r"""Put genres into one cell, with a bar between.

    A bar that is part of a genre, with spaces around it, gets a backslash.

    Examples
    --------
    >>> join_genres(["Rock", "Drum & Bass"])
    'Rock | Drum & Bass'
    >>> join_genres(["a | b", "c"])
    'a \\| b | c'
    """
    return BETWEEN.join(_BAR.sub(r"\\\1|", genre) for genre in genres)


def split_genres(cell: str) -> tuple[str, ...]:
    r"""Take the genres out of a cell; spaces around them and empty ones are dropped.

    Examples
    --------
    >>> split_genres("Rock |  Drum & Bass| |")
    ('Rock', 'Drum & Bass|')
    >>> split_genres("a \\| b | c")
    ('a | b', 'c')
    """
    pieces = re.split(r"(?<= )\|(?= )", f" {cell} ")
    plain = (_ESCAPED_BAR.sub(r"\1|", piece).strip() for piece in pieces)
    return tuple(genre for genre in plain if genre)


def fold(genre: str) -> str:
    """Give a genre without what does not tell genres apart: case, width, spaces.

    Examples
    --------
    >>> fold("Hip-Hop ") == fold("hip-hop"), fold("Hip-Hop") == fold("Hip Hop")
    (True, False)
    """
    return " ".join(unicodedata.normalize("NFKC", genre).casefold().split())


def find_fault(genres: tuple[str, ...]) -> str | None:
    r"""Say why genres cannot be written, as a clause; None if they can.

    Examples
    --------
    >>> find_fault(("Rock",))
    >>> find_fault(("Ro\x00ck",))
    'a genre holds a control character'
    """
    if not genres:
        return "no genre is given to be written"
    if len(genres) > MAX_GENRES:
        return f"{len(genres):,} genres are given; at most {MAX_GENRES} are written"
    if any(len(genre) > _MAX_LENGTH for genre in genres):
        return f"a genre is longer than {_MAX_LENGTH} characters"
    if any(not genre or genre != genre.strip() for genre in genres):
        return "a genre is empty, or begins or ends with a space"
    if any(
        unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
        for genre in genres
        for character in genre
    ):
        return "a genre holds a control character"
    return None
