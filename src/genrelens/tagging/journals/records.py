"""Write and read one line of a journal, with a checksum of its own."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from genrelens.tagging.journals.delta import Copy, Put

__all__ = ["Change", "Start", "read_line", "write_line"]

_FORMAT = "genrelens-journal-2"
_N_CHECK = 16
_LARGEST = 2**63 - 1  # what a system takes for a place in a file, or a time


@dataclass(frozen=True, slots=True)
class Start:
    """An `apply` began.

    Parameters
    ----------
    folder : str
        Absolute path of the music folder.
    plan_sha256 : str
        Of the plan as it was applied.
    """

    folder: str
    plan_sha256: str


@dataclass(frozen=True, slots=True)
class Change:
    """One file is about to be replaced.

    Parameters
    ----------
    path : str
        Relative to the folder, with ``/`` between.
    field : str
        ``genre``, or the name of a field of its own.
    old_genres, new_genres : tuple of str
        What stood there, and what is written.
    old_sha256, new_sha256 : str
        Of the whole file, before and after.
    old_size : int
        Bytes of the whole file before.
    old_mtime_ns : int
        Time of the last change before, in nanoseconds.
    delta : tuple of Copy or Put
        How the old file is made from the new one.
    """

    path: str
    field: str
    old_genres: tuple[str, ...]
    new_genres: tuple[str, ...]
    old_sha256: str
    new_sha256: str
    old_size: int
    old_mtime_ns: int
    delta: tuple[Copy | Put, ...]


def write_line(record: Start | Change) -> bytes:
    """Give a record as one line: checksum, space, JSON, line feed."""
    if isinstance(record, Start):
        told: dict[str, Any] = {
            "format": _FORMAT,
            "folder": record.folder,
            "plan_sha256": record.plan_sha256,
        }
    else:
        told = {
            "path": record.path,
            "field": record.field,
            "old": record.old_genres,
            "new": record.new_genres,
            "old_sha256": record.old_sha256,
            "new_sha256": record.new_sha256,
            "old_size": record.old_size,
            "old_mtime_ns": record.old_mtime_ns,
            "delta": [_as_json(each) for each in record.delta],
        }
    content = json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode()
    return _check(content) + b" " + content + b"\n"


def read_line(line: bytes) -> Start | Change | None:
    """Give the record of a line, or None for a line that is torn or altered."""
    check, _, content = line.rstrip(b"\n").partition(b" ")
    if not line.endswith(b"\n") or check != _check(content):
        return None
    try:
        told = json.loads(content)
        if told.get("format") == _FORMAT:
            return Start(_text(told["folder"]), _text(told["plan_sha256"]))
        return Change(
            path=_text(told["path"]),
            field=_text(told["field"]),
            old_genres=tuple(_text(value) for value in _several(told["old"])),
            new_genres=tuple(_text(value) for value in _several(told["new"])),
            old_sha256=_text(told["old_sha256"]),
            new_sha256=_text(told["new_sha256"]),
            old_size=_number(told["old_size"], smallest=0),
            old_mtime_ns=_number(told["old_mtime_ns"], smallest=-_LARGEST),
            delta=tuple(_from_json(each) for each in _several(told["delta"])),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _check(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest()[:_N_CHECK].encode()


def _as_json(operation: Copy | Put) -> list[int] | str:
    if isinstance(operation, Copy):
        return [operation.start, operation.end]
    return base64.b64encode(operation.content).decode()


def _from_json(told: object) -> Copy | Put:
    if isinstance(told, str):
        return Put(base64.b64decode(told, validate=True))
    start, end = _several(told)
    return Copy(_number(start, smallest=0), _number(end, smallest=start))


def _several(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _number(value: object, *, smallest: int) -> int:
    if type(value) is not int:
        raise TypeError("not a whole number")
    if not smallest <= value <= _LARGEST:
        raise ValueError("a number that nothing can have")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
