"""Show a plan: what is to be written into which file, to be changed and listened to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from genrelens.errors import NoCollectionError, printable
from genrelens.server.api.jobs import describe_job
from genrelens.server.api.music.plans import RowsAsked, describe_plan
from genrelens.server.api.music.tracks import address_of_sound
from genrelens.server.library.reviewing import told_outcomes
from genrelens.server.library.starting import newest_job
from genrelens.server.pages.music.folder import POLICIES, colours_of
from genrelens.server.pages.rendering import page
from genrelens.server.studio import studio_of
from genrelens.server.warming.libraries import have_libraries

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

    from genrelens.server.keeping.music.plans import PlanRecord
    from genrelens.server.studio import Studio
    from genrelens.workflow.plan_review.rows import ReviewRow

__all__ = ["router"]

router = APIRouter()

_ROWS: Final = 50
_MOST_OUTCOMES: Final = 500
_MOST_DIGITS: Final = 9
_KINDS: Final = {
    "making": "plan",
    "applying": "apply",
    "undoing": "undo",
    "applied": "apply",
    "undone": "undo",
}
_FINE: Final = frozenset({"written", "restored", "already"})


@router.get("/plans/{plan_id}", response_class=HTMLResponse)
def plan_page(request: Request, plan_id: str) -> HTMLResponse:
    """Show a plan as it stands, page by page, or how far its making is."""
    have_libraries()
    from genrelens.workflow.music_library.needs import music_needs

    studio = studio_of(request)
    record = studio.store.plans.get(plan_id)
    music = studio.store.music.get(record.music_id)
    kind = _KINDS.get(record.state, "plan")
    job = newest_job(studio, kind, record.id)
    is_made = record.state not in ("making", "failed")
    return page(
        request,
        "plan.html.j2",
        step="bring",
        table_id=music.table_id,
        record=record,
        music=music,
        plan=describe_plan(studio, record),
        policy=dict(POLICIES).get(record.request["policy"], ""),
        is_given=music.id in studio.music,
        is_open=record.state in ("ready", "undone", "stopped"),
        job=None if job is None else describe_job(studio, job),
        outcomes=_outcomes(studio, record),
        needs=music_needs(),
        **(_shown(request.query_params, studio, record) if is_made else {}),
    )


def _shown(given: QueryParams, studio: Studio, record: PlanRecord) -> dict[str, Any]:
    """Gather the rows that the address asks for."""
    from genrelens.workflow.plan_review.selecting import genres_of, select_rows

    rows = studio.plans.rows(record.id)
    asked, problem = _read(given)
    found = select_rows(rows, asked.query())
    first = _offset(given.get("offset", ""), len(found))
    genres = genres_of(rows)
    kept = {
        name: "true" if value is True else str(value)
        for name, value in asked.model_dump().items()
        if value not in ("", None)
    }
    return {
        "rows": found[first : first + _ROWS],
        "first": first,
        "total": len(found),
        "n_rows": len(rows),
        "asked": asked,
        "problem": problem,
        "genres": genres,
        "colours": colours_of(genres),
        "sounds": _sounds(studio, record, found[first : first + _ROWS]),
        "kept": bool(kept),
        "pages": {
            name: f"?{urlencode({**kept, 'offset': max(0, place)})}#rows"
            for name, place in (("before", first - _ROWS), ("after", first + _ROWS))
            if -_ROWS < place < len(found)
        },
        "told": {"plan": record.id, "rows": asked.model_dump(), "genres": genres},
    }


def _sounds(
    studio: Studio, record: PlanRecord, rows: list[ReviewRow]
) -> dict[str, dict[str, str]]:
    """Give where each file can be listened to, by its path; those that can."""
    if record.music_id not in studio.music:
        return {}
    try:
        library = studio.libraries.get(record.music_id)
    except NoCollectionError:
        return {}
    wanted = {row.plan.path for row in rows}
    return {
        track.path: {
            "sound": address_of_sound(record.music_id, track),
            "page": f"/music/{record.music_id}/tracks/{track.row}",
        }
        for track in library.tracks
        if track.path in wanted
    }


def _outcomes(studio: Studio, record: PlanRecord) -> dict[str, Any] | None:
    """Give what became of the files last; those that did not go well first."""
    kind = {"applied": "apply", "undone": "undo"}.get(record.state)
    if kind is None:
        return None
    told = told_outcomes(studio, record.id, kind)
    ordered = sorted(told, key=lambda each: each["end"] in _FINE)
    return {
        "kind": kind,
        "counts": record.summary.get(kind, {}).get("counts", {}),
        "items": ordered[:_MOST_OUTCOMES],
        "total": len(told),
    }


def _read(given: QueryParams) -> tuple[RowsAsked, str]:
    """Understand an address; what cannot be understood is told, and left away."""
    known = {
        name: given[name]
        for name in given
        if name in RowsAsked.model_fields and given[name]
    }
    try:
        return RowsAsked.model_validate(known), ""
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return RowsAsked(), f"{printable(where)}: {printable(first['msg'])}."


def _offset(text: str, total: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return min(int(text), max(0, total - 1)) if is_number else 0
