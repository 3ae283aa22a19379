"""`genrelens serve`: the whole job in a browser."""

from __future__ import annotations

from pathlib import Path

__all__ = ["serve"]


def serve(
    *,
    data: Path = Path("studio"),
    port: int = 8765,
    host: str = "127.0.0.1",
    model: tuple[Path, ...] = (),
    no_browser: bool = False,
) -> int:
    """Open the studio: the whole job in a browser.

    Example: `genrelens serve --data studio`

    Parameters
    ----------
    data
        Folder that holds tables, models and decisions.
    port
        Port to listen on.
    host
        Address to listen on.
    model
        Model file to have in the studio; may be given several times.
    no_browser
        Print the address, but open no browser.
    """
    from genrelens.server.running import run
    from genrelens.server.settings import Settings

    run(Settings(data=data, host=host, port=port), opens_browser=not no_browser)
    return 0
