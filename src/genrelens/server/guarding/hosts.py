"""Tell by the Host header whether a request was meant for this studio."""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from genrelens.server.settings import Settings

__all__ = ["HostList", "is_loopback"]

_LOOPBACK_NAMES: Final = ("127.0.0.1", "localhost", "[::1]")
_NOT_NAMES: Final = frozenset({"0.0.0.0", "[::]", ""})  # noqa: S104 (never taken)
_USUAL_PORT: Final = 80
_LITERAL: Final = re.compile(
    rb"(?:\[([0-9a-f:.]{2,45})\]|([0-9.]{7,15}))(?::([0-9]+))?"
)


class HostList:
    """The names under which a studio is reached, each with its port.

    A page of another site can make a name of its own point to this machine, but it
    cannot change the name that the browser then sends. Names are therefore compared
    whole: no endings, no other port, no dot behind.

    Parameters
    ----------
    settings : Settings
        Where the studio listens. Where that is not this machine alone, numeric
        addresses are taken too: they can be had by no rebinding of a name.
    """

    def __init__(self, settings: Settings) -> None:
        names = {*_LOOPBACK_NAMES, _written(settings.host)}
        self._takes_addresses = not is_loopback(settings.host)
        if self._takes_addresses:
            names |= {socket.gethostname().lower()}
        names -= _NOT_NAMES
        given = {name.lower() for name in settings.names}  # as a proxy sends them
        with_port = {f"{name}:{settings.port}" for name in names | given}
        if settings.port == _USUAL_PORT:
            given |= names
        self._port = str(settings.port).encode()
        self._hosts = frozenset(name.encode() for name in with_port | given)

    def allows(self, host: bytes) -> bool:
        """Tell whether a Host header names this studio."""
        return host in self._hosts or self._allows_otherwise(host.lower())

    def _allows_otherwise(self, host: bytes) -> bool:
        if host in self._hosts:
            return True
        found = _LITERAL.fullmatch(host) if self._takes_addresses else None
        if found is None or (found[3] or b"80") != self._port:
            return False
        try:
            address = ipaddress.ip_address((found[1] or found[2]).decode("ascii"))
        except ValueError:
            return False
        return not (address.is_unspecified or address.is_multicast)


def is_loopback(host: str) -> bool:
    """Tell whether an address is reached from this machine alone.

    Examples
    --------
    >>> [is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0")]
    [True, True, True, False]
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _written(host: str) -> str:
    """Write an address as it stands in a Host header."""
    return f"[{host.strip('[]').lower()}]" if ":" in host else host.lower()
