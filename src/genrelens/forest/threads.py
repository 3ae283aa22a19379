"""Run numbered pieces of one job on several threads, and hand them back in order."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from numbers import Integral
from typing import TYPE_CHECKING, TypeVar

from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["count_threads", "in_order"]

_Result = TypeVar("_Result")


def count_threads(n_jobs: int | None) -> int:
    """Translate scikit-learn's `n_jobs` into a number of threads.

    Parameters
    ----------
    n_jobs : int or None
        A positive number is taken as it is; -1 and None mean every processor
        this process may use, -2 all but one, and so on.

    Raises
    ------
    InputError
        If `n_jobs` is 0, or no whole number.

    Examples
    --------
    >>> count_threads(3)
    3
    >>> count_threads(0)
    Traceback (most recent call last):
        ...
    genrelens.errors.InputError: threads (n_jobs) is 0, ... Give a positive number, ...
    """
    if n_jobs is not None and not isinstance(n_jobs, Integral):
        raise InputError(
            f"threads (n_jobs) is {printable(repr(n_jobs))}, which is no whole number. "
            "Give a positive one, -1 for every processor, or None."
        )
    if n_jobs == 0:
        raise InputError(
            "threads (n_jobs) is 0, and no work can be done on no thread. "
            "Give a positive number, or -1 for every processor."
        )
    if n_jobs is not None and n_jobs > 0:
        return int(n_jobs)
    if hasattr(os, "sched_getaffinity"):
        n_usable = len(os.sched_getaffinity(0))
    else:  # macOS and Windows cannot say what this process may use
        n_usable = os.cpu_count() or 1
    return max(1, n_usable + 1 + (-1 if n_jobs is None else int(n_jobs)))


def in_order(
    work: Callable[[int], _Result], n_pieces: int, *, n_threads: int
) -> Iterator[_Result]:
    """Yield ``work(0), work(1), ...`` in that order, computed side by side.

    At most ``2 * n_threads`` pieces are under way or waiting to be taken, so
    memory does not grow with their number. One thread runs in the caller.

    Parameters
    ----------
    work : callable
        Takes the number of a piece; must not depend on other pieces.
    n_pieces : int
        How many pieces there are.
    n_threads : int
        How many run at a time.

    Examples
    --------
    >>> list(in_order(lambda piece: piece * piece, 4, n_threads=2))
    [0, 1, 4, 9]
    """
    if n_threads == 1 or n_pieces <= 1:
        for piece in range(n_pieces):
            yield work(piece)
        return
    waiting: deque[Future[_Result]] = deque()
    with ThreadPoolExecutor(min(n_threads, n_pieces)) as pool:
        try:
            for piece in range(n_pieces):
                waiting.append(pool.submit(work, piece))
                if len(waiting) >= 2 * n_threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for piece_left in waiting:
                piece_left.cancel()
