"""Answer in the shapes of the Open Inference protocol, version 2."""

from __future__ import annotations

from fastapi import APIRouter

__all__ = ["router"]

router = APIRouter()
