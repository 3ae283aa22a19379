"""A studio on an empty folder, asked as its own page asks; and one with a model."""

from __future__ import annotations

import hashlib
import shutil
import warnings
from typing import TYPE_CHECKING

import pytest

with warnings.catch_warnings():  # it would rather have a newer httpx
    warnings.filterwarnings("ignore", message="Using `httpx` with")
    from starlette.testclient import TestClient

from genrelens.server.app import create_app
from genrelens.server.keeping.store import new_id
from genrelens.server.settings import Settings
from genrelens.server.working.children.spare_child import SpareChild

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import SmallRun

    from genrelens.server.app import GuardedApp
    from genrelens.server.studio import Studio

PORT = 8765
TOKEN = "a-token-for-tests-that-nobody-guesses"  # noqa: S105


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give settings on an empty folder, with one thread."""
    return Settings(data=tmp_path / "data", port=PORT, token=TOKEN, threads=1)


@pytest.fixture
def app(settings: Settings) -> GuardedApp:
    return create_app(settings)


@pytest.fixture
def client(app: GuardedApp, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Give a client that carries the token; its app has started.

    No child process waits for a job: the first job starts its own.
    """
    monkeypatch.setattr(SpareChild, "prepare", lambda _: None)
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


@pytest.fixture
def model_id(studio: Studio, small_run: SmallRun) -> str:
    """Put the model of a small run in place, as if it had been trained here."""
    made = new_id("model")
    folder = studio.store.models.place(made)
    for file in small_run.output.iterdir():
        shutil.copy(file, folder)
    facts = small_run.result.facts
    headline = facts.evaluation.scenarios[facts.evaluation.headline]
    accuracy = headline.metrics["accuracy"]
    studio.store.models.add(
        made,
        "A small model",
        sha256=hashlib.sha256(small_run.model.read_bytes()).hexdigest(),
        source="trained",
        seconds=3.5,
        summary={
            "target": facts.target,
            "genres": list(facts.genre_counts),
            "n_tracks": facts.n_tracks,
            "scenario": headline.title,
            "scores": {
                "accuracy": {
                    part: getattr(accuracy, part) for part in ("value", "low", "high")
                }
            },
        },
    )
    return made
