"""Show a music folder: what was read of it, its tracks, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from genrelens.errors import NoCollectionError, printable
from genrelens.reports.figures.palette import genre_class
from genrelens.server.api.jobs import describe_job
from genrelens.server.api.music.folders import list_of
from genrelens.server.api.music.tracks import TracksAsked
from genrelens.server.library.starting import newest_job
from genrelens.server.pages.rendering import page
from genrelens.server.studio import studio_of
from genrelens.server.warming.libraries import have_libraries
from genrelens.server.working.ordering import MUSIC_TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from genrelens.server.keeping.music.music_folders import MusicRecord
    from genrelens.server.studio import Studio
    from genrelens.workflow.music_library.library import Library

__all__ = ["POLICIES", "colours_of", "read_query", "router"]

router = APIRouter()

_ROWS: Final = 50
_MOST_LISTED: Final = 200
_MOST_DIGITS: Final = 9
POLICIES: Final = (
    ("merge", "add it to the genres that are there, each once"),
    ("append", "add it behind the genres that are there"),
    ("overwrite", "put it in place of the genres that are there"),
    ("only-if-empty", "write it only where a file has no genre"),
    ("separate-field", "write it into a field of its own"),
)
"""What becomes of the genres that a file has, in words for people."""


@router.get("/music/{music_id}", response_class=HTMLResponse)
def music_page(request: Request, music_id: str) -> HTMLResponse:
    """Show the library of a music folder, page by page."""
    have_libraries()
    from genrelens.workflow.music_library.needs import music_needs

    studio = studio_of(request)
    record = studio.store.music.get(music_id)
    job = newest_job(studio, "extract", record.id)
    named_by = record.named.get("model", "")
    is_model = named_by not in ("", MUSIC_TAGS) and _is_here(studio, named_by)
    return page(
        request,
        "music.html.j2",
        step="bring",
        table_id=record.table_id,
        model_id=named_by if is_model else "",
        record=record,
        is_given=record.id in studio.music,
        job=None if job is None else describe_job(studio, job),
        models=studio.store.models.list(),
        policies=POLICIES,
        plans=studio.store.plans.list(record.id),
        errors=list_of(studio, record.id, "errors")[:_MOST_LISTED],
        duplicates=list_of(studio, record.id, "duplicates")[:_MOST_LISTED],
        listed=_listed(request, studio, record),
        needs=music_needs(),
        told={"music": record.id},
    )


def read_query(given: Mapping[str, str]) -> tuple[TracksAsked, str]:
    """Understand an address; what cannot be understood is told, and left away."""
    known = {name: given[name] for name in given if name in TracksAsked.model_fields}
    try:
        return TracksAsked.model_validate(known), ""
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return TracksAsked(), f"{printable(where)}: {printable(first['msg'])}."


def colours_of(genres: Iterable[str]) -> dict[str, str]:
    """Give each genre a colour class, the first the first."""
    return {genre: genre_class(rank) for rank, genre in enumerate(genres)}


def _is_here(studio: Studio, model_id: str) -> bool:
    return any(model.id == model_id for model in studio.store.models.list())


def _listed(
    request: Request, studio: Studio, record: MusicRecord
) -> dict[str, Any] | None:
    """Gather the list of tracks; None where the folder was never read."""
    from genrelens.workflow.music_library.selecting import (
        count_decisions,
        count_genres,
        select_tracks,
    )

    try:
        library = studio.libraries.get(record.id)
    except NoCollectionError:
        return None
    query, problem = read_query(request.query_params)
    found = select_tracks(library, query.query())
    first = _offset(request.query_params.get("offset", ""), len(found))
    genres = count_genres(library)
    named = _named_genres(library)
    return {
        "query": query,
        "problem": problem,
        "rows": found[first : first + _ROWS],
        "first": first,
        "total": len(found),
        "n_tracks": len(library),
        "n_not_named": library.n_not_named,
        "n_without": sum(not track.genres for track in library.tracks),
        "genres": genres,
        "named": named,
        "decisions": count_decisions(library),
        "colours": colours_of(dict.fromkeys([*genres, *named])),
        "kept": urlencode(_given(query)),
        "pages": _pages(query, first, len(found)),
    }


def _named_genres(library: Library) -> list[str]:
    names = {track.named.genre for track in library.tracks if track.named}
    return sorted(filter(None, names), key=str.casefold)


def _given(query: TracksAsked) -> dict[str, str]:
    """Give what an address has to carry for the same question."""
    return {
        name: value
        for name, value in query.model_dump().items()
        if value and (name, value) != ("sort", "row")
    }


def _offset(text: str, total: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return min(int(text), max(0, total - 1)) if is_number else 0


def _pages(query: TracksAsked, first: int, total: int) -> dict[str, str]:
    """Give the addresses of the pages before and behind."""
    places = {"before": first - _ROWS, "after": first + _ROWS}
    return {
        name: f"?{urlencode({**_given(query), 'offset': max(0, place)})}#tracks"
        for name, place in places.items()
        if -_ROWS < place < total
    }
