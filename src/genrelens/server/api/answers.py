"""Answer tables of new tracks, keep the answers, and give them page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, StreamingResponse

from genrelens.server.answers.bringing import keep_answer
from genrelens.server.answers.showing import (
    answer_rows,
    csv_of,
    document_of,
    parquet_of,
)
from genrelens.server.api.jobs import JobAnswer, describe_job
from genrelens.server.studio import studio_of
from genrelens.server.tables.bringing import readable_suffix

if TYPE_CHECKING:
    from genrelens.server.keeping.answers import AnswerRecord
    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.studio import Studio

__all__ = ["Answer", "describe_answer", "router"]

router = APIRouter(tags=["answers"])

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file as it is: CSV, TSV, JSON lines or Parquet.",
        "content": {"application/octet-stream": _BINARY},
    }
}


class GenreCount(BaseModel):
    """How many rows have a genre; by decision where the model makes any."""

    genre: str
    n_rows: int
    write: int | None = None
    ask: int | None = None
    leave: int | None = None


class AnswerSummary(BaseModel):
    """What became of all rows."""

    n_rows: int
    n_blank: int = Field(description="Rows without a value in any attribute.")
    columns: list[str]
    track_columns: list[str] = Field(description="Those that name a track.")
    max_error: float
    has_reasons: bool
    decisions: dict[str, int] = Field(description="Empty where none could be made.")
    genres: list[GenreCount] = Field(description="Most rows first.")
    notices: list[str]
    promise: str = Field(description="What deciding so achieved in training.")
    check: dict[str, Any] | None = Field(
        description="The document of `genrelens check`; null where it cannot be made."
    )
    why_unchecked: str


class Answer(BaseModel):
    """A table of new tracks that a model answers."""

    id: str
    name: str
    model: str
    n_bytes: int
    sha256: str
    created: str
    state: Literal["working", "ready", "failed"]
    error: str
    summary: AnswerSummary | None = Field(description="Null until it is ready.")


class AnswerList(BaseModel):
    """Answered tables, the newest first."""

    items: list[Answer]
    total: int


class AnswerAndJob(BaseModel):
    """A table that was taken, and the job that answers it."""

    answer: Answer
    job: JobAnswer


class AnswerRows(BaseModel):
    """Rows of an answer, as ``genrelens predict`` would write them."""

    columns: list[str]
    items: list[dict[str, str | int | float | None]]
    total: int


@router.post("/models/{model_id}/answers", status_code=202, openapi_extra=_BODY)
async def bring_tracks(
    request: Request,
    model_id: str,
    name: Annotated[str, Query(min_length=1, max_length=1_000)],
    max_error: Annotated[float, Query(ge=0.005, le=0.5)] = 0.05,
    reasons: bool = False,  # noqa: FBT001, FBT002 (a query)
) -> AnswerAndJob:
    """Take a file of new tracks, the raw body, and have every row answered."""
    studio = studio_of(request)
    readable_suffix(name)
    await run_in_threadpool(studio.store.models.get, model_id)
    options = {"max_error": max_error, "reasons": reasons}
    most = studio.settings.max_upload_bytes
    async with studio.store.uploads.receiving(request, max_bytes=most) as received:
        kept = await run_in_threadpool(
            keep_answer, studio, model_id, name, received, options
        )
    return await run_in_threadpool(_brought, studio, *kept)


@router.get("/answers")
def list_answers(
    request: Request, model: Annotated[str, Query(max_length=40)] = ""
) -> AnswerList:
    """List answered tables, of one model or of all, the newest first."""
    studio = studio_of(request)
    records = studio.store.answers.list(model or None)
    items = [describe_answer(studio, one, is_whole=False) for one in records]
    return AnswerList(items=items, total=len(items))


@router.get("/answers/{answer_id}")
def one_answer(request: Request, answer_id: str) -> Answer:
    """Tell of an answered table: what became of its rows, and whether to believe it."""
    studio = studio_of(request)
    return describe_answer(studio, studio.store.answers.get(answer_id))


@router.delete("/answers/{answer_id}", status_code=204)
def delete_answer(request: Request, answer_id: str) -> None:
    """Remove an answered table and its files; a job that answers it is ended."""
    studio = studio_of(request)
    studio.queue.end_work_on("answer", studio.store.answers.get(answer_id).id)
    studio.store.answers.remove(answer_id)


@router.get("/answers/{answer_id}/rows")
def get_rows(
    request: Request,
    answer_id: str,
    offset: Annotated[int, Query(ge=0, le=10**12)] = 0,
    limit: Annotated[int, Query(ge=0, le=500)] = 50,
    genre: Annotated[str, Query(max_length=1_000)] = "",
    decision: Literal["", "write", "ask", "leave"] = "",
    warned: bool = False,  # noqa: FBT001, FBT002 (a query)
) -> AnswerRows:
    """Give rows of an answer: all, or those of a genre, a decision, with warnings."""
    studio = studio_of(request)
    page = answer_rows(
        studio,
        answer_id,
        offset=offset,
        limit=limit,
        genre=genre,
        decision=decision,
        only_warned=warned,
    )
    columns = document_of(studio, answer_id)["columns"]
    return AnswerRows(columns=columns, items=page.rows, total=page.total)


@router.get(
    "/answers/{answer_id}/table.csv",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": _BINARY}}},
)
def get_csv(
    request: Request,
    answer_id: str,
    raw: bool = False,  # noqa: FBT001, FBT002 (a query)
) -> StreamingResponse:
    """Give an answer as CSV, safe for spreadsheets but with `raw`."""
    name, chunks = csv_of(studio_of(request), answer_id, raw=raw)
    return StreamingResponse(
        chunks,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.get(
    "/answers/{answer_id}/table.parquet",
    response_class=FileResponse,
    responses={200: {"content": {"application/vnd.apache.parquet": _BINARY}}},
)
def get_parquet(request: Request, answer_id: str) -> FileResponse:
    """Give an answer as Parquet."""
    name, path = parquet_of(studio_of(request), answer_id)
    return FileResponse(
        path, media_type="application/vnd.apache.parquet", filename=name
    )


def describe_answer(
    studio: Studio, record: AnswerRecord, *, is_whole: bool = True
) -> Answer:
    """Give an answered table as the API tells it.

    Parameters
    ----------
    studio : Studio
        Where it is kept.
    record : AnswerRecord
        Which.
    is_whole : bool
        Whether what became of its rows is told too.
    """
    is_told = is_whole and record.state == "ready"
    told = AnswerSummary(**document_of(studio, record.id)) if is_told else None
    return Answer(
        id=record.id,
        name=record.name,
        model=record.model_id,
        n_bytes=record.n_bytes,
        sha256=record.sha256,
        created=record.created,
        state=record.state,
        error=record.error,
        summary=told,
    )


def _brought(studio: Studio, answer: AnswerRecord, job: JobRecord) -> AnswerAndJob:
    return AnswerAndJob(
        answer=describe_answer(studio, studio.store.answers.get(answer.id)),
        job=describe_job(studio, studio.store.jobs.get(job.id)),
    )
