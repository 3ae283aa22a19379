"""Read a user's own ONNX file, and refuse one that reaches outside of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from genrelens.audio.network_files.fields import Fields, read_fields
from genrelens.audio.network_files.regular_file import read_regular_file
from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MOST_BYTES", "metadata_of", "read_onnx"]

MOST_BYTES: Final = 256 * 1024 * 1024
"""Bytes of the largest file that is opened."""

_MOST_FIELDS: Final = 1_000_000
_MOST_LEVELS: Final = 16
_GRAPH: Final = 7  # fields of a model
_METADATA: Final = 14
_TRAINING: Final = 20
_FUNCTIONS: Final = 25
_NODES: Final = 1  # of a graph
_INITIALIZERS: Final = 5
_SPARSE_INITIALIZERS: Final = 15
_FUNCTION_NODES: Final = 7
_ATTRIBUTES: Final = 5  # of a node
_FUNCTION_DEFAULTS: Final = 11
_TENSOR, _SUBGRAPH, _TENSORS, _SUBGRAPHS, _SPARSE, _SPARSES = 5, 6, 10, 11, 22, 23
_EXTERNAL: Final = 13  # of an array: the place of its numbers in another file
_LOCATION: Final = 14


def read_onnx(file: Path) -> bytes:
    """Read the file whole, and look through all of its graph.

    Parameters
    ----------
    file : pathlib.Path
        A regular file of at most 256 MiB.

    Returns
    -------
    bytes
        Its content, which holds every number that it needs.

    Raises
    ------
    InputError
        If it cannot be opened, is too large, is no ONNX model, or names other files.
    """
    content = read_regular_file(
        file, most_bytes=MOST_BYTES, remedy="Give an ONNX model."
    )
    model = read_fields(content, most=_MOST_FIELDS)
    if not model.texts(_GRAPH) or model.texts(_TRAINING):
        raise _refused(
            file, "it is not an ONNX model for use", "Export the network anew."
        )
    if _model_reaches_out(model):
        raise _refused(
            file,
            "it keeps numbers in other files, which are not opened",
            "Export it as one file, with its numbers inside.",
        )
    return content


def metadata_of(content: bytes) -> dict[str, str]:
    """Give the names and texts that a model carries about itself."""
    found = {}
    for entry in read_fields(content, most=_MOST_FIELDS).texts(_METADATA):
        parts = read_fields(entry)
        name, text = (
            b"".join(parts.texts(field)).decode("utf-8", "replace") for field in (1, 2)
        )
        found[name] = text
    return found


def _model_reaches_out(model: Fields) -> bool:
    graphs = any(_graph_reaches_out(graph, 0) for graph in model.texts(_GRAPH))
    return graphs or any(
        _nodes_reach_out(read_fields(function, most=_MOST_FIELDS), _FUNCTION_NODES, 0)
        for function in model.texts(_FUNCTIONS)
    )


def _graph_reaches_out(graph: memoryview, level: int) -> bool:
    if level > _MOST_LEVELS:
        raise InputError(
            f"The network's file nests graphs more than {_MOST_LEVELS} deep, which "
            f"is not read. Export it in a plainer form."
        )
    fields = read_fields(graph, most=_MOST_FIELDS)
    return (
        any(map(_tensor_reaches_out, fields.texts(_INITIALIZERS)))
        or any(map(_sparse_reaches_out, fields.texts(_SPARSE_INITIALIZERS)))
        or _nodes_reach_out(fields, _NODES, level)
    )


def _nodes_reach_out(fields: Fields, nodes: int, level: int) -> bool:
    attributes = [
        attribute
        for node in fields.texts(nodes)
        for attribute in read_fields(node, most=_MOST_FIELDS).texts(_ATTRIBUTES)
    ]
    if nodes == _FUNCTION_NODES:
        attributes += fields.texts(_FUNCTION_DEFAULTS)
    return any(_attribute_reaches_out(each, level) for each in attributes)


def _attribute_reaches_out(attribute: memoryview, level: int) -> bool:
    fields = read_fields(attribute, most=_MOST_FIELDS)
    tensors = [*fields.texts(_TENSOR), *fields.texts(_TENSORS)]
    sparse = [*fields.texts(_SPARSE), *fields.texts(_SPARSES)]
    graphs = [*fields.texts(_SUBGRAPH), *fields.texts(_SUBGRAPHS)]
    return (
        any(map(_tensor_reaches_out, tensors))
        or any(map(_sparse_reaches_out, sparse))
        or any(_graph_reaches_out(graph, level + 1) for graph in graphs)
    )


def _sparse_reaches_out(sparse: memoryview) -> bool:
    fields = read_fields(sparse)
    return any(map(_tensor_reaches_out, [*fields.texts(1), *fields.texts(2)]))


def _tensor_reaches_out(tensor: memoryview) -> bool:
    fields = read_fields(tensor, most=_MOST_FIELDS)
    return fields.has(_EXTERNAL) or fields.number(_LOCATION) != 0


def _refused(file: Path, found: str, remedy: str) -> InputError:
    return InputError(f"File '{printable(file, limit=200)}': {found}. {remedy}")
