"""Bring tables, read what is in them, change how they are read, remove them."""

from __future__ import annotations

from fastapi import APIRouter

__all__ = ["router"]

router = APIRouter()
