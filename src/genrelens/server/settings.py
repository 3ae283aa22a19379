"""Say where a server keeps its things, where it listens, and what it allows."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Settings"]

_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a server is told when it starts.

    Parameters
    ----------
    data : Path
        Folder that holds the database and all files; made where it does not exist,
        readable by its owner only.
    host : str
        Address to listen on.
    port : int
        Port to listen on.
    token : str
        Secret that every request carries, as a cookie or in a header.
    first_code : str
        Opens the studio once, for the browser that is started with it: what a program
        is started with can be read by everybody on the machine. Empty for none.
    max_upload_bytes : int
        Largest file that is taken.
    max_json_bytes : int
        Largest JSON body that is taken.
    names : tuple of str
        Further names under which the server is reached, as behind a proxy.
    threads : int, optional
        Threads of a training; all processors where it is not given.
    music : tuple of Path
        Folders of music, the only ones whose files are ever opened for a request.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8765
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    first_code: str = field(default="", repr=False)
    max_upload_bytes: int = 2048 * _MEGABYTE
    max_json_bytes: int = 2 * _MEGABYTE
    names: tuple[str, ...] = ()
    threads: int | None = None
    music: tuple[Path, ...] = ()
