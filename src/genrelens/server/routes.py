"""Gather every route of the server, so that none can be forgotten by its guards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.server.api import (
    answers,
    explaining,
    health,
    jobs,
    models,
    open_inference,
    predicting,
    reviews,
    tables,
    tracks,
    what_if,
)
from genrelens.server.assets import serving
from genrelens.server.pages import (
    answer,
    explore,
    job,
    report,
    review,
    start,
    table,
    track,
    training,
    use,
)
from genrelens.server.pages import what_if as what_if_page
from genrelens.server.pages.beside import api_reference, glossary

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["add_routes"]

_API = (
    *(health, tables, jobs, models, predicting, tracks, explaining, what_if),
    *(reviews, answers),
)
_PAGES = (
    *(start, table, training, job, report, explore, track, what_if_page),
    *(review, use, answer, glossary, api_reference, serving),
)


def add_routes(app: FastAPI) -> None:
    """Add the API under ``/api/v1``, Open Inference under ``/v2``, and the pages."""
    for module in _API:
        app.include_router(module.router, prefix="/api/v1")
    app.include_router(open_inference.router, prefix="/v2")
    for page in _PAGES:
        app.include_router(page.router, include_in_schema=False)
