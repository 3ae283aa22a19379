"""Name the genre of tracks: one, many, or a whole file as a stream."""

from __future__ import annotations

from fastapi import APIRouter

__all__ = ["router"]

router = APIRouter()
