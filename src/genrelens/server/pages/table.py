"""Show what is in a table, and let its reader change how it is taken."""

from __future__ import annotations

from fastapi import APIRouter

__all__ = ["router"]

router = APIRouter()
