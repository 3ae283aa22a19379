"""Add the tables of several leaves to the classes they vote for, class by class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.compiling import unmanaged
from genrelens.forest.lanes import (
    aligned_zeros,
    load_16,
    multiply_add,
    spread_16,
    store,
)
from genrelens.forest.shapley.leafwise.pattern_tables import LANES

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LeafBatch", "add_batch", "batch_for", "put_leaf"]

_MOST_LEAVES: Final = 64
_LINES: Final = 6_144  # 0.8 MB: tables stay in the second cache
_16: Final = np.uint64(LANES)
_NONE: Final = -1


class LeafBatch(NamedTuple):
    """Leaves whose tables are filled and not yet added.

    Leaf ``i`` of the batch has its table from line ``first_line[i]`` of `table`
    (n_lines, LANES); ``number[i, r]`` is row ``r``'s line within it.

    The votes of all leaves are chained by class: `first_vote` and `last_vote`
    (n_classes,) hold votes, `next_vote` the vote for the same class by a later
    leaf, `voter` the leaf and `share` its share; -1 stands for none. `voted`
    lists the classes. `n` holds the numbers of leaves, lines, votes and classes.
    """

    table: NDArray[np.float64]
    number: NDArray[np.uint16]
    first_line: NDArray[np.uint64]
    first_vote: NDArray[np.int64]
    last_vote: NDArray[np.int64]
    next_vote: NDArray[np.int64]
    voter: NDArray[np.int64]
    share: NDArray[np.float64]
    voted: NDArray[np.int64]
    n: NDArray[np.int64]


def batch_for(n_rows: int, n_classes: int) -> LeafBatch:
    """Allocate memory for blocks of `n_rows` rows."""
    n_votes = _MOST_LEAVES * n_classes
    return LeafBatch(
        table=aligned_zeros(max(_LINES, 2 * n_rows), LANES),
        number=np.zeros((_MOST_LEAVES, n_rows), np.uint16),
        first_line=np.zeros(_MOST_LEAVES, np.uint64),
        first_vote=np.full(n_classes, _NONE),
        last_vote=np.full(n_classes, _NONE),
        next_vote=np.full(n_votes, _NONE),
        voter=np.zeros(n_votes, np.int64),
        share=np.zeros(n_votes),
        voted=np.zeros(n_classes, np.int64),
        n=np.zeros(4, np.int64),
    )


@unmanaged
def put_leaf(
    batch: LeafBatch,
    n_lines: int,
    leaf_class: NDArray[np.int32],
    leaf_value: NDArray[np.float64],
) -> bool:
    """Take in the leaf whose table and numbers have just been filled.

    Parameters
    ----------
    batch : LeafBatch
    n_lines : int
        Lines of the leaf's table.
    leaf_class, leaf_value : ndarray, shape (n_entries,)
        The leaf's classes and their shares.

    Returns
    -------
    bool
        True when the batch is full and must be added.
    """
    leaf = batch.n[0]
    batch.first_line[leaf] = batch.n[1]
    for entry in range(len(leaf_class)):
        voted = leaf_class[entry]
        vote = batch.n[2]
        batch.voter[vote] = leaf
        batch.share[vote] = leaf_value[entry]
        batch.next_vote[vote] = _NONE
        if batch.first_vote[voted] == _NONE:
            batch.first_vote[voted] = vote
            batch.voted[batch.n[3]] = voted
            batch.n[3] += 1
        else:
            batch.next_vote[batch.last_vote[voted]] = vote
        batch.last_vote[voted] = vote
        batch.n[2] = vote + 1
    batch.n[0] = leaf + 1
    batch.n[1] += n_lines
    n_rows = batch.number.shape[1]
    no_room = batch.n[1] + n_rows > len(batch.table)
    return bool(no_room or batch.n[0] == len(batch.first_line))


@unmanaged
def add_batch(batch: LeafBatch, out: NDArray[np.float64]) -> None:
    """Add all votes, several at a time where one class has several, and start anew.

    A class's votes are added in the order in which its leaves were put, however
    many are added at a time, so that sums do not depend on the batches.

    Parameters
    ----------
    batch : LeafBatch
    out : ndarray of float64, shape (n_classes, n_rows, LANES)
        Added to.
    """
    for place in range(batch.n[3]):
        voted = batch.voted[place]
        vote = batch.first_vote[voted]
        batch.first_vote[voted] = _NONE
        while vote != _NONE:
            second = batch.next_vote[vote]
            third = _NONE if second == _NONE else batch.next_vote[second]
            fourth = _NONE if third == _NONE else batch.next_vote[third]
            if fourth != _NONE:
                _add_four(batch, vote, second, third, fourth, out[voted])
                vote = batch.next_vote[fourth]
            elif second != _NONE:
                _add_two(batch, vote, second, out[voted])
                vote = third
            else:
                _add_one(batch, vote, out[voted])
                vote = second
    batch.n[:] = 0


@unmanaged
def _add_one(batch: LeafBatch, vote: int, out: NDArray[np.float64]) -> None:
    leaf = batch.voter[vote]
    number, line = batch.number[leaf], batch.first_line[leaf]
    share, table = spread_16(batch.share[vote]), batch.table
    for row in range(np.uint64(len(out))):
        place = (line + np.uint64(number[row])) * _16
        old = load_16(out, row * _16)
        store(out, row * _16, multiply_add(share, load_16(table, place), old))


@unmanaged
def _add_two(
    batch: LeafBatch, vote_a: int, vote_b: int, out: NDArray[np.float64]
) -> None:
    a, b = batch.voter[vote_a], batch.voter[vote_b]
    number_a, number_b = batch.number[a], batch.number[b]
    line_a, line_b = batch.first_line[a], batch.first_line[b]
    share_a, share_b = spread_16(batch.share[vote_a]), spread_16(batch.share[vote_b])
    table = batch.table
    for row in range(np.uint64(len(out))):
        place_a = (line_a + np.uint64(number_a[row])) * _16
        place_b = (line_b + np.uint64(number_b[row])) * _16
        both = load_16(out, row * _16)
        both = multiply_add(share_a, load_16(table, place_a), both)
        both = multiply_add(share_b, load_16(table, place_b), both)
        store(out, row * _16, both)


@unmanaged
def _add_four(
    batch: LeafBatch,
    vote_a: int,
    vote_b: int,
    vote_c: int,
    vote_d: int,
    out: NDArray[np.float64],
) -> None:
    a, b = batch.voter[vote_a], batch.voter[vote_b]
    c, d = batch.voter[vote_c], batch.voter[vote_d]
    number_a, number_b = batch.number[a], batch.number[b]
    number_c, number_d = batch.number[c], batch.number[d]
    line_a, line_b = batch.first_line[a], batch.first_line[b]
    line_c, line_d = batch.first_line[c], batch.first_line[d]
    share_a, share_b = spread_16(batch.share[vote_a]), spread_16(batch.share[vote_b])
    share_c, share_d = spread_16(batch.share[vote_c]), spread_16(batch.share[vote_d])
    table = batch.table
    for row in range(np.uint64(len(out))):
        place_a = (line_a + np.uint64(number_a[row])) * _16
        place_b = (line_b + np.uint64(number_b[row])) * _16
        place_c = (line_c + np.uint64(number_c[row])) * _16
        place_d = (line_d + np.uint64(number_d[row])) * _16
        all_four = load_16(out, row * _16)
        all_four = multiply_add(share_a, load_16(table, place_a), all_four)
        all_four = multiply_add(share_b, load_16(table, place_b), all_four)
        all_four = multiply_add(share_c, load_16(table, place_c), all_four)
        all_four = multiply_add(share_d, load_16(table, place_d), all_four)
        store(out, row * _16, all_four)
