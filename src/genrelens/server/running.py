"""Run a studio until it is stopped, and say where it is reached."""

from __future__ import annotations

import secrets
import threading
import webbrowser
from dataclasses import replace
from typing import TYPE_CHECKING

import uvicorn

from genrelens.errors import InputError, printable
from genrelens.server.app import create_app
from genrelens.server.bringing import bring_model
from genrelens.server.guarding.hosts import is_loopback
from genrelens.server.guarding.lines import tell_on_stderr
from genrelens.server.guarding.wire import PatientProtocol
from genrelens.server.keeping.store import Store
from genrelens.server.listening import USUAL_PORT, listen
from genrelens.server.music.roots import checked_roots

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from genrelens.server.settings import Settings

__all__ = ["first_address", "run"]

_MOST_CONNECTIONS = 256


class _Announcing(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then announce."""
        await super().startup(sockets)
        if self.started:
            self._announce()


def run(
    settings: Settings,
    *,
    port: int | None = None,
    model_files: Sequence[Path] = (),
    opens_browser: bool = True,
    tells_requests: bool = False,
) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    settings : Settings
        Where to keep things, the address to listen on, and what is allowed.
    port : int, optional
        Port to take; the usual one or the next free one where it is not given.
    model_files : sequence of Path
        Model files that the studio is to have.
    opens_browser : bool, default True
        Open the first page in the reader's browser.
    tells_requests : bool, default False
        Write a line for every request.

    Raises
    ------
    InputError
        If the port is taken, the data folder cannot be written, or a music folder
        cannot be read.
    FolderTakenError
        If another studio has the data folder open.
    BundleError
        If a model file cannot be trusted.
    """
    settings = replace(settings, music=checked_roots(settings.music))
    _prepare(settings, model_files)
    with listen(settings.host, port) as listening:
        taken: int = listening.getsockname()[1]
        code = secrets.token_urlsafe(24) if opens_browser else ""
        settings = replace(settings, port=taken, first_code=code)
        tell_on_stderr(requests=tells_requests)
        is_moved = port is None and taken != USUAL_PORT

        def announce() -> None:
            _say(settings, is_moved=is_moved)
            if opens_browser:
                _open(first_address(replace(settings, token=code)))

        server = _Announcing(_config(settings), announce)
        server.run(sockets=[listening])


def first_address(settings: Settings) -> str:
    """Give the address that opens a studio, with its token."""
    host = settings.host.strip("[]")
    if not is_loopback(host) and host in {"0.0.0.0", "::"}:  # noqa: S104 (compared)
        host = "127.0.0.1"
    written = f"[{host}]" if ":" in host else host
    return f"http://{written}:{settings.port}/?token={settings.token}"


def _prepare(settings: Settings, model_files: Sequence[Path]) -> None:
    """Find out what would keep the studio from starting while it can be told well."""
    try:
        with Store(settings.data) as store:
            for file in model_files:
                _bring(store, file)
    except OSError as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"Data folder '{printable(settings.data)}' cannot be used: "
            f"{error.strerror or error}. Give another one with --data."
        ) from error


def _bring(store: Store, file: Path) -> None:
    try:
        bring_model(store, file, name=file.name)
    except OSError as error:
        if isinstance(error, InputError) or error.filename != str(file):
            raise
        raise InputError(
            f"Model file '{printable(file)}' cannot be read: {error.strerror}. "
            "Name a file that train wrote, with --model."
        ) from error


def _config(settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(settings),
        http=PatientProtocol,
        ws="none",
        lifespan="on",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=3,
    )


def _say(settings: Settings, *, is_moved: bool) -> None:
    told = [f"Studio: {first_address(settings)}"]
    if is_moved:
        told.append(f"Port {USUAL_PORT} is taken, so this is port {settings.port}.")
    told.append(f"Data:   {printable(settings.data, limit=400)}")
    told += [f"Music:  {printable(each, limit=400)}" for each in settings.music]
    told.append("The address holds the token: who has it can open the studio.")
    told.append("Stop with Ctrl+C; what is kept is safe at any moment.")
    print("\n".join(told), flush=True)  # noqa: T201


def _open(address: str) -> None:
    """Open a browser without waiting for it."""
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
