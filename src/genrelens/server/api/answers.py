"""Predict files of new tracks, and hand out the answers."""

from __future__ import annotations

from fastapi import APIRouter

__all__ = ["router"]

router = APIRouter()
