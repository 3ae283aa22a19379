"""Import what computing needs, once, whoever asks for it first."""

from __future__ import annotations

import threading
from importlib import import_module
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["have_libraries", "libraries_at_hand"]

_NEEDED: Final = (
    *("numpy", "pandas", "pyarrow.parquet", "numba", "scipy.stats", "sklearn.utils"),
    "genrelens.workflow.scoring.open_model",
    "genrelens.workflow.scoring.one_track",
    "genrelens.workflow.scoring.many_tracks",
    "genrelens.workflow.scoring.streams",
    "genrelens.workflow.scoring.using",
    "genrelens.workflow.what_if.board",
    "genrelens.workflow.what_if.starts",
    "genrelens.workflow.what_if.addresses",
    "genrelens.workflow.what_if.answering",
    "genrelens.workflow.what_if.explaining",
    "genrelens.workflow.what_if.flipping",
    "genrelens.workflow.browsing.collection",
    "genrelens.workflow.browsing.filtering",
    "genrelens.workflow.browsing.one_track",
    "genrelens.workflow.browsing.similar",
    "genrelens.workflow.labels.review_queue",
)
"""From the bottom up, so that no step takes long and a stop is soon seen."""

_READY: Final = "genrelens.workflow.answering.readying"

_importing = threading.Lock()
_at_hand = threading.Event()


def have_libraries(should_stop: Callable[[], bool] = lambda: False) -> None:
    """Come back when everything is imported; at once where that was done before.

    Two threads that import parts of one large library can meet in the middle and
    each see the other's half. Here one imports, and all others wait for it.

    Parameters
    ----------
    should_stop : callable
        Asked between two imports; where it says yes, the rest is left undone.

    Raises
    ------
    ImportError
        If a library is damaged or missing.
    """
    if _at_hand.is_set():
        return
    with _importing:
        for name in _NEEDED:
            if _at_hand.is_set() or should_stop():
                return
            import_module(name)
        import_module(_READY).ready_kernels()
        _at_hand.set()


async def libraries_at_hand() -> None:
    """Let a request wait until everything is imported; a dependency of routes."""
    if not _at_hand.is_set():
        await run_in_threadpool(have_libraries)
