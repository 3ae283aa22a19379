"""Let a reader drop new tracks, and copy the call that does the same."""

from __future__ import annotations

from fastapi import APIRouter

__all__ = ["router"]

router = APIRouter()
