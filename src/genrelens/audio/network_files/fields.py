"""Read the numbered fields of a small binary message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from genrelens.errors import InputError

__all__ = ["Fields", "read_fields", "read_number"]

_MOST_BITS: Final = 63
_MOST_FIELDS: Final = 1_000
_FIXED: Final = {1: 8, 5: 4}  # bytes of the kinds of fixed length
_VARYING: Final = 0
_TEXT: Final = 2


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a message: numbers and texts, by the number of the field."""

    numbers: dict[int, int]
    all_texts: dict[int, list[memoryview]]

    def number(self, field: int) -> int:
        """Give a number; a field that is not there counts as zero."""
        return self.numbers.get(field, 0)

    def texts(self, field: int) -> list[memoryview]:
        """Give every text of a field, in order."""
        return self.all_texts.get(field, [])

    def has(self, field: int) -> bool:
        """Say whether the field is there at all."""
        return field in self.numbers or field in self.all_texts


def read_number(content: bytes | memoryview, place: int) -> tuple[int, int]:
    """Read a whole number of seven bits a byte, the lowest first.

    Parameters
    ----------
    content : bytes or memoryview
        Where it stands.
    place : int
        Its first byte.

    Returns
    -------
    number, place : int
        The number, below 2^63, and the first byte after it.

    Raises
    ------
    InputError
        If it does not end within the content or within 63 bits.

    Examples
    --------
    >>> read_number(bytes([0xAC, 0x02]), 0)
    (300, 2)
    """
    number = 0
    for shift in range(0, _MOST_BITS, 7):
        if place >= len(content):
            break
        byte = content[place]
        place += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004
            return number, place
    raise InputError(
        "The network's file cannot be read: a number in it does not end. Obtain the "
        "file anew."
    )


def read_fields(content: bytes | memoryview, *, most: int = _MOST_FIELDS) -> Fields:
    """Read a message in the wire format of protocol buffers.

    Parameters
    ----------
    content : bytes or memoryview
        The whole message.
    most : int, default 1000
        Fields that it may have at most.

    Returns
    -------
    Fields
        Of several numbers in one field, the last counts, as in that format; texts
        are views of the message, not copies.

    Raises
    ------
    InputError
        If a field does not end within the message, is of an unknown kind, or
        there are too many.

    Examples
    --------
    >>> read_fields(bytes([0x08, 0x96, 0x01])).number(1)
    150
    """
    numbers: dict[int, int] = {}
    texts: dict[int, list[memoryview]] = {}
    content = memoryview(content)
    place, n_fields = 0, 0
    while place < len(content):
        tag, place = read_number(content, place)
        field, kind = tag >> 3, tag & 7
        n_fields += 1
        if kind == _VARYING:
            numbers[field], place = read_number(content, place)
            size = 0
        elif kind == _TEXT:
            size, place = read_number(content, place)
        else:
            size = _FIXED.get(kind, len(content) + 1)
        if place + size > len(content) or n_fields > most:
            raise InputError(
                "The network's file cannot be read: a field of it is of an unknown "
                "kind or does not end, or it has too many. Obtain the file anew."
            )
        if kind == _TEXT:
            texts.setdefault(field, []).append(content[place : place + size])
        elif kind in _FIXED:
            numbers[field] = int.from_bytes(content[place : place + size], "little")
        place += size
    return Fields(numbers, texts)
