"""Tell by what a browser says of itself whether another site sent a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SAFE_METHODS", "is_foreign", "is_own_for_sure"]

SAFE_METHODS: Final = frozenset({"GET", "HEAD"})
_OWN_SITES: Final = frozenset({b"same-origin", b"none"})


def is_foreign(headers: Mapping[bytes, bytes], host: bytes) -> bool:
    """Tell whether a page of another origin sent this request.

    Another port of this machine is another origin, and so is the page of a frame
    without one ("null"). Programs that are no browsers send neither header.

    Parameters
    ----------
    headers : mapping of bytes to bytes
        Headers of the request, their names in lower case.
    host : bytes
        Its Host header, found to name this studio.
    """
    site = headers.get(b"sec-fetch-site")
    if site is not None and site.lower() not in _OWN_SITES:
        return True
    origin = headers.get(b"origin")
    return origin is not None and not _is_own(origin, host)


def is_own_for_sure(headers: Mapping[bytes, bytes]) -> bool:
    """Tell whether a browser vouches that one of our own pages sent this request.

    Asked, after `is_foreign`, of what would change something with the cookie alone:
    a browser too old to say anything of itself is not given the benefit of a doubt.
    """
    return b"sec-fetch-site" in headers or b"origin" in headers


def _is_own(origin: bytes, host: bytes) -> bool:
    scheme, mark, authority = origin.partition(b"://")
    return bool(mark) and scheme in {b"http", b"https"} and authority == host
