"""Show how far a job has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from genrelens.server.api.jobs import describe_job
from genrelens.server.keeping.store import NotHere
from genrelens.server.pages.rendering import page
from genrelens.server.studio import studio_of

if TYPE_CHECKING:
    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.studio import Studio

__all__ = ["router"]

router = APIRouter()

_TITLES = {
    "train": "Training",
    "inspect": "Reading a table",
    "predict": "Answering a table",
    "extract": "Reading music",
    "name": "Naming genres",
    "plan": "Making a plan",
    "apply": "Writing genres into files",
    "undo": "Taking genres back",
}
_STEPS = {"train": "train", "extract": "bring"}


@router.get("/jobs/{job_id}", response_class=HTMLResponse)
def job_page(request: Request, job_id: str) -> HTMLResponse:
    """Show a job's stages, its time left, and what came of it."""
    studio = studio_of(request)
    record = studio.store.jobs.get(job_id)
    job = describe_job(studio, record)
    return page(
        request,
        "job.html.j2",
        step=_STEPS.get(record.kind, ""),
        table_id=record.table_id,
        model_id=record.model_id,
        job=job,
        title=_TITLES[record.kind],
        subject=_subject(studio, record),
        asked=_asked(record),
        told={"job": job.model_dump(mode="json"), "title": _TITLES[record.kind]},
    )


def _subject(studio: Studio, job: JobRecord) -> str:
    """Give the name of the table that it works on; empty where it was removed."""
    try:
        if job.kind == "predict":
            return studio.store.answers.get(job.answer_id).name
        if job.music_id:
            return studio.store.music.get(job.music_id).name
        return studio.store.tables.get(job.table_id).name
    except NotHere:
        return ""


def _asked(job: JobRecord) -> list[tuple[str, str]]:
    """Give the settings of a training in words; those left as they are, not."""
    told: dict[str, Any] = job.request if job.kind == "train" else {}
    if not told:
        return []
    pairs: list[tuple[str, str]] = []
    if "time_budget" in told:
        pairs.append(("Time given", f"{told['time_budget']:g} min"))
    else:
        depth = "quick" if told.get("is_quick") else "full"
        if told.get("has_contenders"):
            depth = "full, with all other models"
        pairs.append(("Depth", depth))
        if told.get("model", "forest") == "linear":
            pairs.append(("Model", "linear"))
        pairs.append(("Trees", str(told.get("trees", 400))))
    words = {
        "target": "Genre column",
        "group": "Kept together",
        "features": "Attributes",
        "drop": "Left out",
        "corrections_of": "Label review applied",
        "seed": "Seed",
    }
    for name, title in words.items():
        value = told.get(name)
        if value not in (None, "", "all", [], ()):
            shown = ", ".join(value) if isinstance(value, list) else str(value)
            pairs.append((title, shown))
    return pairs
