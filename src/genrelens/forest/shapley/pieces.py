"""Cut rows and trees into pieces of work, and add the pieces up in one order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.forest.threads import in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

__all__ = ["sum_pieces"]

_TREE_PARTS: Final = 8


def sum_pieces(
    work: Callable[[slice, int, int], NDArray[np.float64]],
    *,
    n_rows: int,
    block_rows: int,
    n_trees: int,
    n_threads: int,
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield each block of rows by its first row, with its sums over all trees.

    Blocks of rows would leave threads idle where rows are few, so the trees are
    cut as well: into eight parts, whatever the rows and threads, so that sums are
    taken in one way and have the same bits.

    Parameters
    ----------
    work : callable
        Takes a slice of rows and the trees from one number to before another;
        gives their sums, which may be overwritten.
    n_rows, block_rows, n_trees, n_threads : int
        Rows in all and in a block, trees, and threads.

    Examples
    --------
    >>> def count(rows, first_tree, last_tree):
    ...     return np.full(rows.stop - rows.start, float(last_tree - first_tree))
    >>> list(sum_pieces(count, n_rows=3, block_rows=2, n_trees=20, n_threads=1))
    [(0, array([20., 20.])), (2, array([20.]))]
    """
    cuts = np.linspace(0, n_trees, 1 + min(_TREE_PARTS, n_trees)).astype(np.int64)
    n_parts = len(cuts) - 1
    n_blocks = -(-n_rows // block_rows)

    def do(piece: int) -> NDArray[np.float64]:
        block, part = divmod(piece, n_parts)
        begin = block * block_rows
        rows = slice(begin, min(begin + block_rows, n_rows))
        return work(rows, int(cuts[part]), int(cuts[part + 1]))

    pieces = in_order(do, n_blocks * n_parts, n_threads=n_threads)
    for block in range(n_blocks):
        sums = next(pieces)
        for _ in range(n_parts - 1):
            sums += next(pieces)
        yield block * block_rows, sums
