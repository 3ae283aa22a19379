"""Serve models by the Open Inference Protocol (V2), for clients of model servers."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from genrelens.errors import GenrelensError, InputError, printable
from genrelens.server.api.predicting import opened_model
from genrelens.server.guarding.problems import status_of
from genrelens.server.open_inference.shapes import (
    Failure,
    InferenceRequest,
    InferenceResponse,
    ModelMetadata,
    ModelReady,
    ServerAlive,
    ServerMetadata,
    ServerReady,
)
from genrelens.server.open_inference.tensors import (
    describe_inputs,
    describe_outputs,
    outputs_of,
    tracks_of,
)
from genrelens.server.studio import studio_of

__all__ = ["router"]

_VERSION: Final = "1"  # a model is never changed; another one has another name
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": InferenceRequest.model_json_schema(
                    ref_template="#/components/schemas/{model}"
                )
            }
        },
    }
}


class _TellingRoute(APIRoute):
    """A route whose errors have the protocol's own form: one text, ``error``."""

    def get_route_handler(self) -> Any:  # noqa: ANN401 (FastAPI's own type)
        handle = super().get_route_handler()

        async def tell(request: Request) -> Response:
            try:
                response: Response = await handle(request)
            except GenrelensError as error:
                failure = Failure(error=str(error))
                return JSONResponse(failure.model_dump(), status_of(error))
            return response

        return tell


_FAILURES: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": Failure, "description": "Why there is no answer."}
    for status in (404, 422)
}

router = APIRouter(tags=["open inference"], route_class=_TellingRoute)


@router.get("")
def server_metadata() -> ServerMetadata:
    """Say who serves."""
    return ServerMetadata(name="genrelens", version=version("genrelens"), extensions=[])


@router.get("/health/live")
def is_live() -> ServerAlive:
    """Say whether the server runs."""
    return ServerAlive(live=True)


@router.get("/health/ready", responses={503: {"model": ServerReady}})
def is_ready(request: Request, response: Response) -> ServerReady:
    """Say whether the server takes requests; not before its folder is open."""
    is_open = getattr(request.app.state, "studio", None) is not None
    response.status_code = 200 if is_open else 503
    return ServerReady(ready=is_open)


@router.get("/models/{model_id}", responses=_FAILURES)
@router.get("/models/{model_id}/versions/{model_version}", responses=_FAILURES)
def model_metadata(
    request: Request, model_id: str, model_version: str = _VERSION
) -> ModelMetadata:
    """Say what a model takes and gives."""
    _check_version(model_version)
    model = studio_of(request).models.get(model_id)
    return ModelMetadata(
        name=model_id,
        versions=[_VERSION],
        platform=f"genrelens_{model.kind}",
        inputs=describe_inputs(model),
        outputs=describe_outputs(model),
    )


@router.get("/models/{model_id}/ready", responses=_FAILURES)
@router.get("/models/{model_id}/versions/{model_version}/ready", responses=_FAILURES)
def is_model_ready(
    request: Request, model_id: str, model_version: str = _VERSION
) -> ModelReady:
    """Say whether a model answers; it is loaded if need be."""
    _check_version(model_version)
    studio_of(request).models.get(model_id)
    return ModelReady(name=model_id, ready=True)


@router.post(
    "/models/{model_id}/infer",
    response_model=InferenceResponse,
    openapi_extra=_BODY,
    responses=_FAILURES,
)
@router.post(
    "/models/{model_id}/versions/{model_version}/infer",
    response_model=InferenceResponse,
    openapi_extra=_BODY,
    responses=_FAILURES,
)
async def infer(
    request: Request, model_id: str, model_version: str = _VERSION
) -> Response:
    """Say which genres tracks have; attributes as inputs by name, or as one matrix."""
    _check_version(model_version)
    model = await opened_model(studio_of(request), model_id)
    from genrelens.workflow.scoring.many_tracks import answer_tracks
    from genrelens.workflow.scoring.one_track import answer_if_plain

    asked = _read(await request.body())
    tracks = tracks_of(model, asked)
    options = _options(asked.parameters or {})
    found = None
    if len(tracks) == 1:
        found = answer_if_plain(model, tracks[0], **options)
    if found is None:
        found = await run_in_threadpool(answer_tracks, model, tracks, **options)
    answer = InferenceResponse(
        model_name=model_id,
        model_version=_VERSION,
        id=asked.id,
        parameters={"notices": list(found.notices)} if found.notices else None,
        outputs=outputs_of(model, found.tracks, asked.outputs),
    )
    return Response(
        answer.model_dump_json(exclude_none=True), media_type="application/json"
    )


def _read(body: bytes) -> InferenceRequest:
    try:
        return InferenceRequest.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(
            f"The request cannot be used: {printable(where, limit=200)}: "
            f"{printable(first['msg'], limit=300)}."
        ) from error


def _options(parameters: dict[str, Any]) -> dict[str, Any]:
    """Take what is asked beside the tracks; what other servers know is passed over."""
    max_error = parameters.get("max_error", 0.05)
    uncalibrated = parameters.get("uncalibrated", False)
    is_number = isinstance(max_error, int | float) and not isinstance(max_error, bool)
    if not is_number or not isinstance(uncalibrated, bool):
        raise InputError(
            "The parameters cannot be used. Give max_error as a number from 0.005 to "
            "0.5, and uncalibrated as true or false."
        )
    return {"max_error": float(max_error), "uncalibrated": uncalibrated}


def _check_version(asked: str) -> None:
    if asked != _VERSION:
        raise _NoVersionError(
            f"The model has version {_VERSION} only; '{printable(asked, limit=40)}' "
            "was asked for."
        )


class _NoVersionError(InputError):
    """A version was asked for that no model has."""

    status = 404
