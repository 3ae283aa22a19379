"""Let a request in, or answer it at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from genrelens.server.settings import Settings

__all__ = ["Door"]


class Door:
    """The one way into a studio, for every route that it has or will have.

    Parameters
    ----------
    app : ASGI application
        What answers a request that may come in.
    settings : Settings
        Where the studio is reached, its token, and its limits.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        await self._app(scope, receive, send)
