"""Put the rows of a node into the order of one feature's bins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numba.core import cgutils, types
from numba.extending import intrinsic

from genrelens.forest.binned.binning import MAX_BINS
from genrelens.forest.compiling import unmanaged

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "BIN_SHIFT",
    "CLASS_SHIFT",
    "MOST_CLASSES",
    "MOST_ROWS",
    "WEIGHT_MASK",
    "OrderingSpace",
    "make_space",
    "order_rows",
]

# A row as one number: its bin, its class, and how often it was drawn.
BIN_SHIFT: Final = np.int64(48)
CLASS_SHIFT: Final = np.int64(28)
MOST_CLASSES: Final = 1 << 20
MOST_ROWS: Final = (1 << 28) - 1
WEIGHT_MASK: Final = np.int64(MOST_ROWS)

_HANDFUL: Final = 48  # rows that are compared each with each
_FEW: Final = 256  # rows that are chained; more are counted and dealt out
_WORD: Final = np.uint64(6)
_BIT: Final = np.uint64(63)
_ONE: Final = np.uint64(1)
_NONE: Final = np.uint64(0)


class OrderingSpace(NamedTuple):
    """Memory that one ordering after another uses; zeros in between."""

    heads: NDArray[np.int32]
    chain: NDArray[np.int32]
    words: NDArray[np.uint64]
    counts: NDArray[np.int32]
    keys: NDArray[np.int32]


def make_space() -> OrderingSpace:
    """Allocate the memory that `order_rows` works in."""
    return OrderingSpace(
        heads=np.zeros(MAX_BINS + 1, dtype=np.int32),
        chain=np.zeros(_FEW + 1, dtype=np.int32),
        words=np.zeros((MAX_BINS + 1) // 64, dtype=np.uint64),
        counts=np.zeros(MAX_BINS + 2, dtype=np.int32),
        keys=np.zeros(_HANDFUL, dtype=np.int32),
    )


@intrinsic
def _find_lowest_bit(typing_context: Any, word: Any) -> Any:  # noqa: ARG001, ANN401
    """Give the place of the lowest bit of a word that is not 0."""

    def generate(_context: Any, builder: Any, _signature: Any, given: Any) -> Any:  # noqa: ANN401
        return builder.cttz(given[0], cgutils.true_bit)

    return types.uint64(types.uint64), generate


# Numba hands over the first argument.
_lowest_bit: Any = _find_lowest_bit


@unmanaged
def order_rows(
    bins: NDArray[np.uint16],
    rows: NDArray[np.uint32],
    payload: NDArray[np.int64],
    order: NDArray[np.int64],
    space: OrderingSpace,
) -> None:
    """Put rows into the order of their bins, at a cost linear in their number.

    Parameters
    ----------
    bins : ndarray of uint16
        Bin of every row of the tree.
    rows : ndarray of uint32, shape (n_rows,)
        Rows of the node.
    payload : ndarray of int64, shape (n_rows,)
        Class and weight of each of them.
    order : ndarray of int64, shape (at least n_rows,)
        Overwritten with the payloads, in the order of their bins, and with
        these in the highest bits.
    space : OrderingSpace
        Zeros; zeros again afterwards.
    """
    if len(rows) <= _HANDFUL:
        _order_handful(bins, rows, payload, order, space.keys)
    elif len(rows) <= _FEW:
        _order_few(bins, rows, payload, order, space)
    else:
        _order_many(bins, rows, payload, order, space.counts)


@unmanaged
def _order_handful(
    bins: NDArray[np.uint16],
    rows: NDArray[np.uint32],
    payload: NDArray[np.int64],
    order: NDArray[np.int64],
    keys: NDArray[np.int32],
) -> None:
    """Put each row where as many keys are smaller: no branch to foresee."""
    n_rows = len(rows)
    for place in range(n_rows):
        keys[place] = (np.int32(bins[rows[place]]) << np.int32(8)) | np.int32(place)
    for place in range(n_rows):
        key = keys[place]
        n_smaller = np.int32(0)
        for other in range(n_rows):
            n_smaller = np.int32(n_smaller + np.int32(keys[other] < key))
        order[np.uint32(n_smaller)] = payload[place] | (
            np.int64(key >> np.int32(8)) << BIN_SHIFT
        )


@unmanaged
def _order_few(
    bins: NDArray[np.uint16],
    rows: NDArray[np.uint32],
    payload: NDArray[np.int64],
    order: NDArray[np.int64],
    space: OrderingSpace,
) -> None:
    """Chain the rows of a bin; find the bins in use by two levels of bit sets."""
    heads, chain, words = space.heads, space.chain, space.words
    used = _NONE
    for place in range(len(rows)):
        number = np.uint64(bins[rows[place]])
        word = number >> _WORD
        words[word] |= _ONE << (number & _BIT)
        used |= _ONE << word
        chain[place + 1] = heads[number]
        heads[number] = place + 1
    n_done = np.uint64(0)
    while used != _NONE:
        word = _lowest_bit(used)
        used &= used - _ONE
        bits = words[word]
        words[word] = _NONE
        while bits != _NONE:
            number = (word << _WORD) + _lowest_bit(bits)
            bits &= bits - _ONE
            at = np.uint32(heads[number])
            heads[number] = 0
            marked = np.int64(number) << BIN_SHIFT
            while at > np.uint32(0):
                order[n_done] = payload[np.uint64(at) - _ONE] | marked
                n_done += _ONE
                at = np.uint32(chain[at])


@unmanaged
def _order_many(
    bins: NDArray[np.uint16],
    rows: NDArray[np.uint32],
    payload: NDArray[np.int64],
    order: NDArray[np.int64],
    counts: NDArray[np.int32],
) -> None:
    """Count the rows of each bin, then deal them out to their places."""
    first, last = np.uint16(MAX_BINS), np.uint16(0)
    for place in range(len(rows)):
        number = bins[rows[place]]
        counts[number] += 1
        first = min(first, number)
        last = max(last, number)
    begin = 0
    for number in range(np.uint64(first), np.uint64(last) + _ONE):
        n_here = counts[number]
        counts[number] = begin
        begin += n_here
    for place in range(len(rows)):
        number = bins[rows[place]]
        order[np.uint32(counts[number])] = payload[place] | (
            np.int64(number) << BIN_SHIFT
        )
        counts[number] += 1
    for number in range(np.uint64(first), np.uint64(last) + _ONE):
        counts[number] = 0
