"""Show what a model answered to a table: genres, decisions, and whether to believe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from genrelens.reports.figures.palette import genre_class
from genrelens.server.answers.showing import answer_rows, document_of
from genrelens.server.api.jobs import describe_job
from genrelens.server.pages.rendering import page
from genrelens.server.studio import studio_of

if TYPE_CHECKING:
    from genrelens.server.keeping.answers import AnswerRecord
    from genrelens.server.studio import Studio

__all__ = ["router"]

router = APIRouter()

_ROWS: Final = 50
_DECISIONS: Final = (
    ("write", "Written", "sure enough of one genre", "good"),
    ("ask", "Asked about", "a few genres fit", "busy"),
    ("leave", "Left alone", "none or too many fit", "warn"),
)
_VERDICTS: Final = {
    "use it": "good",
    "with care": "warn",
    "repair first": "bad",
    "do not use": "bad",
}


@router.get("/answers/{answer_id}", response_class=HTMLResponse)
def answer_page(
    request: Request,
    answer_id: str,
    genre: Annotated[str, Query(max_length=1_000)] = "",
    decision: Literal["", "write", "ask", "leave"] = "",
    warned: bool = False,  # noqa: FBT001, FBT002 (a query)
    offset: Annotated[int, Query(ge=0, le=10**12)] = 0,
) -> HTMLResponse:
    """Show the answers to a table, page by page, or how far they are."""
    studio = studio_of(request)
    record = studio.store.answers.get(answer_id)
    model = studio.store.models.get(record.model_id)
    context: dict[str, Any] = {
        "step": "use",
        "table_id": model.table_id,
        "model_id": model.id,
        "record": record,
        "model": model,
    }
    if record.state != "ready":
        job = _job_of(studio, record)
        told = {"answer": record.id, "job": "" if job is None else job.id}
        return page(request, "answer-waiting.html.j2", job=job, told=told, **context)
    query = {"genre": genre, "decision": decision, "warned": "true" if warned else ""}
    shown = _shown(studio, record.id, query, offset)
    return page(request, "answer.html.j2", **shown, **context)


def _shown(
    studio: Studio, answer_id: str, query: dict[str, str], offset: int
) -> dict[str, Any]:
    """Gather what the page of a ready answer shows."""
    document = document_of(studio, answer_id)
    found = answer_rows(
        studio,
        answer_id,
        offset=offset,
        limit=_ROWS,
        genre=query["genre"],
        decision=query["decision"],
        only_warned=bool(query["warned"]),
    )
    check = document["check"]
    return {
        "document": document,
        "check": check,
        "check_kind": _VERDICTS[check["verdict"]] if check else "",
        "decisions": _DECISIONS,
        "colours": _colours(document),
        "rows": found.rows,
        "total": found.total,
        "first": offset,
        "query": query,
        "links": _links(answer_id, query, offset, found.total),
    }


def _job_of(studio: Studio, record: AnswerRecord) -> Any:  # noqa: ANN401 (JobAnswer)
    """Find the newest job that works on an answer; None where none is known."""
    own = [job for job in studio.store.jobs.list() if job.answer_id == record.id]
    if not own:
        return None
    return describe_job(studio, own[-1])


def _colours(document: dict[str, Any]) -> dict[str, str]:
    ranked = enumerate(each["genre"] for each in document["genres"])
    return {genre: genre_class(rank) for rank, genre in ranked}


def _links(
    answer_id: str, query: dict[str, str], offset: int, total: int
) -> dict[str, str]:
    """Give the addresses of the pages before and after; empty where there is none."""

    def address(start: int) -> str:
        given = {name: value for name, value in query.items() if value}
        if start:
            given["offset"] = str(start)
        return f"/answers/{answer_id}?{urlencode(given)}#rows"

    before, after = max(offset - _ROWS, 0), offset + _ROWS
    return {
        "before": address(before) if offset else "",
        "after": address(after) if after < total else "",
    }
