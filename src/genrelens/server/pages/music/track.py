"""Show one track of a music folder: to be listened to, beside why it is called so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse

from genrelens.errors import InputError
from genrelens.reports.sections.tracks import explanation_chart, explanation_table
from genrelens.server.api.music.tracks import address_of_sound
from genrelens.server.library.finding import track_of
from genrelens.server.library.reasons import TrackReasons, reasons_of
from genrelens.server.music.sound_types import sound_type
from genrelens.server.pages.music.folder import colours_of, read_query
from genrelens.server.pages.rendering import page
from genrelens.server.studio import studio_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.server.keeping.music.music_folders import MusicRecord
    from genrelens.server.studio import Studio
    from genrelens.workflow.music_library.library import LibraryTrack

__all__ = ["router"]

router = APIRouter()

_TAGS_SHOWN: Final = 12
_VALUES_SHOWN: Final = 20


@router.get("/music/{music_id}/tracks/{row}", response_class=HTMLResponse)
def music_track_page(
    request: Request,
    music_id: str,
    row: Annotated[int, Path(ge=1, le=10**9)],
    why: str = "",
    against: str = "",
) -> HTMLResponse:
    """Show one track: its sound, what was measured, and the model's reasons."""
    from genrelens.workflow.music_library.opening import read_values

    studio = studio_of(request)
    record = studio.store.music.get(music_id)
    track = track_of(studio, record.id, row)
    values = read_values(studio.store.music.place(record.id), row)
    told, problem = _reasons(studio, record, values, (why, against))
    return page(
        request,
        "music-track.html.j2",
        step="bring",
        table_id=record.table_id,
        record=record,
        track=track,
        named=track.named,
        sound=address_of_sound(record.id, track),
        sound_type=sound_type(track.path),
        is_given=record.id in studio.music,
        note=told.note,
        problem=problem,
        around=_around(request, studio, track, record.id),
        **_heard(track, values),
        **_shown(told),
    )


def _heard(track: LibraryTrack, values: dict[str, Any]) -> dict[str, Any]:
    """Say in words what was measured, and which tags were heard."""
    from genrelens.workflow.music_library.attributes import (
        key_words,
        measured_of,
        tags_of,
        tempo_words,
    )

    tags, measured = tags_of(values), measured_of(values)
    return {
        "tempo": tempo_words(track.tempo),
        "key": key_words(track.key, track.mode),
        "tags": tags[:_TAGS_SHOWN],
        "more_tags": tags[_TAGS_SHOWN:],
        "measured": measured[:_VALUES_SHOWN],
        "more_measured": measured[_VALUES_SHOWN:],
    }


def _reasons(
    studio: Studio,
    record: MusicRecord,
    values: dict[str, Any],
    pair: tuple[str, str],
) -> tuple[TrackReasons, str]:
    """Explain; where the genres asked for cannot be had, say so."""
    model = record.named.get("model", "")
    genre, against = (each or None for each in pair)
    try:
        return reasons_of(studio, model, values, genre=genre, against=against), ""
    except InputError as error:
        return reasons_of(studio, model, values), str(error)


def _shown(told: TrackReasons) -> dict[str, Any]:
    """Draw the reasons, where there are any."""
    if told.explained is None or told.opened is None:
        return {"explained": None, "colours": {}}
    features = {each.name: each for each in told.opened.trained.features}
    explanation = told.explained.explanation
    genres = list(told.opened.trained.genres)
    return {
        "explained": told.explained,
        "explanation": explanation,
        "waterfall": explanation_chart(explanation, features),
        "reasons": explanation_table(explanation, features),
        "genres": sorted(genres, key=str.casefold),
        "colours": colours_of(genres),
    }


def _around(
    request: Request, studio: Studio, track: LibraryTrack, music_id: str
) -> dict[str, str]:
    """Give the addresses of the list, and of the tracks before and behind in it."""
    from genrelens.workflow.music_library.selecting import select_tracks

    query, _ = read_query(request.query_params)
    library = studio.libraries.get(music_id)
    given = {
        name: value
        for name, value in query.model_dump().items()
        if value and (name, value) != ("sort", "row")
    }
    kept = f"?{urlencode(given)}" if given else ""
    found: Sequence[LibraryTrack] = select_tracks(library, query.query())
    place = next((at for at, each in enumerate(found) if each.row == track.row), None)
    addresses = {"list": f"/music/{music_id}{kept}#tracks"}
    if place is None:
        return addresses
    if place > 0:
        addresses["before"] = _address(music_id, found[place - 1], kept)
    behind = found[place + 1 :]
    if behind:
        addresses["after"] = _address(music_id, behind[0], kept)
    undecided = next((each for each in behind if _is_undecided(each)), None)
    if undecided is not None:
        addresses["undecided"] = _address(music_id, undecided, kept)
    return addresses


def _address(music_id: str, track: LibraryTrack, kept: str) -> str:
    return f"/music/{music_id}/tracks/{track.row}{kept}"


def _is_undecided(track: LibraryTrack) -> bool:
    """Whether a person is asked about a track, or nothing names its genre."""
    if track.named is None:
        return not track.genres
    return track.named.decision == "ask" or not track.named.genre
