"""Read requests off a connection that may be slow, endless or broken on purpose."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from genrelens.server.guarding.headers import GUARDING_HEADERS
from genrelens.server.guarding.problems import problem

if TYPE_CHECKING:
    import asyncio

__all__ = ["PatientProtocol"]

_HEAD_SECONDS: Final = 10.0
_MOST_HEAD_BYTES: Final = 64 * 1024
_TOO_LARGE: Final = "The head of the request is larger than 64 KB."
_BROKEN: Final = "This is not an HTTP request that can be read."


class PatientProtocol(HttpToolsProtocol):
    """Waits ten seconds for the head of a request, and keeps 64 KB of it, no more.

    The server below reads heads of any length and waits for them for ever. Bodies are
    limited further in, where their type is known.
    """

    _is_in_head = True
    _saw_end_of_head = False
    _n_head_bytes = 0
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for the first head."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read on, and give up where the head has grown too large."""
        if self._is_in_head and self._timer is None:
            self._wait()
        is_all_head, self._saw_end_of_head = self._is_in_head, False
        super().data_received(data)
        is_all_head = is_all_head and not self._saw_end_of_head
        if is_all_head and not self.transport.is_closing():
            self._n_head_bytes += len(data)
            if self._n_head_bytes > _MOST_HEAD_BYTES:
                self._refuse(431, _TOO_LARGE)

    def on_headers_complete(self) -> None:
        """Take the head as read."""
        self._is_in_head = False
        self._saw_end_of_head = True
        self._n_head_bytes = 0
        self._stop_waiting()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Expect another head on this connection."""
        super().on_message_complete()
        self._is_in_head = True

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 (ours says more)
        """Refuse what is no request."""
        self._refuse(400, _BROKEN)

    def _refuse(self, status: int, detail: str) -> None:
        """Answer without the application, and hang up."""
        answer = problem(status, detail, headers=GUARDING_HEADERS)
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode()]
        lines += [name + b": " + value for name, value in answer.raw_headers]
        lines += [b"connection: close", b"", bytes(answer.body)]
        self.transport.write(b"\r\n".join(lines))
        self.transport.close()

    def _wait(self) -> None:
        self._timer = self.loop.call_later(_HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if self._is_in_head and not self.transport.is_closing():
            self.transport.close()
