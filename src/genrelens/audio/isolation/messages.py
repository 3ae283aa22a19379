"""Write and check the lines that a child and its parent exchange.

A hostile file may have taken over the child, so what it says is checked like any
stranger's text: JSON of known fields, bounded, numbers finite.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from typing import TYPE_CHECKING, Any, Final

from genrelens.audio.analysis import Analysis, Failure
from genrelens.audio.embedding.hearing import KnownNetwork
from genrelens.audio.faults import REMEDIES
from genrelens.audio.library.file_tags import FileTags
from genrelens.errors import printable
from genrelens.schema.known_columns import registered

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.audio.embedding.hearing import Known

__all__ = [
    "MOST_BYTES",
    "BadMessageError",
    "from_line",
    "network_told",
    "read_answer",
    "read_network",
    "to_line",
    "told",
]

MOST_BYTES: Final = 4 << 20
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,99}")
_MOST_COLUMNS: Final = 4_096
_MOST_LETTERS: Final = 1_000
_LONGEST_MS: Final = 5 * 3600 * 1000


class BadMessageError(Exception):
    """A line is not what was agreed."""


def to_line(message: dict[str, Any]) -> bytes:
    """Give a message as one line; names of files that are no UTF-8 survive."""
    return json.dumps(message, allow_nan=False).encode("ascii") + b"\n"


def from_line(line: bytes) -> dict[str, Any]:
    """Read one line.

    Raises
    ------
    BadMessageError
        If it is no JSON object, or too long.
    """
    if not line.endswith(b"\n") or len(line) > MOST_BYTES:
        raise BadMessageError
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadMessageError from error
    if not isinstance(message, dict):
        raise BadMessageError
    return message


def told(analysis: Analysis) -> dict[str, Any]:
    """Give an analysis as a message."""
    tags = analysis.tags
    return {
        "content": analysis.content_hash,
        "sound": analysis.sound_hash,
        "title": tags.title,
        "artists": tags.artists,
        "album": tags.album,
        "year": tags.year,
        "genres": tags.genres,
        "tags_read": tags.is_read,
        "format": analysis.file_format,
        "ms": analysis.duration_ms,
        "values": analysis.numbers,
        "fingerprint": base64.b64encode(analysis.fingerprint).decode("ascii"),
    }


def network_told(network: Known | None) -> dict[str, Any] | None:
    """Give what is known of a network as a message."""
    if network is None:
        return None
    return {
        "name": network.name,
        "columns": network.columns,
        "rate": network.rate,
        "digest": network.digest,
    }


def read_network(message: object) -> KnownNetwork:
    """Read what a child says of a user's own network.

    Raises
    ------
    BadMessageError
        If anything in it is not as agreed.
    """
    try:
        said: Any = message
        columns = tuple(said["columns"])
        names = [said["name"], *columns]
        is_named = all(_NAME.fullmatch(name) for name in names)
        is_free = not any(registered(column) for column in columns)
        is_right = len(set(columns)) == len(columns) <= _MOST_COLUMNS
        if not (is_named and is_free and is_right and _HASH.fullmatch(said["digest"])):
            raise BadMessageError
        return KnownNetwork(said["name"], columns, int(said["rate"]), said["digest"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadMessageError from error


def read_answer(
    message: dict[str, Any], path: Path, *, n_values: int
) -> Analysis | Failure:
    """Read what a child says of a file.

    Parameters
    ----------
    message : dict
    path : Path
        The file that it was asked about.
    n_values : int
        How many values a row has.

    Returns
    -------
    Analysis or Failure

    Raises
    ------
    BadMessageError
        If anything in it is not as agreed.
    """
    if "code" in message:
        code, reason = message["code"], message.get("reason")
        if code not in REMEDIES or not isinstance(reason, str):
            raise BadMessageError
        return Failure(path, code, printable(reason, limit=_MOST_LETTERS))
    try:
        return _analysis(message, path, n_values)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise BadMessageError from error


def _analysis(message: dict[str, Any], path: Path, n_values: int) -> Analysis:
    content, sound = message["content"], message["sound"]
    if not _HASH.fullmatch(content) or (sound and not _HASH.fullmatch(sound)):
        raise BadMessageError
    duration, year = message["ms"], message["year"]
    if not 0 <= int(duration) <= _LONGEST_MS:
        raise BadMessageError
    return Analysis(
        path,
        content,
        sound,
        FileTags(
            title=_text(message["title"]),
            artists=tuple(_text(artist) for artist in message["artists"]),
            album=_text(message["album"]),
            year=None if year is None else int(year),
            genres=tuple(_text(genre) for genre in message["genres"]),
            is_read=bool(message["tags_read"]),
        ),
        _text(message["format"]),
        int(duration),
        _values(message["values"], n_values),
        base64.b64decode(message["fingerprint"], validate=True),
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MOST_LETTERS:
        raise BadMessageError
    value.encode()  # a ValueError where it is no text
    return value


def _values(values: Any, n_values: int) -> tuple[float | None, ...] | None:  # noqa: ANN401 (checked here)
    if values is None:
        return None
    read = tuple(None if value is None else float(value) for value in values)
    if len(read) != n_values or not all(v is None or math.isfinite(v) for v in read):
        raise BadMessageError
    return read
