"""Write each event of a server as one line, without anything that steers a terminal."""

from __future__ import annotations

import logging
from typing import Final

from genrelens.errors import printable

__all__ = ["OneLine", "tell_on_stderr"]

_LONGEST: Final = 20_000


class OneLine(logging.Formatter):
    """Writes a record, its traceback included, on one line.

    What strangers send can stand in it, so line breaks and control characters are
    shown as escapes: no line can be forged, and no terminal be steered.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        return printable(super().format(record), limit=_LONGEST)


def tell_on_stderr(*, requests: bool) -> None:
    """Send what the server has to say to standard error.

    Parameters
    ----------
    requests : bool
        Write a line for every request too.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine())
    levels = {
        "uvicorn.error": logging.ERROR,
        "genrelens.server": logging.WARNING,
        "genrelens.server.requests": logging.INFO if requests else logging.WARNING,
    }
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    for name in ("uvicorn.error", "genrelens.server"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
