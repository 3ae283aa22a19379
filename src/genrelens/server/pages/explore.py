"""Show every track of a model, to be filtered and opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from genrelens.errors import InputError, NoCollectionError, printable
from genrelens.reports.figures.palette import genre_class
from genrelens.server.api.browsing.track_answers import counts_of, rows_of
from genrelens.server.api.browsing.track_query import TrackQuery
from genrelens.server.pages.rendering import page
from genrelens.server.studio import studio_of

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

    from genrelens.server.keeping.models import ModelRecord
    from genrelens.workflow.browsing.collection import Collection
    from genrelens.workflow.browsing.filtering import Selection

__all__ = ["genre_colours", "no_tracks", "router"]

router = APIRouter()

_ROWS_A_PAGE = 50
_LISTS = ("genre", "predicted", "decision", "range", "row")
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for, and what could not be understood of it."""

    query: TrackQuery
    found: Selection
    problem: str


def no_tracks(
    request: Request, record: ModelRecord, error: NoCollectionError
) -> HTMLResponse:
    """Say why a model has no tracks to look through, and what can be done instead."""
    return page(
        request,
        "no_tracks.html.j2",
        step="explore",
        table_id=record.table_id,
        model_id=record.id,
        status_code=409,
        record=record,
        why=str(error),
    )


@router.get("/models/{model_id}/explore", response_class=HTMLResponse)
def explore_page(request: Request, model_id: str) -> HTMLResponse:
    """Show the list and the map; without script, the list in pages."""
    studio = studio_of(request)
    record = studio.store.models.get(model_id)
    try:
        collection = studio.models.collection(model_id)
    except NoCollectionError as error:
        return no_tracks(request, record, error)
    asked = _read(collection, request.query_params)
    offset = _offset(request.query_params.get("offset", ""), len(asked.found))
    return page(
        request,
        "explore.html.j2",
        step="explore",
        table_id=record.table_id,
        model_id=record.id,
        record=record,
        notes=collection.notes,
        query=asked.query,
        problem=asked.problem,
        counts=counts_of(asked.found),
        rows=rows_of(collection, asked.found, offset, _ROWS_A_PAGE),
        n_tracks=len(collection),
        offset=offset,
        pages=_pages(request, offset, len(asked.found)),
        colours=genre_colours(collection),
        genre_options=[
            (each, each) for each in sorted(collection.genres, key=str.casefold)
        ],
        decides=not collection.notes.why_undecided,
        facts=_facts(record, collection),
    )


def genre_colours(collection: Collection) -> dict[str, str]:
    """Give each genre the colour class that the report gives it, by its size."""
    import numpy as np

    counts = np.bincount(collection.columns["genre"], minlength=len(collection.genres))
    order = np.argsort(-counts, kind="stable")
    return {
        collection.genres[code]: genre_class(rank) for rank, code in enumerate(order)
    }


def _read(collection: Collection, given: QueryParams) -> _Asked:
    """Understand the address; what cannot be understood is told, and left away."""
    from genrelens.workflow.browsing.filtering import select_tracks

    values: dict[str, Any] = {
        name: given.getlist(name) if name in _LISTS else given[name] for name in given
    }
    try:
        query = TrackQuery.model_validate(values)
        found = select_tracks(collection, query.filter(), sort=query.sort)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return _without(collection, f"{printable(where)}: {printable(first['msg'])}.")
    except InputError as error:
        return _without(collection, str(error))
    return _Asked(query, found, "")


def _without(collection: Collection, problem: str) -> _Asked:
    from genrelens.workflow.browsing.filtering import select_tracks

    query = TrackQuery()
    return _Asked(query, select_tracks(collection, query.filter()), problem)


def _offset(text: str, total: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return min(int(text), max(0, total - 1)) if is_number else 0


def _pages(request: Request, offset: int, total: int) -> dict[str, str]:
    """Give the addresses of the pages before and behind, for readers without script."""
    kept = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name != "offset"
    ]
    places = {"before": offset - _ROWS_A_PAGE, "after": offset + _ROWS_A_PAGE}
    return {
        name: f"?{urlencode([*kept, ('offset', max(0, place))])}"
        for name, place in places.items()
        if -_ROWS_A_PAGE < place < total
    }


def _facts(record: ModelRecord, collection: Collection) -> dict[str, Any]:
    """Give the page's module what it draws and asks with."""
    numbers = [
        {"name": each.name, "label": each.label, "unit": each.unit}
        for each in collection.features
        if each.name in collection.numbers
    ]
    return {
        "model": record.id,
        "n_tracks": len(collection),
        "genres": list(collection.genres),
        "colours": genre_colours(collection),
        "numbers": numbers,
        "decides": not collection.notes.why_undecided,
        "has_map": collection.positions is not None,
    }
