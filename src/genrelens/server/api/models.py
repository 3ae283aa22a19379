"""List, bring, name, fetch and remove models."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from genrelens.server.api.attachments import attachment
from genrelens.server.bringing import bring_model
from genrelens.server.studio import studio_of
from genrelens.workflow.documents.result_names import files_in

if TYPE_CHECKING:
    from genrelens.server.keeping.models import ModelRecord
    from genrelens.server.studio import Studio

__all__ = ["Model", "Models", "model_of", "router"]

router = APIRouter(prefix="/models", tags=["models"])

FileName = Literal[
    "model", "report", "metrics", "findings", "predictions", "review", "tree"
]
_TYPES = {
    ".genrelens": "application/octet-stream",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".yaml": "application/yaml",
}
_FILE_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, to be saved.",
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in (
                *("application/octet-stream", "text/html", "text/csv"),
                *("application/json", "application/yaml"),
            )
        },
    }
}
_MODEL_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "format": "binary"}
            }
        },
    }
}


class Score(BaseModel):
    """A score with its 95 % interval."""

    value: float
    low: float
    high: float


class Summary(BaseModel):
    """What training said of a model."""

    target: str = ""
    genres: list[str] = []
    n_tracks: int | None = None
    scenario: str = ""
    scores: dict[str, Score] = {}


class Model(BaseModel):
    """A model that can answer."""

    id: str
    name: str
    table_id: str = Field(description="The table it was trained on; empty if gone.")
    job_id: str
    sha256: str = Field(description="Hash of the model file.")
    source: Literal["trained", "imported"]
    seconds: float = Field(description="Seconds that training took.")
    created: str = Field(description="Moment in UTC.")
    summary: Summary
    files: list[str] = Field(description="Names of the files that can be fetched.")


class Models(BaseModel):
    """All models, the newest first."""

    items: list[Model]
    total: int


class NewName(BaseModel):
    """What a model is to be called from now on."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)


def model_of(studio: Studio, record: ModelRecord) -> Model:
    """Give a model as the API tells it."""
    files = files_in(studio.store.models.folder(record.id))
    return Model(
        **asdict(record), files=[name for name, path in files.items() if path.is_file()]
    )


@router.get("", summary="List all models")
def list_models(request: Request) -> Models:
    """Give all models, the newest first."""
    studio = studio_of(request)
    items = [model_of(studio, record) for record in studio.store.models.list()]
    return Models(items=items, total=len(items))


@router.post(
    "", status_code=201, summary="Bring a model file", openapi_extra=_MODEL_BODY
)
async def bring(
    request: Request,
    name: Annotated[str, Query(min_length=1, max_length=255)] = "model",
) -> Model:
    """Take a model file as the body; one that is here already is given back."""
    studio = studio_of(request)
    most = studio.settings.max_upload_bytes
    async with studio.store.uploads.receiving(request, max_bytes=most) as received:
        record = await run_in_threadpool(
            bring_model, studio.store, received.path, name=name
        )
    return await run_in_threadpool(model_of, studio, record)


@router.get("/{model_id}", summary="Get one model")
def get_model(request: Request, model_id: str) -> Model:
    """Give one model."""
    studio = studio_of(request)
    return model_of(studio, studio.store.models.get(model_id))


@router.patch("/{model_id}", summary="Rename a model")
def rename_model(request: Request, model_id: str, new: NewName) -> Model:
    """Call a model by another name."""
    studio = studio_of(request)
    return model_of(studio, studio.store.models.rename(model_id, new.name))


@router.delete("/{model_id}", status_code=204, summary="Remove a model")
def remove_model(request: Request, model_id: str) -> None:
    """Remove a model with its files, decisions and answers; its jobs are ended."""
    studio = studio_of(request)
    studio.queue.end_work_on("model", studio.store.models.get(model_id).id)
    studio.store.models.remove(model_id)
    studio.models.forget(model_id)


@router.get(
    "/{model_id}/files/{name}",
    summary="Fetch a file of a model",
    response_class=FileResponse,
    responses=_FILE_ANSWER,
)
def fetch_file(request: Request, model_id: str, name: FileName) -> FileResponse:
    """Give one of the files that training wrote, to be saved.

    Cells of CSV files that a spreadsheet would run as a formula have an apostrophe
    before them, as written by the command line.
    """
    store = studio_of(request).store
    file = store.models.file(model_id, name)
    wanted = f"{store.models.get(model_id).name} {file.name}"
    return FileResponse(
        file,
        media_type=_TYPES[file.suffix],
        headers={"content-disposition": attachment(wanted)},
    )
