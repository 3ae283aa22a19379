"""Show the door of the studio: bring a table, and go on with what is here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from genrelens.server.api.jobs import describe_job
from genrelens.server.pages.rendering import page
from genrelens.server.studio import studio_of
from genrelens.server.tables.bringing import READABLE

if TYPE_CHECKING:
    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.studio import Studio

__all__ = ["router"]

router = APIRouter()

_WORK = {
    "inspect": "Reading",
    "train": "Training on",
    "predict": "Answering",
    "extract": "Reading the music in",
    "name": "Naming the genres of",
    "plan": "Planning genres for",
    "apply": "Writing genres into",
    "undo": "Taking genres back in",
}
_SCORE = "accuracy"


@router.get("/", response_class=HTMLResponse)
def start_page(request: Request) -> HTMLResponse:
    """Show the start page."""
    studio = studio_of(request)
    store = studio.store
    under_way = [job for job in store.jobs.list() if not job.is_over]
    return page(
        request,
        "start.html.j2",
        step="bring",
        tables=store.tables.list(),
        models=store.models.list(),
        music=_music(studio),
        answers=store.answers.list(),
        model_names={model.id: model.name for model in store.models.list()},
        jobs=[_job(studio, job) for job in under_way],
        interrupted=[_job(studio, job) for job in store.jobs.list("interrupted")],
        score=_SCORE,
        told={
            "endings": READABLE,
            "max_bytes": studio.settings.max_upload_bytes,
        },
    )


def _music(studio: Studio) -> list[dict[str, Any]]:
    """Give the music folders of this start, then those of earlier ones."""
    told = [
        {"record": record, "is_given": record.id in studio.music}
        for record in studio.store.music.list()
    ]
    return sorted(told, key=lambda each: not each["is_given"])


def _job(studio: Studio, record: JobRecord) -> dict[str, Any]:
    """Give a job with the name of what it works on."""
    told = describe_job(studio, record)
    is_reading = record.kind == "inspect" and bool(record.table_id)
    return {
        "told": told,
        "title": f"{_WORK[record.kind]} {_subject(studio, record)}",
        "page": f"/tables/{record.table_id}" if is_reading else f"/jobs/{record.id}",
    }


def _subject(studio: Studio, record: JobRecord) -> str:
    store = studio.store
    if record.answer_id:
        return store.answers.get(record.answer_id).name
    if record.music_id:
        return store.music.get(record.music_id).name
    if record.table_id:
        return store.tables.get(record.table_id).name
    return "what was removed meanwhile"
