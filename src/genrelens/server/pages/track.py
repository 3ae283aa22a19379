"""Show one track: its reasons, its neighbours, and why not another genre."""

from __future__ import annotations

from fastapi import APIRouter

__all__ = ["router"]

router = APIRouter()
