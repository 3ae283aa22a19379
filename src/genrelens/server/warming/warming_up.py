"""Import what computing needs while the first page is being read."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from genrelens.server.warming.libraries import have_libraries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["FirstAnswer", "WarmUp"]

_LONGEST_WAIT: Final = 3.0
_AFTER_AN_ANSWER: Final = 0.5  # its style sheets and pictures are asked for next
_log = logging.getLogger("genrelens.server.warming")


class WarmUp:
    """One thread that imports, begun after the first answer or a few seconds.

    It opens no model and no table. Where it fails, one line is logged, and whoever
    needs the libraries is told why when they ask.

    Parameters
    ----------
    prepare : callable
        Does the work; asks what it is given between two steps whether to stop.
    longest_wait : float
        Seconds after which it begins though nobody was answered.
    after_an_answer : float
        Seconds between the first answer and the beginning.
    """

    def __init__(
        self,
        prepare: Callable[[Callable[[], bool]], None] = have_libraries,
        *,
        longest_wait: float = _LONGEST_WAIT,
        after_an_answer: float = _AFTER_AN_ANSWER,
    ) -> None:
        self._prepare = prepare
        self._longest_wait = longest_wait
        self._after_an_answer = after_an_answer
        self._was_answered = threading.Event()
        self._is_over = threading.Event()

    def tell_answered(self) -> None:
        """Hear that somebody was answered."""
        self._was_answered.set()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Warm up beside what is done within; on leaving, the thread has ended."""
        self._is_over.clear()
        thread = threading.Thread(target=self._work, name="warm-up")
        thread.start()
        try:
            yield
        finally:
            self._is_over.set()
            self._was_answered.set()
            thread.join()

    def _work(self) -> None:
        if self._was_answered.wait(self._longest_wait):
            self._is_over.wait(self._after_an_answer)
        if self._is_over.is_set():
            return
        try:
            self._prepare(self._is_over.is_set)
        except ImportError as error:
            _log.warning("The warm-up failed, so models will not open: %s", error)


class FirstAnswer:
    """Tells a warm-up of the first answer of an application.

    Parameters
    ----------
    app : ASGIApp
        What answers.
    warm_up : WarmUp
        Told when a request has been answered.
    """

    def __init__(self, app: ASGIApp, warm_up: WarmUp) -> None:
        self._app = app
        self._warm_up = warm_up

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, then tell."""
        await self._app(scope, receive, send)
        if scope["type"] == "http":
            self._warm_up.tell_answered()
