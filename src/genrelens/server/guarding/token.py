"""Tell whether a request carries the token of this studio."""

from __future__ import annotations

import hmac
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import parse_qsl, urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from genrelens.server.settings import Settings

__all__ = ["Carried", "TokenCheck", "Visit"]

Carried = Literal["header", "cookie", "nothing"]

_USED_TWICE: Final = (
    "The address that was opened in your browser was used twice. If your browser was "
    "not let in, somebody else on this machine was: stop the studio and start it again."
)
_log = logging.getLogger("genrelens.server")
_BEARER: Final = b"bearer "
_PURPOSE: Final = b"the cookie of a genrelens studio"


@dataclass(frozen=True, slots=True)
class Visit:
    """A first visit by the printed address: whether its token is right, where to go.

    Parameters
    ----------
    is_right : bool
        Its token is that of the studio.
    query : str
        What the address asked besides.
    """

    is_right: bool
    query: str


class TokenCheck:
    """Knows the token as it stands in a header, in a cookie and in an address.

    The cookie holds a value made from the token, not the token itself, and carries
    the port in its name: a browser sends a cookie to every port of a machine.

    Parameters
    ----------
    settings : Settings
        The token and the port.
    """

    def __init__(self, settings: Settings) -> None:
        self._token = settings.token.encode()
        self._first_code = settings.first_code.encode()
        self._is_used = False
        made = hmac.digest(self._token, _PURPOSE, "sha256").hex()
        self._pair = f"genrelens-{settings.port}={made}".encode("ascii")
        self.cookie = f"{self._pair.decode('ascii')}; Path=/; HttpOnly; SameSite=Strict"

    def carried(self, headers: Mapping[bytes, bytes]) -> Carried:
        """Tell where a request carries the right token."""
        if self._is_in_header(headers):
            return "header"
        given = headers.get(b"cookie")
        if given is not None:
            for pair in given.split(b";"):
                if hmac.compare_digest(pair.strip(), self._pair):
                    return "cookie"
        return "nothing"

    def _is_in_header(self, headers: Mapping[bytes, bytes]) -> bool:
        given = headers.get(b"x-genrelens-token")
        if given is None:
            given = headers.get(b"authorization", b"")
            if given[: len(_BEARER)].lower() != _BEARER:
                return False
            given = given[len(_BEARER) :]
        return hmac.compare_digest(given.strip(), self._token)

    def visit(self, query: bytes) -> Visit | None:
        """Read a token from an address; nothing where it has none."""
        if b"token=" not in query:
            return None
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        tokens = [value for name, value in pairs if name == "token"]
        if not tokens:
            return None
        is_right = all(self._opens(token.encode()) for token in tokens)
        rest = [(name, value) for name, value in pairs if name != "token"]
        return Visit(is_right=is_right, query=urlencode(rest))

    def _opens(self, given: bytes) -> bool:
        if hmac.compare_digest(given, self._token):
            return True
        if not self._first_code or not hmac.compare_digest(given, self._first_code):
            return False
        if self._is_used:
            _log.warning(_USED_TWICE)
        is_first, self._is_used = not self._is_used, True
        return is_first
