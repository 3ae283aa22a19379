"""List the tracks of a music folder, and tell everything about one."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field

from genrelens.server.api.browsing.explanations import TrackExplained, explained
from genrelens.server.library.finding import track_of
from genrelens.server.library.reasons import reasons_of
from genrelens.server.studio import studio_of

if TYPE_CHECKING:
    from genrelens.workflow.music_library.library import LibraryTrack
    from genrelens.workflow.music_library.selecting import LibraryQuery

__all__ = ["MusicTrack", "Row", "TracksAsked", "address_of_sound", "router", "tell"]

router = APIRouter(prefix="/music/{music_id}/tracks", tags=["music"])

Row = Annotated[int, Path(ge=1, le=10**9)]
_Genre = Annotated[str | None, Query(max_length=500)]
_SHOWN_HASH = 16


class TracksAsked(BaseModel):
    """Conditions that tracks are to fulfil; what is empty is not asked."""

    search: str = Field(
        default="", max_length=200, description="Words in title, artist, album, path."
    )
    genre: str = Field(
        default="", max_length=500, description="Of the file; '-' for none."
    )
    named: str = Field(default="", max_length=500, description="By the model.")
    decision: Literal["", "write", "ask", "leave"] = ""
    agrees: Literal["", "same", "other", "none"] = Field(
        default="", description="Whether the model names a genre of the file."
    )
    sort: Literal[
        "row",
        "-row",
        "artist",
        "-artist",
        "name",
        "-name",
        "genre",
        "-genre",
        "named",
        "-named",
        "probability",
        "-probability",
    ] = "row"

    def query(self) -> LibraryQuery:
        """Give the question to the library."""
        from genrelens.workflow.music_library.selecting import LibraryQuery

        return LibraryQuery(**self.model_dump())


class Named(BaseModel):
    """What a model says of a track."""

    genre: str
    probability: float | None
    decision: str
    decided_genre: str
    decision_reason: str
    reasons: str
    warnings: str


class MusicTrack(BaseModel):
    """One track, as it stands in the list."""

    row: int
    path: str
    name: str
    artist: str
    album: str
    genres: list[str] = Field(description="As the file's tags say.")
    file_format: str
    duration_ms: float | None
    year: float | None
    tempo: float | None
    key: float | None
    mode: float | None
    loudness: float | None = Field(description="In LUFS.")
    named: Named | None
    sound: str = Field(description="Address of the sound itself.")


class MusicTracks(BaseModel):
    """Tracks that fulfil every condition."""

    items: list[MusicTrack]
    total: int
    n_not_named: int = Field(description="Tracks read since the genres were named.")


class TagShare(BaseModel):
    """One tag, and how sure the network is of it."""

    column: str
    word: str
    share: float


class MeasuredValue(BaseModel):
    """One attribute that was measured."""

    name: str
    label: str
    words: str
    description: str


class MusicTrackDetail(BaseModel):
    """Everything that is known of one track."""

    track: MusicTrack
    tags: list[TagShare] = Field(description="The surest first.")
    measured: list[MeasuredValue]
    explained: TrackExplained | None
    note: str = Field(description="Why there is no explanation; empty where there is.")


@router.get("")
def list_music_tracks(
    request: Request,
    music_id: str,
    asked: Annotated[TracksAsked, Query()],
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    limit: Annotated[int, Query(ge=0, le=1000)] = 100,
) -> MusicTracks:
    """List the tracks that fulfil every condition."""
    from genrelens.workflow.music_library.selecting import select_tracks

    library = studio_of(request).libraries.get(music_id)
    found = select_tracks(library, asked.query())
    return MusicTracks(
        items=[tell(music_id, each) for each in found[offset : offset + limit]],
        total=len(found),
        n_not_named=library.n_not_named,
    )


@router.get("/{row}")
def one_music_track(
    request: Request,
    music_id: str,
    row: Row,
    genre: _Genre = None,
    against: _Genre = None,
) -> MusicTrackDetail:
    """Give everything about one track; explain `genre`, set `against` another."""
    from genrelens.workflow.music_library.attributes import measured_of, tags_of
    from genrelens.workflow.music_library.opening import read_values

    studio = studio_of(request)
    record = studio.store.music.get(music_id)
    track = track_of(studio, record.id, row)
    values = read_values(studio.store.music.place(record.id), row)
    model = record.named.get("model", "")
    why = reasons_of(studio, model, values, genre=genre, against=against)
    return MusicTrackDetail(
        track=tell(record.id, track),
        tags=[TagShare(**asdict(each)) for each in tags_of(values)],
        measured=[MeasuredValue(**asdict(each)) for each in measured_of(values)],
        explained=None if why.explained is None else explained(why.explained),
        note=why.note,
    )


def tell(music_id: str, track: LibraryTrack) -> MusicTrack:
    """Tell of a track as it stands in the list."""
    told: dict[str, Any] = asdict(track)
    for name in ("file", "content_hash", "sound_hash", "n_bytes", "mtime_ns"):
        del told[name]
    return MusicTrack(**told, sound=address_of_sound(music_id, track))


def address_of_sound(music_id: str, track: LibraryTrack) -> str:
    """Give the address of a track's sound: by its row, and never by a path.

    What the row held when the address was given out stands in it, so that it gives
    no other track once the folder was read anew.
    """
    content = track.content_hash[:_SHOWN_HASH]
    return f"/api/v1/music/{music_id}/tracks/{track.row}/sound?content={content}"
