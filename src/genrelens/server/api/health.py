"""Say whether the server lives, and whether it is ready to answer."""

from __future__ import annotations

from fastapi import APIRouter

__all__ = ["router"]

router = APIRouter()
