"""Say how one file is made from another: which bytes are kept, which are put in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from genrelens.tagging.formats.byte_view import ByteView, copy_range
from genrelens.tagging.formats.unwritable import WritingFailedError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MAX_GROWTH", "Copy", "Put", "apply_delta", "check_length", "make_delta"]

MAX_GROWTH: Final = 64 * 2**20
"""How many bytes longer than the new file the old one may be, for undoing it."""
_PIECE = 2**18
_SAMPLE = 32  # a run this long counts as the same bytes, moved
_FIRST_STEP, _LAST_STEP = 16, 2**16
_WINDOW = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Copy:
    """Take bytes from `start` to `end` of the file that is there."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Put:
    """Put in bytes that are no longer there."""

    content: bytes


Delta = tuple[Copy | Put, ...]


def make_delta(there: BinaryIO, wanted: BinaryIO) -> Delta:
    """Find the pieces of `wanted` that are in `there`, and keep the others.

    Tags grow, shrink and move, and tables of places change a little; so runs of equal
    bytes are sought where they were, as far from the end as they were, as far moved
    as the run before, and at last by a sample of their bytes. Memory stays bounded.

    Parameters
    ----------
    there, wanted : binary file
        Open for reading.

    Returns
    -------
    tuple of Copy or Put
        In the order of `wanted`. The bytes put in are about those that differ.
    """
    old, new = ByteView(there), ByteView(wanted)
    operations: list[Copy | Put] = []
    at = shift = 0
    from_end = old.size - new.size
    while at < new.size:
        found = _find_run(old, new, at, (shift, 0, from_end))
        if found is None:
            at = _put_until_match(old, new, at, (shift, 0, from_end), operations)
            continue
        start, length = found
        operations.append(Copy(start, start + length))
        shift = start - at
        at += length
    return tuple(operations)


def check_length(there: BinaryIO, delta: Delta, size: int) -> None:
    """Refuse a delta that cannot lead to the wanted file, before anything is written.

    Parameters
    ----------
    there : binary file
        The file that is there.
    delta : tuple of Copy or Put
        From a journal, which a stranger may have written.
    size : int
        Bytes of the wanted file, as the journal says.

    Raises
    ------
    WritingFailedError
        If it would make another number of bytes, takes bytes that are not there, or
        makes a file grow more than `MAX_GROWTH`.
    """
    there_size = ByteView(there).size
    made = 0
    for each in delta:
        if isinstance(each, Put):
            made += len(each.content)
            continue
        made += each.end - each.start
        if each.end > there_size:
            raise WritingFailedError(
                "the journal takes bytes that it does not have: it is shorter than "
                "what was written, or the journal was altered"
            )
    if made != size:
        raise WritingFailedError(
            f"what the journal gives has {made:,} bytes and not {size:,} as it says "
            "itself; the journal was altered"
        )
    if made > there_size + MAX_GROWTH:
        raise WritingFailedError(
            f"the journal would make it grow by {made - there_size:,} bytes; at most "
            f"{MAX_GROWTH:,} are believed"
        )


def apply_delta(there: BinaryIO, target: BinaryIO, delta: Delta) -> None:
    """Write the wanted file, made from the one that is there.

    Parameters
    ----------
    there : binary file
        Open for reading.
    target : binary file
        Empty, open for writing.
    delta : tuple of Copy or Put
        From `make_delta`.
    """
    for operation in delta:
        if isinstance(operation, Put):
            target.write(operation.content)
        else:
            copy_range(there, target, operation.start, operation.end)


def _find_run(
    old: ByteView, new: ByteView, at: int, shifts: Sequence[int]
) -> tuple[int, int] | None:
    """Give the longest run of equal bytes at one of the shifts, if it is worth it."""
    best: tuple[int, int] | None = None
    needed = min(_SAMPLE, new.size - at)
    for shift in dict.fromkeys(shifts):
        start = at + shift
        if start < 0 or start + needed > old.size:
            continue
        if old.at(start, needed) != new.at(at, needed):
            continue
        length = _run_length(old, new, start, at)
        if best is None or length > best[1]:
            best = (start, length)
    return best


def _run_length(old: ByteView, new: ByteView, start: int, at: int) -> int:
    length = 0
    while True:
        left, right = old.at(start + length, _PIECE), new.at(at + length, _PIECE)
        if left != right:
            return length + _equal_start(left, right)
        if not left:
            return length
        length += len(left)


def _equal_start(left: bytes, right: bytes) -> int:
    """Count how many bytes two strings have in common at their start."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[:middle] == right[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _put_until_match(
    old: ByteView,
    new: ByteView,
    at: int,
    shifts: Sequence[int],
    operations: list[Copy | Put],
) -> int:
    """Put bytes in until some are found again; give where to go on."""
    window = old.at(max(0, at - _WINDOW // 2), _WINDOW)
    first = max(0, at - _WINDOW // 2)
    reached, step = at, _FIRST_STEP
    while reached < new.size:
        reached = min(new.size, reached + step)
        step = min(_LAST_STEP, step * 2)
        sample = new.at(reached, _SAMPLE)
        if len(sample) < _SAMPLE or sample.count(sample[:1]) == _SAMPLE:
            continue  # padding is alike everywhere
        place = window.find(sample)
        places = {shift + reached for shift in shifts}
        fitting = [p for p in places if p >= 0 and old.at(p, _SAMPLE) == sample]
        if place < 0 and not fitting:
            continue
        start = fitting[0] if fitting else first + place
        back = _equal_end(old, new, start, reached, reached - at)
        _put(operations, new.at(at, reached - back - at))
        length = _run_length(old, new, start, reached)
        operations.append(Copy(start - back, start + length))
        return reached + length
    _put(operations, new.at(at, reached - at))
    return reached


def _equal_end(old: ByteView, new: ByteView, start: int, at: int, limit: int) -> int:
    """Count how many bytes before two places are the same, up to a limit."""
    n_looked = min(limit, start, _LAST_STEP * 2)
    left = old.at(start - n_looked, n_looked)[::-1]
    right = new.at(at - n_looked, n_looked)[::-1]
    return _equal_start(left, right)


def _put(operations: list[Copy | Put], content: bytes) -> None:
    if content:
        operations.append(Put(content))
