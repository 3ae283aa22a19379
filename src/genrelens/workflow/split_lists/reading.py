"""Read a published list of tracks: a text file with one id or file name a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.errors import InputError, printable
from genrelens.ingest.opening import open_file

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["TrackList", "read_list"]

MAX_BYTES = 200_000_000
_LONGEST = 4096  # characters of an entry


@dataclass(frozen=True, slots=True)
class TrackList:
    """What a list names.

    Parameters
    ----------
    name : str
        File name, for messages.
    entries : tuple of str
        Ids or file names, each once, in the order of the file.
    n_repeated : int
        Lines that repeat an earlier one.
    """

    name: str
    entries: tuple[str, ...]
    n_repeated: int = 0


def read_list(path: Path) -> TrackList:
    """Read one list; blank lines are skipped.

    Parameters
    ----------
    path : Path
        A text file in UTF-8, also packed with gzip.

    Raises
    ------
    FileFormatError
        If there is no such file, or it is no text
        (`genrelens.ingest.opening.open_file`).
    InputError
        If it is not UTF-8, names nothing, or holds a line that can be no name.
    """
    opened = open_file(path, max_bytes=MAX_BYTES)
    name = printable(opened.name)
    try:
        text = opened.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"List '{name}' is not UTF-8 text: byte {error.start:,} cannot be read. "
            "Save it as UTF-8, one id or file name a line."
        ) from error
    lines = [line.strip() for line in text.splitlines()]
    named = [line for line in lines if line]
    wrong = [line for line in named if len(line) > _LONGEST or not line.isprintable()]
    if wrong:
        raise InputError(
            f"List '{name}': {len(wrong):,} of {len(named):,} lines can be no id or "
            f"file name, e.g. '{printable(wrong[0], limit=60)}'. Give a text file with "
            "one id or file name a line."
        )
    if not named:
        raise InputError(
            f"List '{name}' names nothing: all {len(lines):,} lines are blank. Give a "
            "text file with one id or file name a line."
        )
    entries = tuple(dict.fromkeys(named))
    return TrackList(name, entries, len(named) - len(entries))
