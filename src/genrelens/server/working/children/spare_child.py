"""Keep one child ready, its imports done, for the next job."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from genrelens.server.working.children.child_process import ChildProcess

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SpareChild"]


class SpareChild:
    """A child that waits for a job.

    Parameters
    ----------
    make_child : callable
        Starts one.
    """

    def __init__(self, make_child: Callable[[], ChildProcess] = ChildProcess) -> None:
        self._make_child = make_child
        self._child: ChildProcess | None = None
        self._lock = threading.Lock()
        self._is_closed = False

    def prepare(self) -> None:
        """Start a child unless one is waiting."""
        with self._lock:
            if not self._is_closed and (
                self._child is None or not self._child.is_alive
            ):
                self._drop()
                self._child = self._make_child()

    def take(self) -> ChildProcess:
        """Give the waiting child, or a new one where none waits."""
        with self._lock:
            child, self._child = self._child, None
        if child is not None and child.is_alive:
            return child
        if child is not None:
            child.leave()
        return self._make_child()

    def close(self) -> None:
        """End the waiting child; no other is started."""
        with self._lock:
            self._is_closed = True
            self._drop()

    def _drop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.leave()
            self._child = None
