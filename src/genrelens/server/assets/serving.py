"""Serve the files that pages load, and no others."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Response

from genrelens.server.assets.catalogue import assets, stamp

__all__ = ["router"]

router = APIRouter()

_FOR_EVER = "private, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


@router.get("/static/{version}/{name}", include_in_schema=False)
async def static_file(
    version: str,
    name: str,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Give one file; at its own version's address it may be kept for ever."""
    asset = assets().get(name)
    if asset is None:
        raise HTTPException(404, "There is no such file.")
    headers = {
        "ETag": asset.tag,
        "Cache-Control": _FOR_EVER if version == stamp() else _ASK_AGAIN,
        "X-Content-Type-Options": "nosniff",
    }
    if if_none_match is not None and asset.tag in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(asset.content, media_type=asset.content_type, headers=headers)
