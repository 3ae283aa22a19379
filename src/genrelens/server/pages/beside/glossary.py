"""Show in one sentence each what the numbers mean."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse  # noqa: TC002 (read at run time)

from genrelens.reports.glossary import TERMS
from genrelens.server.pages.rendering import page

__all__ = ["router"]

router = APIRouter()


@router.get("/glossary")
def glossary_page(request: Request) -> HTMLResponse:
    """Show every term."""
    return page(request, "glossary.html.j2", terms=TERMS)
