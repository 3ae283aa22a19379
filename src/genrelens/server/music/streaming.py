"""Send the bytes of a track's file, all or those that a player asks for."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from genrelens.server.guarding.problems import problem
from genrelens.server.music.byte_ranges import (
    ByteRange,
    UnsatisfiableRangeError,
    asked_range,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Receive, Scope, Send

__all__ = ["sound_response"]

_PIECE: Final = 256 * 1024
_NOT_KEPT: Final = "private, no-cache"


class _Sound(StreamingResponse):
    """Streams a part of a file, and closes it however the sending ends."""

    def __init__(
        self,
        file: IO[bytes],
        part: ByteRange,
        *,
        status_code: int,
        headers: dict[str, str],
        media_type: str,
    ) -> None:
        self._file = file
        super().__init__(
            _pieces(file, part),
            status_code=status_code,
            headers=headers,
            media_type=media_type,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._file:
            await super().__call__(scope, receive, send)


def sound_response(
    file: IO[bytes],
    n_bytes: int,
    *,
    content_type: str,
    tag: str,
    wanted: str | None = None,
    only_if: str | None = None,
    is_head: bool = False,
) -> Response:
    """Answer with a file or a range of it (RFC 9110, section 14).

    Parameters
    ----------
    file : binary file without buffer
        Open; it is closed when the answer ends.
    n_bytes : int
        Its size.
    content_type : str
        What a player is told it is.
    tag : str
        Tells this content from any other, in quotes.
    wanted, only_if : str, optional
        What stands in ``Range`` and in ``If-Range``.
    is_head : bool
        Whether nobody gets the body.

    Returns
    -------
    Response
        200, 206, or 416.
    """
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": tag,
        "Cache-Control": _NOT_KEPT,
        "Content-Disposition": "inline",
    }
    try:
        part = None if only_if not in (None, tag) else asked_range(wanted, n_bytes)
    except UnsatisfiableRangeError:
        file.close()
        return problem(
            416,
            f"The file has {n_bytes:,} bytes; none of those asked for is there.",
            headers={**headers, "Content-Range": f"bytes */{n_bytes}"},
        )
    whole = ByteRange(0, n_bytes - 1)
    sent = part or whole
    headers["Content-Length"] = str(sent.n_bytes)
    if part is not None:
        headers["Content-Range"] = f"bytes {part.first}-{part.last}/{n_bytes}"
    status = 200 if part is None else 206
    if is_head:
        file.close()
        answer = Response(status_code=status, media_type=content_type)
        del answer.headers["content-length"]
        answer.headers.update(headers)
        return answer
    return _Sound(
        file, sent, status_code=status, headers=headers, media_type=content_type
    )


async def _pieces(file: IO[bytes], part: ByteRange) -> AsyncIterator[bytes]:
    """Read piece by piece; a file that became shorter ends the answer early."""
    file.seek(part.first)
    left = part.n_bytes
    while left > 0:
        piece = await run_in_threadpool(file.read, min(_PIECE, left))
        if not piece:
            return
        left -= len(piece)
        yield piece
