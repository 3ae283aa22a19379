"""Know every file that a page may load, by its name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Asset", "assets", "stamp", "static_url"]

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_FROM_REPORTS = ("report.css", "report.js")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file that pages load.

    Parameters
    ----------
    content : bytes
        The whole file.
    content_type : str
        What a browser is told it is.
    tag : str
        Hash of the content, in quotes, as an HTTP entity tag.
    """

    content: bytes
    content_type: str
    tag: str


@cache
def assets() -> Mapping[str, Asset]:
    """Give every file by its name: the studio's own, and the report's two.

    They are read once a process: few and small, and a page never sees half of
    one version and half of the next.
    """
    own = {
        entry.name: entry.read_bytes()
        for entry in files("genrelens.server").joinpath("static").iterdir()
        if entry.is_file() and _suffix(entry.name) in _TYPES
    }
    drawn = files("genrelens.reports").joinpath("templates")
    reused = {name: drawn.joinpath(name).read_bytes() for name in _FROM_REPORTS}
    contents = {**own, **reused}
    return MappingProxyType(
        {name: _asset(name, contents[name]) for name in sorted(contents)}
    )


@cache
def stamp() -> str:
    """Give the hash of all files together, which stands in their addresses.

    One stamp for all, so that a module that imports another by a relative address
    gets the one of its own version, and both may be kept for ever.
    """
    digest = hashlib.sha256()
    for name, asset in assets().items():
        digest.update(f"{name} {asset.tag}\n".encode())
    return digest.hexdigest()[:16]


def static_url(name: str) -> str:
    """Give the address of a file.

    Raises
    ------
    KeyError
        If there is no such file: a fault of the template that asks for it.

    Examples
    --------
    >>> static_url("report.css").endswith("/report.css")
    True
    """
    if name not in assets():
        known = ", ".join(assets())
        raise KeyError(f"no static file '{name}'; there are {known}")
    return f"/static/{stamp()}/{name}"


def _asset(name: str, content: bytes) -> Asset:
    digest = hashlib.sha256(content).hexdigest()[:32]
    return Asset(content, _TYPES[_suffix(name)], f'"{digest}"')


def _suffix(name: str) -> str:
    return name.rpartition(".")[2]
