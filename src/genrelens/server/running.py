"""Run a studio until it is stopped, and say where it is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import uvicorn

from genrelens.server.app import create_app

if TYPE_CHECKING:
    from genrelens.server.settings import Settings

__all__ = ["run"]


def run(settings: Settings, *, opens_browser: bool = True) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    settings : Settings
        Where to keep things, where to listen, and what is allowed.
    opens_browser : bool, default True
        Open the first page in the reader's browser.
    """
    print(f"http://{settings.host}:{settings.port}/?token={settings.token}")  # noqa: T201
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        proxy_headers=False,
        server_header=False,
        ws="none",
        log_level="warning",
    )
