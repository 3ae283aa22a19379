"""Describe the API as an OpenAPI document that says what the server does."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from fastapi.openapi.utils import get_openapi

from genrelens.server.guarding.problems import Problem

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["describe"]

_ABOUT: Final = """The whole job of the studio for programs: tables, trainings, models,
predictions and their reasons. Every number is the one that the command line prints.

Send the token that the studio printed when it was started, in either header. Errors are
problem documents (RFC 9457); their `detail` is a sentence that says what to do."""
_SCHEMES: Final = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "header": {"type": "apiKey", "in": "header", "name": "X-Genrelens-Token"},
}
_PROBLEM: Final[dict[str, Any]] = {
    "description": "The request was not answered; the problem says why.",
    "content": {
        "application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
        }
    },
}
_TAGS: Final = (
    ("health", "Whether the server lives and is ready; without token."),
    ("tables", "Bring a table, see what is in it, say how to read it."),
    ("jobs", "Train, follow, cancel, try again."),
    ("models", "Bring, name, fetch and remove models."),
    ("predict", "Genres of tracks, singly, in lists or as whole tables."),
    ("explain", "Why a track got its genre, and what would change it."),
    ("tracks", "The tracks a model was trained on."),
    ("reviews", "Decisions on doubtful labels, and their export."),
    ("answers", "Tables that a model answered."),
    ("music", "Music folders of this computer: read, listed, listened to."),
    ("plans", "Genres to be written into files: reviewed, applied, undone."),
)
_REPLACED: Final = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI) -> dict[str, Any]:
    """Give the OpenAPI document of an application, made once."""
    if app.openapi_schema is None:
        drawn = get_openapi(
            title=app.title,
            version=app.version,
            description=_ABOUT,
            routes=app.routes,
            tags=[{"name": name, "description": told} for name, told in _TAGS],
        )
        made = deepcopy(drawn)  # parts of it belong to the routes
        _add_schemas(made)
        for path, operations in made["paths"].items():
            for operation in operations.values():
                _complete(path, operation)
                _gather_schemas(made["components"]["schemas"], operation)
        app.openapi_schema = made
    return app.openapi_schema


def _add_schemas(made: dict[str, Any]) -> None:
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in _REPLACED:
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    components["securitySchemes"] = dict(_SCHEMES)
    made["security"] = [{name: []} for name in _SCHEMES]


def _complete(path: str, operation: dict[str, Any]) -> None:
    """Say of one operation how it fails, and where it needs no token."""
    answers = operation["responses"]
    if _REPLACED[0] in str(answers.get("422")):
        del answers["422"]  # FastAPI's own shape, which this server never sends
    for status, told in answers.items():
        if status.startswith(("4", "5")):
            # Open Inference has a shape of its own, before which the guards stand
            own = told.get("content", {}) if path.startswith("/v2") else {}
            told["content"] = {**own, **_PROBLEM["content"]}
    answers["default"] = _PROBLEM
    if "/health/" in path:
        operation["security"] = []


def _gather_schemas(schemas: dict[str, Any], operation: dict[str, Any]) -> None:
    """Bring shapes that a body describes for itself to where it refers to them."""
    for content in operation.get("requestBody", {}).get("content", {}).values():
        schemas.update(content.get("schema", {}).pop("$defs", {}))
