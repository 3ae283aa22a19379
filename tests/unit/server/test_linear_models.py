"""Every route and page of a model answers for a linear one as for a forest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.conftest import SmallRun

from genrelens.datasets.sample import write_sample
from genrelens.workflow.browsing.keeping import keep_collection
from genrelens.workflow.new_table import read_new_table
from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.training_for_pages import train_for_pages
from genrelens.workflow.what_if.values import plain_values

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

    from genrelens.server.studio import Studio

ROW = 5


@pytest.fixture(scope="session")
def small_run(tmp_path_factory: pytest.TempPathFactory) -> SmallRun:
    """Train a linear model in place of the forest that all other tests ask."""
    folder = tmp_path_factory.mktemp("linear_run")
    table = folder / "tracks.csv"
    sample = write_sample(table, 300, random_state=3)
    request = TrainRequest(
        table=table,
        output=folder / "out",
        model="linear",
        explain_tracks=30,
        is_quick=True,
    )
    return SmallRun(table, sample, request, train_for_pages(request), ())


@pytest.fixture(scope="session")
def small_collection(
    small_run: SmallRun, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    return keep_collection(
        small_run.result, tmp_path_factory.mktemp("linear_collection")
    )


@pytest.fixture
def track(studio: Studio, model_id: str, small_run: SmallRun) -> dict[str, object]:
    trained = studio.models.get(model_id).trained
    new = read_new_table(trained, small_run.table)
    return plain_values(trained.features, new.inputs.iloc[ROW])


@pytest.mark.parametrize(
    "path",
    [
        "/models/{}",
        "/models/{}/explore",
        "/models/{}/review",
        "/models/{}/use",
        "/models/{}/what-if",
        f"/models/{{}}/what-if?row={ROW}",
        f"/models/{{}}/tracks/{ROW}",
        "/api/v1/models/{}",
        "/api/v1/models/{}/reviews",
        "/api/v1/models/{}/tracks",
        f"/api/v1/models/{{}}/tracks/{ROW}",
        f"/api/v1/models/{{}}/tracks/{ROW}/neighbours",
        "/api/v1/models/{}/map",
        "/v2/models/{}",
        "/v2/models/{}/ready",
    ],
)
def test_it_is_shown(client: TestClient, model_id: str, path: str) -> None:
    answer = client.get(path.format(model_id))
    assert answer.status_code == 200, answer.text[:500]
    assert "forest" not in answer.text.replace("random forest", "")


def test_its_platform_is_told(client: TestClient, model_id: str) -> None:
    told = client.get(f"/v2/models/{model_id}").json()
    assert told["platform"] == "genrelens_linear"


def test_one_track_is_answered_with_reasons(
    client: TestClient, model_id: str, track: dict[str, object]
) -> None:
    asked = {"tracks": [track], "reasons": True}
    answer = client.post(f"/api/v1/models/{model_id}/predict", json=asked)
    (told,) = answer.json()["predictions"]
    assert told["reasons"]
    assert sum(told["probabilities"].values()) == pytest.approx(1)


def test_a_track_is_explained(
    client: TestClient, model_id: str, track: dict[str, object]
) -> None:
    answer = client.post(f"/api/v1/models/{model_id}/explain", json={"track": track})
    assert answer.status_code == 200
    assert answer.json()["sentence"]


def test_what_if_gives_reasons_that_add_up(
    client: TestClient, model_id: str, track: dict[str, object]
) -> None:
    asked = {"track": track, "explain": True}
    answer = client.post(f"/api/v1/models/{model_id}/what-if", json=asked).json()
    told = answer["explanation"]
    total = told["base"] + sum(each["contribution"] for each in told["contributions"])
    assert total == pytest.approx(told["probability"], abs=1e-9)
    assert "<svg" in told["svg"]


def test_a_flip_is_found_and_holds(
    client: TestClient, model_id: str, track: dict[str, object]
) -> None:
    told = client.post(f"/api/v1/models/{model_id}/flip", json={"track": track}).json()
    assert told["flips"]
    first = told["flips"][0]
    moved = track | {move["feature"]: move["after"] for move in first["moves"]}
    again = client.post(f"/api/v1/models/{model_id}/what-if", json={"track": moved})
    assert again.json()["genre"] == first["genre"]
