"""`genrelens serve`: the whole job in a browser."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path  # noqa: TC003 (cyclopts reads the annotations)
from typing import Annotated

from cyclopts import Parameter

from genrelens.cli.terminal import stderr, words
from genrelens.errors import InputError

__all__ = ["serve"]

_NEEDED = ("fastapi", "httptools", "openTSNE", "orjson", "uvicorn")


def serve(
    *,
    data: Path | None = None,
    port: int | None = None,
    host: str = "127.0.0.1",
    model: tuple[Path, ...] = (),
    music: tuple[Path, ...] = (),
    token: Annotated[str | None, Parameter(env_var="GENRELENS_TOKEN")] = None,
    name: tuple[str, ...] = (),
    threads: int | None = None,
    no_browser: Annotated[bool, Parameter(negative=())] = False,
    log_requests: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Open the studio: the whole job in a browser, on this machine alone.

    Example: `genrelens serve`

    Parameters
    ----------
    data
        Folder that keeps tables, jobs, models and decisions; this system's folder
        for the data of programs if it is not given.
    port
        Port to listen on; 8765 or the next free one if it is not given.
    host
        Address to listen on. Any other than this machine's own needs a token of your
        choice, and exposes the studio to the network.
    model
        Model file that the studio is to have; may be given several times.
    music
        Folder of music that the studio may read and, after you said so, write genres
        into; may be given several times. It opens no other.
    token
        Secret that opens the studio; a new one at every start if it is not given.
        Other users of this machine can see options: the variable GENRELENS_TOKEN is
        safer.
    name
        Further name under which browsers reach the studio, as behind a proxy; may be
        given several times.
    threads
        Number of threads of a training; all processors by default.
    no_browser
        Print the address, but open no browser.
    log_requests
        Write a line for every request on standard error.
    """
    _ask_for_the_studio()
    from genrelens.places import data_folder
    from genrelens.server.guarding.exposure import check_exposure, check_token
    from genrelens.server.listening import USUAL_PORT
    from genrelens.server.running import run
    from genrelens.server.settings import Settings

    warning = check_exposure(host, port or USUAL_PORT, has_own_token=token is not None)
    if warning:
        stderr().print(words(f"Warning: {warning}", style="yellow", limit=2_000))
    settings = Settings(
        data=data_folder() if data is None else data,
        host=host,
        names=name,
        music=music,
        threads=threads,
    )
    if token is not None:
        settings = replace(settings, token=check_token(token))
    with suppress(KeyboardInterrupt):  # the usual way to stop it
        run(
            settings,
            port=port,
            model_files=model,
            opens_browser=not no_browser,
            tells_requests=log_requests,
        )
    return 0


def _ask_for_the_studio() -> None:
    """Say what to install where the studio's own libraries are not there."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise InputError(
            f"The studio is not installed ({', '.join(missing)} missing). Install it "
            f"with: pip install 'genrelens[studio]'"
        )
