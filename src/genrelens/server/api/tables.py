"""Bring tables, look at what is in them, and say how they are to be read."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from genrelens.server.api.jobs import JobAnswer, describe_job
from genrelens.server.keeping.tables import TableOptions
from genrelens.server.studio import studio_of
from genrelens.server.tables.bringing import keep_sample, keep_table, readable_suffix
from genrelens.server.tables.changing import (
    change_options,
    newest_inspection,
    read_again,
    remove_table,
)
from genrelens.server.tables.showing import inspection_of, profile_of, rows_of

if TYPE_CHECKING:
    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.keeping.tables import TableRecord
    from genrelens.server.studio import Studio

__all__ = ["Options", "Table", "describe_table", "router"]

router = APIRouter(prefix="/tables", tags=["tables"])

_LONGEST_HEADER = 10_000
_Header = Annotated[str, Field(max_length=_LONGEST_HEADER)]
_Headers = Annotated[list[_Header], Field(max_length=10_000)]
_TABLE_BODY = {
    "requestBody": {
        "required": True,
        "description": "The file as it is: CSV, TSV, JSON lines, Parquet.",
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "format": "binary"}
            }
        },
    }
}


class Options(BaseModel):
    """How a table is read; null means that it is found out."""

    model_config = ConfigDict(extra="forbid")

    target: _Header | None = Field(default=None, description="The genre column.")
    group: _Header | None = Field(
        default=None,
        description="Column whose values must not be on both sides of a split.",
    )
    drop: _Headers = Field(default=[], description="Columns not to learn from.")
    force: _Headers = Field(
        default=[], description="Columns to learn from although they look like leaks."
    )
    features: Literal["all", "audio"] | _Headers = "all"
    conflicts: Literal["keep-all", "first", "drop"] = Field(
        default="keep-all",
        description="What becomes of a track that stands under several genres.",
    )
    min_tracks: int = Field(
        default=5,
        ge=1,
        le=1_000_000_000,
        description="Genres with fewer tracks are left out.",
    )
    encoding: Annotated[str, Field(max_length=40)] | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None


class Summary(BaseModel):
    """What a list of tables shows."""

    n_rows: int
    n_columns: int
    n_tracks: int = Field(description="Rows that a training would learn from.")
    n_genres: int
    is_usable: bool


class Table(BaseModel):
    """A table that was brought."""

    id: str
    name: str
    n_bytes: int
    sha256: str
    created: str
    is_sample: bool
    state: Literal["reading", "ready", "failed"]
    error: str
    options: Options
    summary: Summary | None = Field(description="Null until it has been read.")


class TableList(BaseModel):
    """Tables, the newest first."""

    items: list[Table]
    total: int


class BroughtTable(BaseModel):
    """A table that was taken, and the job that reads it."""

    table: Table
    job: JobAnswer


class TableAndJob(BaseModel):
    """A table, and the job that reads it or read it last."""

    table: Table
    job: JobAnswer | None


class Row(BaseModel):
    """A row of the file."""

    row: int = Field(description="Its position, counted from 0.")
    line: int = Field(description="Line of the file on which it starts, from 1.")
    cells: list[str] = Field(description="As they stand in the file.")


class Rows(BaseModel):
    """Rows as they stand in the file."""

    headers: list[str]
    concerned: str = Field(description="Header of the column that is meant.")
    n_columns: int = Field(description="Columns of the table; some may not be shown.")
    is_known: bool = Field(
        description="False where the finding is about a column or the whole file."
    )
    items: list[Row]
    total: int


@router.get("")
def list_tables(request: Request) -> TableList:
    """List the tables, the newest first."""
    records = studio_of(request).store.tables.list()
    return TableList(items=[describe_table(one) for one in records], total=len(records))


@router.post("", status_code=201, openapi_extra=_TABLE_BODY)
async def bring_table(
    request: Request, name: Annotated[str, Query(min_length=1, max_length=1_000)]
) -> BroughtTable:
    """Take a file, which is the raw body of the request, and have it read."""
    studio = studio_of(request)
    readable_suffix(name)
    most = studio.settings.max_upload_bytes
    async with studio.store.uploads.receiving(request, max_bytes=most) as received:
        kept = await run_in_threadpool(keep_table, studio, name, received)
    return await run_in_threadpool(_brought, studio, *kept)


@router.post("/sample", status_code=201)
def bring_sample(request: Request) -> BroughtTable:
    """Take the made-up sample; once it is here, it is not drawn again."""
    studio = studio_of(request)
    return _brought(studio, *keep_sample(studio))


@router.get("/{table_id}")
def one_table(request: Request, table_id: str) -> TableAndJob:
    """Tell of a table, and how far its reading is."""
    return _with_job(studio_of(request), table_id)


@router.patch("/{table_id}")
def change_table(request: Request, table_id: str, options: Options) -> TableAndJob:
    """Say how a table is to be read; what is not given stays, and it is read again."""
    studio = studio_of(request)
    before = studio.store.tables.get(table_id).options
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in options.model_dump(exclude_unset=True).items()
    }
    change_options(studio, table_id, replace(before, **given))
    return _with_job(studio, table_id)


@router.post("/{table_id}/read", status_code=202)
def read_table_again(request: Request, table_id: str) -> TableAndJob:
    """Read a table once more, as after a reading that was interrupted."""
    studio = studio_of(request)
    read_again(studio, table_id)
    return _with_job(studio, table_id)


@router.delete("/{table_id}", status_code=204)
def delete_table(request: Request, table_id: str) -> None:
    """Remove a table and its files; models made of it stay."""
    remove_table(studio_of(request), table_id)


@router.get("/{table_id}/inspection")
def get_inspection(request: Request, table_id: str) -> dict[str, Any]:
    """Give what `genrelens inspect --json` prints."""
    return inspection_of(studio_of(request), table_id)


@router.get("/{table_id}/profile")
def get_profile(request: Request, table_id: str) -> dict[str, Any]:
    """Give what the attributes look like, genre by genre."""
    return profile_of(studio_of(request), table_id).to_dict()


@router.get("/{table_id}/rows")
def get_rows(
    request: Request,
    table_id: str,
    finding: Annotated[str, Query(max_length=100)] = "",
    column: Annotated[str, Query(max_length=_LONGEST_HEADER)] = "",
    offset: Annotated[int, Query(ge=0, le=10**12)] = 0,
    limit: Annotated[int, Query(ge=0, le=500)] = 50,
) -> Rows:
    """Give rows of the file: all, or those that a finding concerns."""
    shown = rows_of(
        studio_of(request),
        table_id,
        finding=finding,
        column=column,
        offset=offset,
        limit=limit,
    )
    return Rows(
        headers=list(shown.headers),
        concerned=shown.concerned,
        n_columns=shown.n_columns,
        is_known=shown.is_known,
        items=[
            Row(row=one.row, line=one.line, cells=[*one.cells]) for one in shown.rows
        ],
        total=shown.total,
    )


def describe_table(record: TableRecord) -> Table:
    """Give a table as the API tells it."""
    told = asdict(record)
    del told["suffix"]
    summary = Summary(**record.summary) if record.summary else None
    options = Options(**TableOptions.to_dict(record.options))
    return Table(**{**told, "options": options, "summary": summary})


def _brought(studio: Studio, table: TableRecord, job: JobRecord) -> BroughtTable:
    return BroughtTable(
        table=describe_table(studio.store.tables.get(table.id)),
        job=describe_job(studio, studio.store.jobs.get(job.id)),
    )


def _with_job(studio: Studio, table_id: str) -> TableAndJob:
    table = studio.store.tables.get(table_id)
    job = newest_inspection(studio, table_id)
    told = None if job is None else describe_job(studio, job)
    return TableAndJob(table=describe_table(table), job=told)
