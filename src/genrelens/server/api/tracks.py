"""List a model's own tracks, filtered and sorted, with neighbours and map."""

from __future__ import annotations

from fastapi import APIRouter

__all__ = ["router"]

router = APIRouter()
