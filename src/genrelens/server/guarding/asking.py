"""Tell whether a person or a program asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Scope

__all__ = ["is_for_people"]

_PROGRAMS: Final = ("/api/", "/v2/", "/static/")


def is_for_people(scope: Scope, headers: Mapping[bytes, bytes]) -> bool:
    """Tell whether a browser asks for a page that somebody will read."""
    return (
        scope["method"] in {"GET", "HEAD"}
        and b"text/html" in headers.get(b"accept", b"")
        and not scope["path"].startswith(_PROGRAMS)
    )
