"""Predict genres: for tracks given as JSON, and for tables as streams."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Final

import orjson
from fastapi import APIRouter, Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StrictBool,
    ValidationError,
)
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from genrelens.server.keeping.uploading import UploadRefusedError
from genrelens.server.studio import studio_of
from genrelens.server.warming.libraries import libraries_at_hand

if TYPE_CHECKING:
    from genrelens.server.studio import Studio
    from genrelens.workflow.answering.answer_rows import AnswerOptions
    from genrelens.workflow.scoring.open_model import OpenModel
    from genrelens.workflow.scoring.streams import AnswerFormat
    from genrelens.workflow.scoring.track_answer import TrackAnswers

__all__ = ["MaxError", "Predictions", "TrackValues", "opened_model", "router"]

router = APIRouter(tags=["predict"])

_LONGEST_CELL: Final = 10_000


def _check_cell(value: Any) -> Any:  # noqa: ANN401 (any value of JSON)
    """Let through what a cell of a table can hold, as it is."""
    if value is not None and not isinstance(value, str | int | float):
        raise ValueError("give a number, a text, true or false, or null")
    if isinstance(value, str) and len(value) > _LONGEST_CELL:
        raise ValueError(f"a text may have {_LONGEST_CELL:,} characters")
    return value


_Cell = Annotated[
    Any,
    PlainValidator(_check_cell, json_schema_input_type=float | int | bool | str | None),
]
TrackValues = Annotated[
    dict[Annotated[str, Field(min_length=1, max_length=500)], _Cell],
    Field(
        max_length=2_000,
        description="Values by header: as in the table that the model was trained on, "
        "or by name of the attribute. Numbers, text, true or false; null where not "
        "known. Text is read as a file's cell would be: `3:21`, `12 %`, `yes`.",
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

_MEDIA: Final[dict[AnswerFormat, str]] = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
_MOST_NOTICE_BYTES: Final = 6_000
_ELSEWHERE: Final = (
    "Send it in parts, or to /api/v1/models/{id}/answers, which answers tables of any "
    "length in a process of its own."
)


class PredictRequest(BaseModel):
    """Tracks, and what is to be told of them."""

    model_config = ConfigDict(extra="forbid")

    tracks: Annotated[list[TrackValues], Field(min_length=1, max_length=10_000)]
    max_error: MaxError = 0.05
    reasons: StrictBool = Field(
        default=False, description="Whether to give the strongest reasons in words."
    )
    uncalibrated: StrictBool = Field(
        default=False,
        description="Whether probabilities are told as the model gives them.",
    )


class Prediction(BaseModel):
    """What the model says of one track; as a row of `genrelens predict`."""

    genre: str | None = Field(description="Null where no attribute has a value.")
    probability: float | None
    probabilities: dict[str, float] = Field(description="Of every genre.")
    decision: str | None = Field(
        description="write, ask or leave; null where the model has no rules."
    )
    decided_genre: str | None = Field(
        description="The genre to write, or those to choose from, ' | ' between."
    )
    decision_reason: str | None
    family: str | None = Field(description="Null where the model has no family tree.")
    family_probability: float | None
    deepest_genre: str | None
    reasons: str | None = Field(
        default=None, description="Only where they were asked for."
    )
    warnings: str = Field(description="Empty where nothing is unusual.")


class Predictions(BaseModel):
    """What the model says of the tracks, in their order."""

    model: str = Field(description="Id of the model.")
    predictions: list[Prediction]
    notices: list[str] = Field(description="What concerns all of them.")


def _body_of(model: type[BaseModel]) -> dict[str, Any]:
    """Describe a JSON body that a handler reads by itself."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    }


def _table_route(media: str) -> dict[str, Any]:
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {
        "openapi_extra": {
            "requestBody": {
                "required": True,
                "description": "The table as it is: CSV, TSV, JSON lines or Parquet.",
                "content": {"application/octet-stream": binary},
            }
        },
        "responses": {
            200: {
                "description": "One row for each row of the table, in its order. The "
                "header Genrelens-Notices holds a JSON list of what concerns the table "
                "as a whole.",
                "content": {media: binary},
            }
        },
        "response_class": StreamingResponse,
        "dependencies": [Depends(libraries_at_hand)],
    }


@router.post(
    "/models/{model_id}/predict",
    response_model=Predictions,
    openapi_extra=_body_of(PredictRequest),
)
async def predict(request: Request, model_id: str) -> Response:
    """Say which genres tracks have, with probabilities and decisions."""
    model = await opened_model(studio_of(request), model_id)
    try:
        asked = PredictRequest.model_validate_json(await request.body())
    except ValidationError as error:
        raise _told(error) from error
    found = await _answer(model, asked)
    answer = {
        "model": model_id,
        "predictions": [track.to_dict() for track in found.tracks],
        "notices": found.notices,
    }
    return Response(orjson.dumps(answer), media_type="application/json")


@router.post("/models/{model_id}/predict.csv", **_table_route("text/csv"))
async def predict_csv(
    request: Request,
    model_id: str,
    max_error: Annotated[float, Query(ge=0.005, le=0.5)] = 0.05,
    reasons: bool = False,  # noqa: FBT001, FBT002 (a query)
    uncalibrated: bool = False,  # noqa: FBT001, FBT002
    raw: bool = False,  # noqa: FBT001, FBT002
) -> StreamingResponse:
    """Answer for every row of a table, as CSV.

    Text that a spreadsheet would take for a formula gets a leading apostrophe, but
    with `raw`.
    """
    from genrelens.workflow.answering.answer_rows import AnswerOptions

    options = AnswerOptions(
        max_error=max_error, uncalibrated=uncalibrated, reasons=reasons
    )
    return await _stream(request, model_id, options, "csv", raw=raw)


@router.post("/models/{model_id}/predict.parquet", **_table_route(_MEDIA["parquet"]))
async def predict_parquet(
    request: Request,
    model_id: str,
    max_error: Annotated[float, Query(ge=0.005, le=0.5)] = 0.05,
    reasons: bool = False,  # noqa: FBT001, FBT002 (a query)
    uncalibrated: bool = False,  # noqa: FBT001, FBT002
) -> StreamingResponse:
    """Answer for every row of a table, as Parquet."""
    from genrelens.workflow.answering.answer_rows import AnswerOptions

    options = AnswerOptions(
        max_error=max_error, uncalibrated=uncalibrated, reasons=reasons
    )
    return await _stream(request, model_id, options, "parquet")


async def opened_model(studio: Studio, model_id: str) -> OpenModel:
    """Give a model that is in memory at once, and load any other beside the loop."""
    found = studio.models.if_open(model_id)
    if found is not None:
        return found
    return await run_in_threadpool(studio.models.get, model_id)


async def _answer(model: OpenModel, asked: PredictRequest) -> TrackAnswers:
    from genrelens.workflow.scoring.many_tracks import answer_tracks
    from genrelens.workflow.scoring.one_track import answer_if_plain

    options: dict[str, Any] = {
        "max_error": asked.max_error,
        "uncalibrated": asked.uncalibrated,
        "reasons": asked.reasons,
    }
    if len(asked.tracks) == 1 and not asked.reasons:
        # A fraction of a millisecond: less than handing it to another thread costs.
        found = answer_if_plain(model, asked.tracks[0], **options)
        if found is not None:
            return found
    return await run_in_threadpool(answer_tracks, model, asked.tracks, **options)


async def _stream(
    request: Request,
    model_id: str,
    options: AnswerOptions,
    kind: AnswerFormat,
    *,
    raw: bool = False,
) -> StreamingResponse:
    from genrelens.workflow.answering.table_bounds import too_large_at_once
    from genrelens.workflow.scoring.streams import answer_table

    studio = studio_of(request)
    model = await opened_model(studio, model_id)
    most = studio.settings.max_upload_bytes
    async with studio.store.uploads.receiving(request, max_bytes=most) as received:
        found = await run_in_threadpool(too_large_at_once, received.path)
        if found:
            raise UploadRefusedError(413, f"{found} {_ELSEWHERE}")
        stream = await run_in_threadpool(
            answer_table, model, received.path, options, name="the table"
        )
    return StreamingResponse(
        stream.chunks(kind, raw=raw),
        media_type=_MEDIA[kind],
        headers={"Genrelens-Notices": _as_header(stream.notices)},
    )


def _as_header(notices: tuple[str, ...]) -> str:
    """Write as many notices as a header may hold, and how many there are besides."""
    kept: list[str] = []
    size = 0
    for notice in notices:
        size += len(json.dumps(notice))
        if size > _MOST_NOTICE_BYTES:
            kept.append(f"{len(notices) - len(kept):,} more notices are not shown.")
            break
        kept.append(notice)
    return json.dumps(kept)


def _told(error: ValidationError) -> RequestValidationError:
    """Tell a body that does not fit in the words of every other route."""
    found = [
        {**one, "loc": ("body", *one["loc"])}
        for one in error.errors(include_url=False, include_context=False)
    ]
    return RequestValidationError(found)
