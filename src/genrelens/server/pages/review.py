"""Show the labels in doubt, one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from genrelens.server.api.reviews import decisions_of, known_genres, queue_of
from genrelens.server.keeping.store import NotHere
from genrelens.server.pages.rendering import page
from genrelens.server.studio import studio_of

if TYPE_CHECKING:
    from genrelens.server.keeping.models import ModelRecord
    from genrelens.server.studio import Studio
    from genrelens.workflow.labels.review_queue import ReviewQueue

__all__ = ["router"]

router = APIRouter()

_MOST_LISTED = 200


@router.get("/models/{model_id}/review", response_class=HTMLResponse)
def review_page(request: Request, model_id: str) -> HTMLResponse:
    """Show the tag doctor's queue, with what was decided so far."""
    studio = studio_of(request)
    record = studio.store.models.get(model_id)
    queue = _queue(studio, record)
    decided = {} if queue is None else decisions_of(studio, record.id)
    n_done = 0 if queue is None else sum(i.id in decided for i in queue.items)
    return page(
        request,
        "review.html.j2",
        step="review",
        table_id=record.table_id,
        model_id=record.id,
        record=record,
        queue=queue,
        decided=decided,
        n_done=n_done,
        listed=() if queue is None else queue.items[:_MOST_LISTED],
        facts=_facts(studio, record, queue),
        can_train=_is_here(studio, record),
    )


def _queue(studio: Studio, record: ModelRecord) -> ReviewQueue | None:
    """Give the labels in doubt; None for a model that was brought without them."""
    try:
        return queue_of(studio, record.id)
    except NotHere:
        return None


def _is_here(studio: Studio, record: ModelRecord) -> bool:
    if not record.table_id:
        return False
    try:
        studio.store.tables.get(record.table_id)
    except NotHere:
        return False
    return True


def _facts(
    studio: Studio, record: ModelRecord, queue: ReviewQueue | None
) -> dict[str, Any]:
    genres = [] if queue is None else known_genres(studio, record.id, queue)
    return {"model": record.id, "genres": genres}
