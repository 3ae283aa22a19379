"""Every module with routes is gathered, in its place."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

import genrelens.server.api
import genrelens.server.pages
from genrelens.server.routes import add_routes


def _modules(package) -> list[str]:
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [one.name for one in found if not one.ispkg]


def _endpoints() -> set[object]:
    app = FastAPI()
    add_routes(app)
    return {context.endpoint for context in iter_route_contexts(app.routes)}


@pytest.mark.parametrize(
    "name", [*_modules(genrelens.server.api), *_modules(genrelens.server.pages)]
)
def test_no_route_of_a_module_is_forgotten(name: str) -> None:
    router = getattr(importlib.import_module(name), "router", None)
    if router is not None:
        own = {context.endpoint for context in iter_route_contexts(router.routes)}
        assert own
        assert own <= _endpoints()


def test_a_path_answers_each_method_once() -> None:
    app = FastAPI()
    add_routes(app)
    pairs = [
        (context.path, method)
        for context in iter_route_contexts(app.routes)
        for method in context.methods or ()
    ]
    assert len(set(pairs)) == len(pairs)
