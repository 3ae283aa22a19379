"""Pick the rows that reach a leaf with the help of some background row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.forest.compiling import unmanaged

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["mark_reaching", "pick_rows"]

_WORD_BITS: Final = 6  # 64 patterns stand in one word
# Of each word, the patterns that lack bit 0, bit 1, ... of the pattern.
_LACKING: Final = (
    np.uint64(0x5555555555555555),
    np.uint64(0x3333333333333333),
    np.uint64(0x0F0F0F0F0F0F0F0F),
    np.uint64(0x00FF00FF00FF00FF),
    np.uint64(0x0000FFFF0000FFFF),
    np.uint64(0x00000000FFFFFFFF),
)


@unmanaged
def mark_reaching(
    n_bits: int, met: NDArray[np.uint16], n_met: int, reaching: NDArray[np.uint64]
) -> None:
    """Mark the patterns that together with some background pattern have all bits.

    Parameters
    ----------
    n_bits : int
        Features of the path.
    met : ndarray of uint16, shape (at least n_met,)
        The background's patterns.
    n_met : int
        How many there are.
    reaching : ndarray of uint64, shape (at least 1 and 2 ** n_bits / 64,)
        Written to: bit ``p % 64`` of word ``p // 64`` tells of pattern ``p``.
    """
    every = (1 << n_bits) - 1
    n_words = np.uint64(1 << max(0, n_bits - _WORD_BITS))
    for word in range(n_words):
        reaching[word] = np.uint64(0)
    for number in range(np.uint64(n_met)):
        needed = np.uint64(every ^ np.int64(met[number]))
        mark = np.uint64(1) << (needed & np.uint64(63))
        reaching[needed >> np.uint64(_WORD_BITS)] |= mark
    # What has one bit more reaches as well: bit by bit, within words and then
    # from word to word.
    for word in range(n_words):
        marks = np.uint64(reaching[word])
        for bit in range(_WORD_BITS):
            marks |= (marks & _LACKING[bit]) << np.uint64(1 << bit)
        reaching[word] = marks
    step = np.uint64(1)
    while step < n_words:
        for begin in range(np.uint64(0), n_words, np.uint64(2) * step):
            for word in range(begin, begin + step):
                reaching[word + step] |= reaching[word]
        step *= np.uint64(2)


@unmanaged
def pick_rows(
    pattern: NDArray[np.uint16],
    reaching: NDArray[np.uint64],
    picked: NDArray[np.uint16],
    picked_pattern: NDArray[np.uint16],
) -> int:
    """List the rows whose pattern is marked.

    Parameters
    ----------
    pattern : ndarray of uint16, shape (n_rows,)
    reaching : ndarray of uint64
        From `mark_reaching`.
    picked : ndarray of uint16, shape (n_rows + 1,)
        Receives the rows, in increasing order.
    picked_pattern : ndarray of uint16, shape (n_rows + 1,)
        Receives their patterns.

    Returns
    -------
    int
        How many there are.
    """
    n_picked = np.uint64(0)
    for row in range(np.uint64(len(pattern))):
        own = np.uint64(pattern[row])
        # Without a branch: a row is always noted, and kept if it is marked.
        picked[n_picked] = np.uint16(row)
        picked_pattern[n_picked] = np.uint16(own)
        word = reaching[own >> np.uint64(_WORD_BITS)]
        n_picked += (word >> (own & np.uint64(63))) & np.uint64(1)
    return int(n_picked)
