"""Say what the documents of the Open Inference Protocol (V2) look like."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "Asked",
    "Datatype",
    "Failure",
    "InferenceRequest",
    "InferenceResponse",
    "InputTensor",
    "ModelMetadata",
    "ModelReady",
    "OutputTensor",
    "ServerAlive",
    "ServerMetadata",
    "ServerReady",
    "TensorMetadata",
]

# fmt: off
Datatype = Literal[
    "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64",
    "FP16", "FP32", "FP64", "BYTES",
]
# fmt: on
_Name = Annotated[str, Field(min_length=1, max_length=500)]
_Size = Annotated[int, Field(ge=0, le=1_000_000)]


class ServerMetadata(BaseModel):
    """Who serves."""

    name: str
    version: str
    extensions: list[str]


class ServerAlive(BaseModel):
    """Whether the server runs."""

    live: bool


class ServerReady(BaseModel):
    """Whether the server takes requests."""

    ready: bool


class ModelReady(BaseModel):
    """Whether a model answers."""

    name: str
    ready: bool


class TensorMetadata(BaseModel):
    """What a tensor is called and holds; -1 stands for any number of tracks."""

    name: str
    datatype: Datatype
    shape: list[int]
    parameters: dict[str, Any] = {}


class ModelMetadata(BaseModel):
    """What a model takes and gives."""

    name: str
    versions: list[str]
    platform: str
    inputs: list[TensorMetadata]
    outputs: list[TensorMetadata]


class InputTensor(BaseModel):
    """One attribute of all tracks, or all attributes as one matrix."""

    model_config = ConfigDict(extra="ignore")

    name: _Name
    shape: Annotated[list[_Size], Field(min_length=1, max_length=2)]
    datatype: Datatype
    data: list[Any] = Field(
        description="Row by row, flat or nested; null where a value is not known."
    )
    parameters: dict[str, Any] | None = None


class Asked(BaseModel):
    """An output that is asked for."""

    model_config = ConfigDict(extra="ignore")

    name: _Name
    parameters: dict[str, Any] | None = None


class InferenceRequest(BaseModel):
    """Tracks to be answered for.

    Parameters of the request: `max_error` (0.005 to 0.5) and `uncalibrated` (bool).
    """

    model_config = ConfigDict(extra="ignore")

    id: Annotated[str, Field(max_length=500)] | None = None
    parameters: dict[str, Any] | None = None
    inputs: Annotated[list[InputTensor], Field(min_length=1, max_length=2_000)]
    outputs: Annotated[list[Asked], Field(max_length=20)] | None = None


class OutputTensor(BaseModel):
    """One output for all tracks."""

    name: str
    shape: list[int]
    datatype: Datatype
    data: list[Any]
    parameters: dict[str, Any] | None = None


class InferenceResponse(BaseModel):
    """What the model says of the tracks."""

    model_name: str
    model_version: str
    id: str | None = None
    parameters: dict[str, Any] | None = None
    outputs: list[OutputTensor]


class Failure(BaseModel):
    """Why there is no answer."""

    error: str
