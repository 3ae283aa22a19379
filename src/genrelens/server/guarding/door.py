"""Let a request in, or answer it at the door."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

from genrelens.errors import printable
from genrelens.server.guarding.asking import is_for_people
from genrelens.server.guarding.door_answers import (
    came_in,
    foreign_page,
    refusal,
    sign_in_page,
)
from genrelens.server.guarding.headers import guarded
from genrelens.server.guarding.hosts import HostList
from genrelens.server.guarding.limits import BodyLimits, check_shape, has_body
from genrelens.server.guarding.origins import (
    SAFE_METHODS,
    is_foreign,
    is_own_for_sure,
)
from genrelens.server.guarding.problems import Refused
from genrelens.server.guarding.token import TokenCheck

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from genrelens.server.settings import Settings

__all__ = ["HEAD_ONLY", "OPEN_TO_ALL", "Door"]

HEAD_ONLY: Final = "genrelens.head_only"
"""Stands in the scope of a request whose body nobody will get, so need not be read."""

OPEN_TO_ALL: Final = frozenset(
    {
        "/api/v1/health/live",
        "/api/v1/health/ready",
        "/v2/health/live",
        "/v2/health/ready",
    }
)
"""Paths that tell whether the server lives, without the token; never more than that."""

_METHODS: Final = SAFE_METHODS | {"POST", "PUT", "PATCH", "DELETE"}
_log = logging.getLogger("genrelens.server.requests")


class Door:
    """The one way into a studio, for every route that it has or will have.

    In this order: the shape of the head, the Host, the method, whether another site
    sent it, the token, and the body. Nothing of the application runs before all of
    them let the request in.

    Parameters
    ----------
    app : ASGI application
        What answers a request that may come in.
    settings : Settings
        Where the studio is reached, its token, and its limits.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._hosts = HostList(settings)
        self._token = TokenCheck(settings)
        self._bodies = BodyLimits(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            if _log.isEnabledFor(logging.INFO):
                send = _told(scope, send)
            await self._answer(scope, receive, guarded(send))
        else:  # there is no WebSocket here, for anybody
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        try:
            answer = self._judge(scope, headers)
            if answer is None:
                if scope["method"] not in SAFE_METHODS:
                    receive = await self._bodies.limited(headers, receive)
                elif scope["method"] == "HEAD":
                    scope = {**scope, "method": "GET", HEAD_ONLY: True}
                    send = _without_body(send)
        except Refused as refused:
            answer = refusal(refused, for_people=is_for_people(scope, headers))
        if answer is not None and has_body(headers):
            answer.headers["connection"] = "close"  # nobody reads what else it sends
        await (answer or self._app)(scope, receive, send)

    def _judge(self, scope: Scope, headers: Mapping[bytes, bytes]) -> Response | None:
        """Give the answer to a request that may not come in; nothing if it may."""
        check_shape(scope, headers)
        host = headers.get(b"host", b"")
        if not self._hosts.allows(host):
            raise Refused(421, _not_our_host(host))
        if scope["method"] not in _METHODS:
            raise Refused(405, "The studio does not take this method at any address.")
        if b"upgrade" in headers:
            raise Refused(
                400, "The studio speaks plain HTTP only; it takes no upgrade."
            )
        if is_foreign(headers, host.lower()):
            if _is_followed_link(scope, headers):
                return foreign_page(scope)
            raise Refused(403, "A page of another site sent this; it is not answered.")
        if scope["path"] in OPEN_TO_ALL and scope["method"] in SAFE_METHODS:
            return None
        return self._judge_token(scope, headers)

    def _judge_token(
        self, scope: Scope, headers: Mapping[bytes, bytes]
    ) -> Response | None:
        for_people = is_for_people(scope, headers)
        if for_people:
            visit = self._token.visit(scope["query_string"])
            if visit is not None:
                if visit.is_right:
                    return came_in(scope, visit, self._token.cookie)
                return sign_in_page(was_wrong=True)
        carried = self._token.carried(headers)
        if carried == "header" or (carried == "cookie" and _is_vouched(scope, headers)):
            return None
        if carried == "cookie":
            raise Refused(
                403,
                "Your browser does not say which page sent this, so that it could be "
                "one of another site. Use a newer browser, or send the token in the "
                "header 'X-Genrelens-Token'.",
            )
        if for_people:
            return sign_in_page(was_wrong=False)
        raise Refused(
            401,
            "The request carries no token of this studio. Send the one that was "
            "printed at the start, as 'Authorization: Bearer …' or in "
            "'X-Genrelens-Token'.",
        )


def _is_vouched(scope: Scope, headers: Mapping[bytes, bytes]) -> bool:
    return scope["method"] in SAFE_METHODS or is_own_for_sure(headers)


def _is_followed_link(scope: Scope, headers: Mapping[bytes, bytes]) -> bool:
    """Tell whether somebody followed a link to a whole page, not into a frame."""
    return (
        is_for_people(scope, headers)
        and headers.get(b"sec-fetch-mode") == b"navigate"
        and headers.get(b"sec-fetch-dest") == b"document"
        and b"origin" not in headers
    )


def _not_our_host(host: bytes) -> str:
    shown = printable(host.decode("latin-1"))
    return (
        f"This studio is not reached as '{shown}'. Open the address that was printed "
        f"where it was started, or start it with --name for another name."
    )


def _without_body(send: Send) -> Send:
    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return send_head


def _told(scope: Scope, send: Send) -> Send:
    """Write one line for each answer: no query, so no token; no control characters."""
    begun = time.perf_counter()

    async def send_told(message: Message) -> None:
        if message["type"] == "http.response.start":
            _log.info(
                "%s %s %d %.1f ms",
                printable(scope["method"], limit=20),
                printable(scope["path"], limit=200),
                message["status"],
                (time.perf_counter() - begun) * 1000,
            )
        await send(message)

    return send_told
