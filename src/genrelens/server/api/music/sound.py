"""Let a track be listened to."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Query, Request, Response

from genrelens.server.api.music.tracks import Row  # noqa: TC001 (FastAPI reads it)
from genrelens.server.guarding.door import HEAD_ONLY
from genrelens.server.guarding.problems import Problem
from genrelens.server.library.finding import open_track, track_of
from genrelens.server.music.opening import TrackFileError
from genrelens.server.music.sound_types import sound_type
from genrelens.server.music.streaming import sound_response
from genrelens.server.studio import studio_of

__all__ = ["router"]

router = APIRouter(prefix="/music/{music_id}/tracks", tags=["music"])

_BINARY: Final = {"audio/*": {"schema": {"type": "string", "format": "binary"}}}
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The whole file.", "content": _BINARY},
    206: {"description": "The bytes that were asked for.", "content": _BINARY},
    404: {"model": Problem, "description": "There is no such folder or track."},
    409: {
        "model": Problem,
        "description": "The file is not what it was, or its folder was not given.",
    },
    416: {"model": Problem, "description": "None of the bytes asked for is there."},
}


@router.get("/{row}/sound", response_class=Response, responses=_ANSWERS)
def sound(
    request: Request,
    music_id: str,
    row: Row,
    content: Annotated[
        str, Query(max_length=64, description="Beginning of the content's hash.")
    ] = "",
    wanted: Annotated[str | None, Header(alias="Range")] = None,
    only_if: Annotated[str | None, Header(alias="If-Range")] = None,
) -> Response:
    """Give the file of a track as it is, all of it or the range that is asked for."""
    studio = studio_of(request)
    track = track_of(studio, music_id, row)
    if not track.content_hash.startswith(content):
        raise TrackFileError(
            "The folder was read anew, and another track has this row now. Load the "
            "page again."
        )
    file, state = open_track(studio, music_id, track)
    return sound_response(
        file,
        state.n_bytes,
        content_type=sound_type(track.path),
        tag=f'"{track.content_hash[:32]}-{state.mtime_ns:x}"',
        wanted=wanted,
        only_if=only_if,
        is_head=bool(request.scope.get(HEAD_ONLY)),
    )
