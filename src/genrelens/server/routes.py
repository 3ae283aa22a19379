"""Gather every route of the server, so that none can be forgotten by its guards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Depends

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
from genrelens.server.api.music import folders as music_folders
from genrelens.server.api.music import plans
from genrelens.server.api.music import sound as music_sound
from genrelens.server.api.music import tracks as music_tracks
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
from genrelens.server.pages.music import folder as music_folder_page
from genrelens.server.pages.music import plan as plan_page
from genrelens.server.pages.music import track as music_track_page
from genrelens.server.warming.libraries import libraries_at_hand

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["add_routes"]

_API = (health, tables, jobs, models, predicting, music_folders)
_COMPUTING_API = (
    *(tracks, explaining, what_if, reviews, answers),
    *(music_tracks, music_sound, plans),
)
_PAGES = (start, table, training, job, report, glossary, api_reference, serving)
_COMPUTING_PAGES = (
    *(explore, track, what_if_page, review, use, answer),
    *(music_folder_page, music_track_page, plan_page),
)
"""What computes waits until its libraries are imported; nothing else waits for them.

What opens a model, or reads a table, before it computes is made to wait there.
"""


def add_routes(app: FastAPI) -> None:
    """Add the API under ``/api/v1``, Open Inference under ``/v2``, and the pages."""
    waiting = [Depends(libraries_at_hand)]
    for module in (*_API, *_COMPUTING_API):
        needed = waiting if module in _COMPUTING_API else None
        app.include_router(module.router, prefix="/api/v1", dependencies=needed)
    app.include_router(open_inference.router, prefix="/v2")
    for page in (*_PAGES, *_COMPUTING_PAGES):
        needed = waiting if page in _COMPUTING_PAGES else None
        app.include_router(page.router, include_in_schema=False, dependencies=needed)
