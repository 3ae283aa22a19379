"""List music folders, have them read, and have their genres named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from genrelens.server.api.jobs import JobAnswer, describe_job
from genrelens.server.library.starting import name_genres, newest_job, read_music
from genrelens.server.studio import studio_of

if TYPE_CHECKING:
    from genrelens.server.keeping.music.music_folders import MusicRecord
    from genrelens.server.studio import Studio

__all__ = ["MaxError", "ModelChoice", "Music", "describe_music", "list_of", "router"]

router = APIRouter(prefix="/music", tags=["music"])

ModelChoice = Annotated[
    str,
    Field(
        max_length=40,
        description="Id of a model, or 'music-tags' for a start from the tags that "
        "the network hears.",
    ),
]
MaxError = Annotated[
    float,
    Field(
        ge=0.005,
        le=0.5,
        description="Largest share of wrong genres among those that are written.",
    ),
]


class ReadingSummary(BaseModel):
    """What the last reading found."""

    n_tracks: int
    n_files: int
    n_new: int = Field(description="Files that were listened to.")
    n_unchanged: int = Field(description="Files that were not, as they are known.")
    n_errors: int
    n_duplicates: int
    network: str


class Naming(BaseModel):
    """Who named the genres of the tracks."""

    model: str = Field(description="Id of a model, or 'music-tags'.")
    model_name: str
    max_error: float
    named: str
    n_tracks: int


class Music(BaseModel):
    """A folder of music."""

    id: str
    name: str
    created: str
    is_given: bool = Field(
        description="Whether it was given at this start, so that it may be opened."
    )
    state: Literal["new", "reading", "ready", "failed"]
    error: str
    table: str = Field(description="Id of the table that was made of it.")
    read: str = Field(description="When it was read last; empty if never.")
    summary: ReadingSummary | None = Field(description="Null until it was read.")
    named: Naming | None = Field(description="Null until a model was asked.")


class MusicList(BaseModel):
    """Music folders, in the order of their coming."""

    items: list[Music]
    total: int


class MusicAndJob(BaseModel):
    """A music folder, and the job that reads it or read it last."""

    music: Music
    job: JobAnswer | None


class ReadRequest(BaseModel):
    """How a folder is to be read."""

    model_config = ConfigDict(extra="forbid")

    network: Literal["music-tags", "none"] = Field(
        default="music-tags", description="The network that hears the fifty tags."
    )
    seconds: float = Field(
        default=30.0, ge=5, le=600, description="Listened to, from the middle."
    )


class NameRequest(BaseModel):
    """Who is to name the genres."""

    model_config = ConfigDict(extra="forbid")

    model: ModelChoice
    max_error: MaxError = 0.05


class FileError(BaseModel):
    """A file that could not be read, and what to do."""

    path: str
    code: str
    reason: str
    remedy: str


class FileErrors(BaseModel):
    """Files that could not be read."""

    items: list[FileError]
    total: int


class DuplicateFile(BaseModel):
    """One of several files with the same content, or the same sound."""

    group: int | str
    path: str
    kind: str = Field(description="content or sound")
    similarity: float | None
    keep: bool | None = Field(description="Whether this is the one to keep.")


class Duplicates(BaseModel):
    """Files that stand several times in the folder."""

    items: list[DuplicateFile]
    total: int


@router.get("")
def list_music(request: Request) -> MusicList:
    """List the music folders: those of this start, and those of earlier ones."""
    studio = studio_of(request)
    items = [describe_music(studio, record) for record in studio.store.music.list()]
    return MusicList(items=items, total=len(items))


@router.get("/{music_id}")
def one_music(request: Request, music_id: str) -> MusicAndJob:
    """Tell of a music folder, and how far its reading is."""
    studio = studio_of(request)
    record = studio.store.music.get(music_id)
    job = newest_job(studio, "extract", record.id)
    return MusicAndJob(
        music=describe_music(studio, record),
        job=None if job is None else describe_job(studio, job),
    )


@router.post("/{music_id}/read", status_code=202)
def read_folder(request: Request, music_id: str, asked: ReadRequest) -> JobAnswer:
    """Read a folder into a table; again, only what is new or changed is listened to."""
    studio = studio_of(request)
    return describe_job(studio, read_music(studio, music_id, asked.model_dump()))


@router.post("/{music_id}/name", status_code=202)
def name_folder(request: Request, music_id: str, asked: NameRequest) -> JobAnswer:
    """Have a model name the genre of every track; nothing is written into files."""
    studio = studio_of(request)
    return describe_job(studio, name_genres(studio, music_id, asked.model_dump()))


@router.get("/{music_id}/errors")
def list_errors(request: Request, music_id: str) -> FileErrors:
    """List the files that the last reading could not use, each with its reason."""
    items = list_of(studio_of(request), music_id, "errors")
    return FileErrors.model_validate({"items": items, "total": len(items)})


@router.get("/{music_id}/duplicates")
def list_duplicates(request: Request, music_id: str) -> Duplicates:
    """List files of the same content or the same sound."""
    items = list_of(studio_of(request), music_id, "duplicates")
    return Duplicates.model_validate({"items": items, "total": len(items)})


def describe_music(studio: Studio, record: MusicRecord) -> Music:
    """Tell of a music folder."""
    return Music(
        id=record.id,
        name=record.name,
        created=record.created,
        is_given=record.id in studio.music,
        state=record.state,
        error=record.error,
        table=record.table_id,
        read=record.read,
        summary=ReadingSummary(**record.summary) if record.summary else None,
        named=Naming(**record.named) if record.named else None,
    )


def list_of(studio: Studio, music_id: str, what: str) -> list[dict[str, Any]]:
    """Give a list that the last reading wrote: ``errors`` or ``duplicates``."""
    file = studio.store.music.place(music_id) / f"{what}.json"
    found: list[dict[str, Any]] = (
        json.loads(file.read_text("utf-8")) if file.is_file() else []
    )
    return found
