"""Find a port to listen on, and say so where it is not the one asked for."""

from __future__ import annotations

import errno
import socket
from typing import Final

from genrelens.errors import InputError, printable

__all__ = ["USUAL_PORT", "listen"]

USUAL_PORT: Final = 8765
_FURTHER_PORTS: Final = 20


def listen(host: str, port: int | None) -> socket.socket:
    """Give a socket that listens already, so that nobody else can take its port.

    Parameters
    ----------
    host : str
        Address of this machine.
    port : int, optional
        The one port to take, 0 for any. If not given, the usual one or, where it is
        taken, the next free one.

    Raises
    ------
    InputError
        If the port is taken or the address is not one of this machine.
    """
    if port is not None:
        return _bound(host, port)
    for further in range(USUAL_PORT, USUAL_PORT + _FURTHER_PORTS):
        try:
            return _bound(host, further)
        except PortTakenError:
            continue
    raise PortTakenError(
        f"Ports {USUAL_PORT} to {USUAL_PORT + _FURTHER_PORTS - 1} are all taken. Stop "
        f"one of the programs that hold them, or give a free one with --port."
    )


class PortTakenError(InputError):
    """Another program listens there."""


def _bound(host: str, port: int) -> socket.socket:
    name = host.strip("[]")
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((name, port))
        made.listen(256)
    except OSError as error:
        made.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(
                f"Port {port} is taken by another program, perhaps by a studio that "
                f"runs already. Give another one with --port, or leave it out."
            ) from error
        if error.errno == errno.EACCES:
            raise InputError(
                f"Port {port} may not be used by your account. Give one from 1024 on."
            ) from error
        raise InputError(
            f"Address '{printable(host)}' cannot be listened on: "
            f"{error.strerror or error}. Leave --host out to use this machine alone."
        ) from error
    return made
