"""Show what the API offers, drawn from its own OpenAPI document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse  # noqa: TC002 (read at run time)

from genrelens.server.pages.rendering import page

__all__ = ["Operation", "operations_of", "router"]

router = APIRouter()

_METHODS = ("get", "post", "put", "patch", "delete")
_SCHEMA = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Field:
    """One value that a request or an answer has."""

    name: str
    kind: str
    is_needed: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the API does."""

    tag: str
    anchor: str
    method: str
    path: str
    summary: str
    about: str
    parameters: tuple[Field, ...]
    body_type: str
    body: tuple[Field, ...]
    status: str
    answer_type: str
    answer: tuple[Field, ...]
    example: str


@router.get("/api")
def reference_page(request: Request) -> HTMLResponse:
    """Show every operation, with its parameters and what it answers."""
    document = request.app.openapi()
    operations = operations_of(document, str(request.base_url).rstrip("/"))
    tags: dict[str, list[Operation]] = {}
    for operation in operations:
        tags.setdefault(operation.tag, []).append(operation)
    return page(
        request,
        "api_reference.html.j2",
        about=[
            _flowing(part) for part in document["info"]["description"].split("\n\n")
        ],
        version=document["info"]["version"],
        tags=tags,
    )


def operations_of(document: dict[str, Any], address: str) -> list[Operation]:
    """Read the operations out of an OpenAPI document.

    Parameters
    ----------
    document : dict
        As `describe` makes it.
    address : str
        Where the studio is reached, for the examples.
    """
    return [
        _operation(document, address, path, method, told)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
        if method in _METHODS
    ]


def _operation(
    document: dict[str, Any],
    address: str,
    path: str,
    method: str,
    told: dict[str, Any],
) -> Operation:
    body_type, body = _content(document, told.get("requestBody", {}))
    status, answer = next(iter(told["responses"].items()))
    answer_type, answer_fields = _content(document, answer)
    return Operation(
        tag=next(iter(told.get("tags", ())), "more"),
        anchor=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told.get("summary", ""),
        about=_flowing(told.get("description", "")),
        parameters=tuple(_parameter(one) for one in told.get("parameters", ())),
        body_type=body_type,
        body=body,
        status=status,
        answer_type=answer_type,
        answer=answer_fields,
        example=_example(address, path, method, body_type),
    )


def _parameter(one: dict[str, Any]) -> Field:
    schema = one.get("schema", {})
    return Field(
        name=f"{one['name']} (in the {one['in']})",
        kind=_kind(schema),
        is_needed=one.get("required", False),
        about=_flowing(one.get("description", schema.get("description", ""))),
    )


def _content(
    document: dict[str, Any], holder: dict[str, Any]
) -> tuple[str, tuple[Field, ...]]:
    """Give the media types of a body, and the values of its first JSON schema."""
    content: dict[str, Any] = holder.get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    return ", ".join(content), _fields(document, schema)


def _fields(document: dict[str, Any], schema: dict[str, Any]) -> tuple[Field, ...]:
    found = _resolved(document, schema)
    needed = set(found.get("required", ()))
    return tuple(
        Field(
            name=name,
            kind=_kind(one),
            is_needed=name in needed,
            about=_flowing(one.get("description", "")),
        )
        for name, one in found.get("properties", {}).items()
    )


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    reference: str = schema.get("$ref", "")
    if not reference.startswith(_SCHEMA):
        return schema
    found: dict[str, Any] = document["components"]["schemas"][
        reference.removeprefix(_SCHEMA)
    ]
    return found


def _kind(schema: dict[str, Any]) -> str:
    """Say in few words what a value is."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_SCHEMA)
    if "enum" in schema:
        return " or ".join(str(value) for value in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    choices = schema.get("anyOf", schema.get("oneOf"))
    if choices:
        return " or ".join(_kind(choice) for choice in choices)
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("type", "any value"))


def _flowing(text: str) -> str:
    """Give a text of a docstring as one paragraph."""
    return " ".join(text.split())


def _example(address: str, path: str, method: str, body_type: str) -> str:
    words = ["curl", '-H "Authorization: Bearer $TOKEN"']
    if method != "get":
        words.append(f"-X {method.upper()}")
    kind = body_type.partition(",")[0]
    if kind == "application/json":
        words += ['-H "Content-Type: application/json"', "--data @request.json"]
    elif kind:
        words += [f'-H "Content-Type: {kind}"', "--data-binary @file"]
    return " ".join([*words, f'"{address}{path}"'])
