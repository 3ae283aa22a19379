"""Keep what a person decides about labels, and hand it out as corrections."""

from __future__ import annotations

from fastapi import APIRouter

__all__ = ["router"]

router = APIRouter()
