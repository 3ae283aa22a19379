"""Read requests off a connection that may be slow, endless or broken on purpose."""

from __future__ import annotations

import re
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
_TOO_LARGE: Final = "The head of the request, or what follows its body, is over 64 KB."
_END_OF_HOST: Final = re.compile(rb"[/?#\\]")
_BROKEN: Final = "This is not an HTTP request that can be read."


class PatientProtocol(HttpToolsProtocol):
    """Waits ten seconds for the head of a request, and keeps 64 KB of it, no more.

    The server below reads heads of any length and waits for them for ever, and keeps
    every field that comes behind a body in pieces. Bodies are limited further in,
    where their type is known.
    """

    _is_in_head = True
    _got_on = False  # the end of a head, some of a body or the end of it came
    _n_head_bytes = 0
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for the first head."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read on, and give up where what is neither read nor body grows too large."""
        if self._is_in_head and self._timer is None:
            self._wait()
        self._got_on = False
        super().data_received(data)
        if not self._got_on and not self.transport.is_closing():
            self._n_head_bytes += len(data)
            if self._n_head_bytes > _MOST_HEAD_BYTES:
                self._refuse(431, _TOO_LARGE)

    def on_headers_complete(self) -> None:
        """Take the head as read; an address with a host in it overrules Host."""
        self._is_in_head = False
        self._read_on()
        self._stop_waiting()
        if not self.url.startswith(b"/"):
            self._take_host_of_address()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body."""
        self._read_on()
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Expect another head on this connection."""
        self._read_on()
        super().on_message_complete()
        self._is_in_head = True

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 (ours says more)
        """Refuse what is no request."""
        self._refuse(400, _BROKEN)

    def _read_on(self) -> None:
        self._got_on = True
        self._n_head_bytes = 0

    def _take_host_of_address(self) -> None:
        """Let the door judge the host that is asked, as RFC 9112 (3.2.2) wants it."""
        _, mark, behind = self.url.partition(b"://")
        if mark:
            asked = _END_OF_HOST.split(behind, maxsplit=1)[0]
            others = [field for field in self.headers if field[0] != b"host"]
            self.headers[:] = [(b"host", asked), *others]

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
