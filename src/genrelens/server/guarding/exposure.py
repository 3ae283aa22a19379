"""Refuse to be reachable from other machines by mistake."""

from __future__ import annotations

from typing import Final

from genrelens.errors import InputError, printable
from genrelens.server.guarding.hosts import is_loopback

__all__ = ["check_exposure", "check_token"]

_SHORTEST_TOKEN: Final = 16
_TOKEN_CHARACTERS: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/="
)


def check_token(token: str) -> str:
    """Give a chosen token back if it is long enough to be one.

    Raises
    ------
    InputError
        If it is short, or has characters that cannot stand in a header.
    """
    if len(token) < _SHORTEST_TOKEN or not set(token) <= _TOKEN_CHARACTERS:
        raise InputError(
            f"The token has {len(token)} characters or holds one that a header cannot "
            f"carry. Give at least {_SHORTEST_TOKEN} letters, digits or any of "
            f"'-._~+/=', as the command 'openssl rand -hex 24' makes them."
        )
    return token


def check_exposure(host: str, port: int, *, has_own_token: bool) -> str:
    """Say what an address exposes; refuse it where nobody chose the token.

    Parameters
    ----------
    host, port : str, int
        Where the server is to listen.
    has_own_token : bool
        Whether a token was given, and not just drawn.

    Returns
    -------
    str
        A warning to print; empty where only this machine reaches the server.

    Raises
    ------
    InputError
        If other machines could reach a server without a chosen token.
    """
    if is_loopback(host):
        return ""
    exposed = (
        f"With --host {printable(host)}, every machine that reaches port {port} of "
        f"this one, and who knows the token, can read, change and delete all tables, "
        f"models and decisions of the data folder, and use this machine's processors. "
        f"Nothing is encrypted on the way: others in the same network can read along"
    )
    if not has_own_token:
        raise InputError(
            f"{exposed}. If you want that, choose a token and give it in the variable "
            f"GENRELENS_TOKEN or with --token. Without --host it keeps to this machine."
        )
    return f"{exposed}; put a proxy with TLS in front."
