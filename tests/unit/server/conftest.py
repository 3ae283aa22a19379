"""A studio on an empty folder, asked as its own page asks; and one with a model."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest

with warnings.catch_warnings():  # it would rather have a newer httpx
    warnings.filterwarnings("ignore", message="Using `httpx` with")
    from starlette.testclient import TestClient

from genrelens.server.app import create_app
from genrelens.server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from genrelens.server.app import GuardedApp
    from genrelens.server.studio import Studio

PORT = 8765
TOKEN = "a-token-for-tests-that-nobody-guesses"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give settings on an empty folder, with one thread."""
    return Settings(data=tmp_path / "data", port=PORT, token=TOKEN, threads=1)


@pytest.fixture
def app(settings: Settings) -> GuardedApp:
    return create_app(settings)


@pytest.fixture
def client(app: GuardedApp) -> Iterator[TestClient]:
    """Give a client that carries the token; its app has started."""
    with TestClient(
        app,
        base_url=f"http://127.0.0.1:{PORT}",
        headers={"Authorization": f"Bearer {TOKEN}"},
        follow_redirects=False,
    ) as client:
        yield client


@pytest.fixture
def studio(client: TestClient) -> Studio:
    """Give the parts of the studio that `client` asks."""
    studio: Studio = client.app.state.studio  # type: ignore[attr-defined]
    return studio
