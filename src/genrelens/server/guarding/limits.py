"""Hold what a request may weigh, and how long its body may take."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Final, NoReturn

from genrelens.server.guarding.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Message, Receive, Scope

    from genrelens.server.settings import Settings

__all__ = ["BodyLimits", "check_shape", "has_body"]

_MOST_HEADERS: Final = 100
_LONGEST_ADDRESS: Final = 8192
_ONCE: Final = (
    *(b"host", b"origin", b"content-length", b"content-type", b"cookie"),
    *(b"authorization", b"x-genrelens-token", b"sec-fetch-site"),
)
_JSON: Final = b"application/json"
_FILES: Final = frozenset(
    {
        b"application/octet-stream",
        b"text/csv",
        b"text/tab-separated-values",
        b"application/vnd.apache.parquet",
        b"application/x-ndjson",
        b"application/gzip",
    }
)
_JSON_SECONDS: Final = 20.0
_IDLE_SECONDS: Final = 30.0
_MEGABYTE: Final = 2**20
_MOST_DIGITS: Final = 20
_SUSPECTS: Final = (b"\\ud", b"\\uD", b"NaN", b"Infinity")


def check_shape(scope: Scope, headers: Mapping[bytes, bytes]) -> None:
    """Refuse a request whose head is too large, or says one thing twice.

    Raises
    ------
    Refused
        If so; the sentence says what is allowed.
    """
    given = scope["headers"]
    if len(given) > _MOST_HEADERS:
        raise Refused(
            431, f"The request has {len(given):,} headers; {_MOST_HEADERS} are allowed."
        )
    length = len(scope.get("raw_path", b"")) + len(scope["query_string"])
    if length > _LONGEST_ADDRESS:
        raise Refused(
            414,
            f"The address has {length:,} characters; {_LONGEST_ADDRESS:,} are allowed.",
        )
    if len(headers) != len(given):
        names = [name for name, _ in given]
        for name in _ONCE:
            if names.count(name) > 1:
                raise Refused(400, f"The header '{name.decode()}' is given twice.")


def has_body(headers: Mapping[bytes, bytes]) -> bool:
    """Tell whether a body is announced, however long."""
    return (
        b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0"
    )


class BodyLimits:
    """Checks the type and the size of bodies, and how fast they come.

    Parameters
    ----------
    settings : Settings
        The largest JSON document and the largest file.
    """

    def __init__(self, settings: Settings) -> None:
        self._most_json = settings.max_json_bytes
        self._most_file = settings.max_upload_bytes

    async def limited(
        self, headers: Mapping[bytes, bytes], receive: Receive
    ) -> Receive:
        """Give the body as far as it may go; a JSON document is taken in whole.

        Raises
        ------
        Refused
            If the type is not taken, or the body is too large, too slow, or not the
            JSON it says it is.
        """
        given = headers.get(b"content-type")
        length = _length(headers)
        if given is None:
            if length == 0 and b"transfer-encoding" not in headers:
                return receive
            _refuse_type("none is given")
        kind = given.partition(b";")[0].strip().lower()
        if kind == _JSON:
            if length > self._most_json:
                _refuse_size(self._most_json, "JSON documents")
            return await self._whole(receive)
        if kind not in _FILES:
            _refuse_type(f"this is '{kind.decode('latin-1')[:60]}'")
        if length > self._most_file:
            _refuse_size(self._most_file, "files")
        return self._counted(receive)

    async def _whole(self, receive: Receive) -> Receive:
        """Take a JSON document in, and give it on as one piece."""
        first = await self._first_message(receive)
        is_given = False

        async def give() -> Message:
            nonlocal is_given
            if is_given:
                return await receive()
            is_given = True
            return first

        return give

    async def _first_message(self, receive: Receive) -> Message:
        parts: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(_JSON_SECONDS):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return message
                    parts.append(message.get("body", b""))
                    size += len(parts[-1])
                    if size > self._most_json:
                        _refuse_size(self._most_json, "JSON documents")
                    if not message.get("more_body", False):
                        break
        except TimeoutError:
            raise Refused(
                408,
                f"The JSON document was not complete in {_JSON_SECONDS:.0f} seconds.",
            ) from None
        body = parts[0] if len(parts) == 1 else b"".join(parts)
        _check_json(body)
        return {"type": "http.request", "body": body, "more_body": False}

    def _counted(self, receive: Receive) -> Receive:
        """Count what comes of a file, and wait for no piece of it for ever."""
        size = 0

        async def give() -> Message:
            nonlocal size
            try:
                async with asyncio.timeout(_IDLE_SECONDS):
                    message = await receive()
            except TimeoutError:
                raise Refused(
                    408,
                    f"Nothing more of the file came in {_IDLE_SECONDS:.0f} seconds.",
                ) from None
            size += len(message.get("body", b""))
            if size > self._most_file:
                _refuse_size(self._most_file, "files")
            return message

        return give


def _length(headers: Mapping[bytes, bytes]) -> int:
    given = headers.get(b"content-length", b"0")
    if not given.isdigit():
        raise Refused(400, "The header 'content-length' is no whole number.")
    return int(given[:_MOST_DIGITS])


def _refuse_type(found: str) -> NoReturn:
    raise Refused(
        415,
        f"Of what type the body is, the header 'content-type' has to say, and {found}. "
        f"Allowed are application/json, and for files application/octet-stream.",
    )


def _refuse_size(most: int, what: str) -> NoReturn:
    shown = f"{most / _MEGABYTE:,.0f} MB" if most >= _MEGABYTE else f"{most:,} bytes"
    raise Refused(413, f"The body is larger than {shown}, the limit for {what}.")


def _check_json(body: bytes) -> None:
    r"""Refuse what is not JSON to the letter: NaN, and halves of characters.

    Halves are escapes such as ``\ud800``: they can be written in JSON, but are no
    characters, and could be kept and shown by nothing.
    """
    if not any(suspect in body for suspect in _SUSPECTS):
        return
    try:
        read = json.loads(body, parse_constant=_refuse_constant)
        json.dumps(read, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Refused(400, "The JSON document holds half a character.") from None
    except (ValueError, RecursionError):
        return  # the route's own reading tells what is wrong


def _refuse_constant(constant: str) -> NoReturn:
    raise Refused(
        400, f"The JSON document holds {constant}, which JSON does not know: send null."
    )
