"""The application opens its parts, guards everything, and closes cleanly."""

from __future__ import annotations

import stat

import pytest
from fastapi.routing import iter_route_contexts

from genrelens.server.guarding.headers import GUARDING_HEADERS
from genrelens.server.keeping.store import Store


def test_the_parts_are_open_while_it_runs(client, studio, settings) -> None:
    assert studio.settings is settings
    assert client.get("/api/v1/health/ready").json() == {"status": "ready"}
    assert studio.store.tables.list() == []


def test_the_data_folder_is_its_owners_alone(client, settings) -> None:
    for path in (settings.data, *settings.data.iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_the_folder_is_free_again_afterwards(app, settings, client) -> None:
    client.__exit__(None, None, None)
    with Store(settings.data) as store:
        assert store.jobs.list() == []
    client.__enter__()


@pytest.mark.parametrize("path", ["/", "/glossary", "/nowhere", "/api/v1/nowhere"])
def test_every_answer_carries_the_guarding_headers(client, path) -> None:
    answer = client.get(path)

    assert GUARDING_HEADERS.items() <= dict(answer.headers).items()


def test_an_error_of_the_server_passes_the_door_too(app, client) -> None:
    @app.get("/api/v1/broken")
    def broken() -> None:
        raise RuntimeError("inside")

    with pytest.raises(RuntimeError, match="inside"):
        client.get("/api/v1/broken")
    client._transport.raise_server_exceptions = False
    answer = client.get("/api/v1/broken")
    assert answer.status_code == 500
    assert "inside" not in answer.text
    assert GUARDING_HEADERS.items() <= dict(answer.headers).items()


def test_no_route_is_reached_without_the_token(app, client) -> None:
    bare = {"authorization": ""}
    paths = {context.path for context in iter_route_contexts(app.routes)}
    closed = {path for path in paths if "/health/" not in path}

    assert len(closed) > 20
    for path in closed:
        assert client.get(path, headers=bare).status_code == 401, path


def test_the_pages_of_the_framework_that_load_from_elsewhere_are_not_there(
    client,
) -> None:
    for path in ("/docs", "/redoc", "/openapi.json", "/docs/oauth2-redirect"):
        assert client.get(path).status_code == 404
