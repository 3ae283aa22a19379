"""Understand which bytes of a file a player asks for (RFC 9110, section 14)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["ByteRange", "UnsatisfiableRangeError", "asked_range"]

_ONE: Final = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII)


class UnsatisfiableRangeError(ValueError):
    """None of the bytes that are asked for is there."""


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Some bytes of a file, one after another.

    Parameters
    ----------
    first, last : int
        Places of the first byte and of the last one, from 0.
    """

    first: int
    last: int

    @property
    def n_bytes(self) -> int:
        """How many bytes these are."""
        return self.last - self.first + 1


def asked_range(header: str | None, n_bytes: int) -> ByteRange | None:
    """Give the range that is asked for; None where all of the file is.

    What cannot be understood, and what asks for several ranges at once, is answered
    with the whole file, as the standard allows: no player asks so, and many small
    ranges are a way to make a server work much for little.

    Parameters
    ----------
    header : str or None
        What stands in ``Range``.
    n_bytes : int
        Size of the file.

    Raises
    ------
    UnsatisfiableRangeError
        If the range lies behind the end, or is empty.

    Examples
    --------
    >>> asked_range("bytes=10-", 100)
    ByteRange(first=10, last=99)
    >>> asked_range("bytes=-10", 100)
    ByteRange(first=90, last=99)
    """
    found = _ONE.fullmatch((header or "").strip())
    if found is None or found[0] == "bytes=-":
        return None
    if not found[1]:
        length = min(int(found[2]), n_bytes)
        if not length:
            raise UnsatisfiableRangeError(header)
        return ByteRange(n_bytes - length, n_bytes - 1)
    first = int(found[1])
    last = int(found[2]) if found[2] else n_bytes - 1
    if found[2] and last < first:
        return None
    if first >= n_bytes:
        raise UnsatisfiableRangeError(header)
    return ByteRange(first, min(last, n_bytes - 1))
