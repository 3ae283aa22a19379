"""Bring tensors to tracks, and answers to tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from genrelens.errors import InputError, printable
from genrelens.server.open_inference.shapes import OutputTensor, TensorMetadata

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.server.open_inference.shapes import (
        Asked,
        Datatype,
        InferenceRequest,
        InputTensor,
    )
    from genrelens.workflow.scoring.open_model import OpenModel
    from genrelens.workflow.scoring.track_answer import TrackAnswer

__all__ = ["describe_inputs", "describe_outputs", "outputs_of", "tracks_of"]

_MOST_TRACKS: Final = 10_000
_TYPES: Final[dict[str, Datatype]] = {
    "number": "FP64",
    "flag": "BOOL",
    "category": "BYTES",
}
_MATRIX: Final = 2
_TEXTS: Final = (
    *("genre", "decision", "decided_genre", "decision_reason"),
    *("family", "deepest_genre", "warnings"),
)
_USUAL: Final = ("genre", "probabilities", "decision")
_FITTING: Final[dict[str, tuple[type, ...]]] = {
    "BYTES": (str,),
    "BOOL": (bool, int),
    "FP": (float, int),
    "INT": (int,),
}


def describe_inputs(model: OpenModel) -> list[TensorMetadata]:
    """Say which inputs a model takes: one for each attribute, by its name."""
    return [
        TensorMetadata(
            name=feature.name,
            datatype=_TYPES[str(feature.kind)],
            shape=[-1],
            parameters={"label": feature.label, "header": feature.origin}
            | ({"unit": feature.unit} if feature.unit else {}),
        )
        for feature in model.trained.features
    ]


def describe_outputs(model: OpenModel) -> list[TensorMetadata]:
    """Say which outputs a model gives; the first three where none is asked for."""
    genres = list(model.trained.genres)
    return [
        TensorMetadata(name="genre", datatype="BYTES", shape=[-1]),
        TensorMetadata(
            name="probabilities",
            datatype="FP64",
            shape=[-1, len(genres)],
            parameters={"genres": genres},
        ),
        *(
            TensorMetadata(name=name, datatype="BYTES", shape=[-1])
            for name in _TEXTS[1:]
        ),
    ]


def tracks_of(model: OpenModel, request: InferenceRequest) -> list[dict[str, Any]]:
    """Give the tracks that the inputs of a request hold.

    One input of two axes, wider than one, is a matrix of all attributes in the
    order of the model's metadata; else each input is a header or an attribute's name.

    Raises
    ------
    InputError
        If shapes do not fit their data or each other.
    """
    first = request.inputs[0]
    if len(request.inputs) == 1 and len(first.shape) == _MATRIX and first.shape[1] > 1:
        return _tracks_of_matrix(model, first)
    n_tracks = first.shape[0]
    columns = {}
    for tensor in request.inputs:
        if tensor.name in columns:
            raise InputError(f"Input {_quoted(tensor)} is given twice. Give it once.")
        if tensor.shape[0] != n_tracks or tensor.shape[1:] not in ([], [1]):
            raise InputError(
                f"Input {_quoted(tensor)} has shape {tensor.shape}, and "
                f"{_quoted(first)} {first.shape}. Give every attribute for the same "
                "tracks: shape [n] or [n, 1]; or one matrix of all attributes."
            )
        columns[tensor.name] = _values(tensor)
    _check_count(n_tracks)
    return [
        {name: values[track] for name, values in columns.items()}
        for track in range(n_tracks)
    ]


def outputs_of(
    model: OpenModel, answers: Sequence[TrackAnswer], asked: Sequence[Asked] | None
) -> list[OutputTensor]:
    """Give the outputs that were asked for.

    Raises
    ------
    InputError
        If one is not known.
    """
    names = [each.name for each in asked] if asked else list(_USUAL)
    unknown = [name for name in names if name not in (*_TEXTS, "probabilities")]
    if unknown:
        raise InputError(
            f"Output '{printable(unknown[0])}' is not known. Ask for some of: "
            f"{', '.join(('probabilities', *_TEXTS))}."
        )
    return [_output(model, answers, name) for name in names]


def _output(
    model: OpenModel, answers: Sequence[TrackAnswer], name: str
) -> OutputTensor:
    if name != "probabilities":
        texts = [getattr(answer, name) or "" for answer in answers]
        return OutputTensor(name=name, shape=[len(texts)], datatype="BYTES", data=texts)
    genres = model.trained.genres
    flat = [answer.probabilities.get(g) for answer in answers for g in genres]
    return OutputTensor(
        name=name,
        shape=[len(answers), len(genres)],
        datatype="FP64",
        data=flat,
        parameters={"genres": list(genres)},
    )


def _tracks_of_matrix(model: OpenModel, tensor: InputTensor) -> list[dict[str, Any]]:
    headers = [feature.origin for feature in model.trained.features]
    n_tracks, width = tensor.shape
    if width != len(headers):
        raise InputError(
            f"Input {_quoted(tensor)} has {width} columns, and the model learnt from "
            f"{len(headers)} attributes. Give them in the order of the model's "
            "metadata, or each as an input of its own name."
        )
    _check_count(n_tracks)
    values = _values(tensor)
    return [
        dict(zip(headers, values[start : start + width], strict=True))
        for start in range(0, n_tracks * width, width)
    ]


def _values(tensor: InputTensor) -> list[Any]:
    """Give a tensor's values flat, after looking at each."""
    flat: list[Any] = []
    for value in tensor.data:
        if isinstance(value, list):
            flat.extend(value)
        else:
            flat.append(value)
    expected = 1
    for size in tensor.shape:
        expected *= size
    if len(flat) != expected:
        raise InputError(
            f"Input {_quoted(tensor)} has shape {tensor.shape}, which asks for "
            f"{expected:,} values, and {len(flat):,} were given."
        )
    kind = tensor.datatype.lstrip("U").rstrip("0123456789")
    fitting = _FITTING[kind]
    for value in flat:
        is_fitting = isinstance(value, fitting)
        is_flag = isinstance(value, bool) and kind != "BOOL"
        if value is not None and (not is_fitting or is_flag):
            raise InputError(
                f"Input {_quoted(tensor)} is said to hold {tensor.datatype}, and one "
                f"value is '{printable(value, limit=40)}'. Give values of that type, "
                "or null where one is not known."
            )
    if kind == "BOOL":
        return [None if value is None else bool(value) for value in flat]
    return flat


def _check_count(n_tracks: int) -> None:
    if not 1 <= n_tracks <= _MOST_TRACKS:
        raise InputError(
            f"{n_tracks:,} tracks were given; from 1 to {_MOST_TRACKS:,} are answered "
            "at a time. Give more of them as a table to predict.parquet."
        )


def _quoted(tensor: InputTensor) -> str:
    return f"'{printable(tensor.name, limit=60)}'"
