"""Analyse many files in several children, each replaced where it breaks down."""

from __future__ import annotations

import queue
import threading
import time
from typing import TYPE_CHECKING, Final

from genrelens.audio.analysis import Failure, knows_nothing
from genrelens.audio.isolation.one_child import WALL_SECONDS, OneChild

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from pathlib import Path

    from genrelens.audio.analysis import Analysis, AnalysisOptions, Knows

__all__ = ["AnalysisPool"]

_SPENT: Final = frozenset({"memory"})  # after these a child is replaced though it lives
_SERVICE_SECONDS: Final = 3_000.0  # well within the hour of processor time it may take
_FILES_A_CHILD: Final = 2_000  # what libraries leak does not grow without end


class AnalysisPool:
    """Children that analyse files side by side.

    Parameters
    ----------
    n_workers : int
        Number of children.
    options : AnalysisOptions
    n_values : int
        How many values a row has.
    knows : callable, optional
        Says of ``"content"`` or ``"sound"`` and a hash whether it was analysed
        before. It is called from several threads.
    wall_seconds : float
        How long one file may take.
    """

    def __init__(
        self,
        n_workers: int,
        options: AnalysisOptions,
        *,
        n_values: int,
        knows: Knows = knows_nothing,
        wall_seconds: float = WALL_SECONDS,
    ) -> None:
        self._n_workers = n_workers
        self._options = options
        self._n_values = n_values
        self._knows = knows
        self._wall_seconds = wall_seconds

    def analyse(
        self, paths: Iterable[Path]
    ) -> Generator[Analysis | Failure, None, None]:
        """Analyse files, and give what is found as it is found.

        Every file is answered exactly once, in no fixed order. When the iterator is
        closed, the children are ended.

        Parameters
        ----------
        paths : iterable of Path

        Yields
        ------
        Analysis or Failure

        Raises
        ------
        InputError
            If the children refuse to begin.
        """
        work = _Work(iter(paths))
        threads = [
            threading.Thread(
                target=self._serve, args=(work,), name=f"analysis {number}", daemon=True
            )
            for number in range(self._n_workers)
        ]
        for thread in threads:
            thread.start()
        try:
            for _ in threads:
                while (answer := work.answers.get()) is not None:
                    if isinstance(answer, BaseException):
                        raise answer
                    yield answer
        finally:
            work.stop()
            for thread in threads:
                thread.join()

    def _serve(self, work: _Work) -> None:
        """Feed one child, and its successors, until there is no more work."""
        child: OneChild | None = None
        n_done, began = 0, 0.0
        try:
            while (path := work.take()) is not None:
                if child is None:
                    child = work.adopt(self._begin())
                    n_done, began = 0, time.monotonic()
                answer = child.analyse(path, self._knows)
                n_done += 1
                is_old = time.monotonic() - began >= _SERVICE_SECONDS
                is_spent = isinstance(answer, Failure) and answer.code in _SPENT
                is_spent = is_spent or is_old or n_done >= _FILES_A_CHILD
                if is_spent or not child.is_usable:
                    work.dismiss(child)
                    child = None
                if not work.is_stopped:
                    work.answers.put(answer)
        except BaseException as error:  # noqa: BLE001 (raised again by the reader)
            work.answers.put(error)
        finally:
            if child is not None:
                work.dismiss(child)
            work.answers.put(None)

    def _begin(self) -> OneChild:
        child = OneChild(
            self._options, n_values=self._n_values, wall_seconds=self._wall_seconds
        )
        try:
            child.wait_until_ready()
        except BaseException:
            child.end()
            raise
        return child


class _Work:
    """What is still to be done, who does it, and what was found."""

    def __init__(self, paths: Iterator[Path]) -> None:
        self.answers: queue.Queue[Analysis | Failure | BaseException | None] = (
            queue.Queue()
        )
        self.is_stopped = False
        self._paths = paths
        self._children: set[OneChild] = set()
        self._lock = threading.Lock()

    def take(self) -> Path | None:
        with self._lock:
            return None if self.is_stopped else next(self._paths, None)

    def adopt(self, child: OneChild) -> OneChild:
        with self._lock:
            self._children.add(child)
            is_late = self.is_stopped
        if is_late:
            child.end()
        return child

    def dismiss(self, child: OneChild) -> None:
        with self._lock:
            self._children.discard(child)
        child.end()

    def stop(self) -> None:
        """Give out no more work, and end whoever is still at it."""
        with self._lock:
            self.is_stopped = True
            children = list(self._children)
        for child in children:
            child.kill()
