"""Start, follow, cancel and repeat what takes long."""

from __future__ import annotations

from fastapi import APIRouter

__all__ = ["router"]

router = APIRouter()
