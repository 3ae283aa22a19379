"""Say whether the server lives, and whether it is ready to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from genrelens.server.guarding.problems import Refused

if TYPE_CHECKING:
    from genrelens.server.studio import Studio

__all__ = ["router"]

router = APIRouter(prefix="/health", tags=["health"])


class Live(BaseModel):
    """The process answers."""

    status: Literal["live"] = "live"


class Ready(BaseModel):
    """Everything that answers need is open."""

    status: Literal["ready"] = Field(default="ready")


@router.get("/live", summary="Does the process answer?")
async def live() -> Live:
    """Tell that the process answers; no token is needed."""
    return Live()


@router.get("/ready", summary="Are the folder and the queue open?")
async def ready(request: Request) -> Ready:
    """Tell that the folder is open, and that jobs go on; no token is needed."""
    studio: Studio | None = getattr(request.app.state, "studio", None)
    if studio is None:
        raise Refused(503, "The studio is still opening, or is closing. Ask again.")
    if studio.queue.trouble:
        raise Refused(503, f"Jobs do not go on: {studio.queue.trouble}")
    return Ready()
