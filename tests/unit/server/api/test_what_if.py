"""What-if over HTTP: the numbers of predict, and refusals with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.workflow.new_table import read_new_table
from genrelens.workflow.predicting import PredictRequest, predict_table
from genrelens.workflow.what_if.values import plain_values

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from genrelens.server.studio import Studio


@pytest.fixture
def address(model_id: str) -> str:
    return f"/api/v1/models/{model_id}"


@pytest.fixture
def track(studio: Studio, model_id: str, small_run):
    trained = studio.models.get(model_id).trained
    new = read_new_table(trained, small_run.table)
    return plain_values(trained.features, new.inputs.iloc[3])


def _bare(studio: Studio, model_id: str) -> None:
    """Take the model's tracks away, as of one that was brought as a file."""
    (studio.store.models.folder(model_id) / "collection.parquet").unlink()


def test_the_numbers_are_those_of_predict(
    client: TestClient, address: str, track, small_run
) -> None:
    told = client.post(f"{address}/what-if", json={"track": track}).json()
    request = PredictRequest(model=small_run.model, table=small_run.table)
    row = predict_table(request).frame.iloc[3]
    assert told["genre"] == row["genre"]
    assert told["probability"] == pytest.approx(row["probability"], abs=1e-15)
    assert told["decision"] == row["decision"]
    assert told["explanation"] is None
    assert sum(told["probabilities"].values()) == pytest.approx(1)


def test_reasons_come_on_request_with_their_picture(
    client: TestClient, address: str, track
) -> None:
    asked = {"track": track, "explain": True}
    told = client.post(f"{address}/what-if", json=asked).json()["explanation"]
    parts = sum(part["contribution"] for part in told["contributions"])
    assert told["base"] + parts == pytest.approx(told["probability"], abs=1e-9)
    assert told["svg"].startswith("<svg")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"track": {"tempo": "fast"}}, "'fast' was given"),
        ({"track": {"bpm": 1}}, "no attribute of this name"),
        ({"track": {}}, "nothing to answer"),
        ({"track": {"tempo": 1e300}}, "32 bits"),
        ({"track": {"tempo": 0}}, "read as missing"),
        ({"track": {"loudness": -3000}}, "read as −3.0 dB"),
        ({"track": {"tempo": True}}, "'true' was given"),
        ({"track": {"tempo": [1]}}, "tempo"),
        ({"track": {"tempo": 120}, "more": 1}, "more"),
        ({}, "track"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(
    client: TestClient, address: str, body, found: str
) -> None:
    for path in ("what-if", "flip"):
        answer = client.post(f"{address}/{path}", json=body)
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert found in answer.text


@pytest.mark.parametrize("has_tracks", [True, False])
def test_a_flip_gives_what_what_if_says_after_it(
    client: TestClient,
    studio: Studio,
    model_id: str,
    address: str,
    track,
    has_tracks: bool,
) -> None:
    if not has_tracks:
        _bare(studio, model_id)
    told = client.post(f"{address}/flip", json={"track": track}).json()
    assert told["is_by_collection"] is has_tracks
    assert told["flips"]
    for flip in told["flips"]:
        moves = {move["feature"]: move["after"] for move in flip["moves"]}
        answer = client.post(f"{address}/what-if", json={"track": {**track, **moves}})
        assert answer.json()["genre"] == flip["genre"]
        assert answer.json()["probabilities"] == flip["probabilities"]


def test_the_genre_it_has_cannot_be_asked_for(
    client: TestClient, address: str, track
) -> None:
    genre = client.post(f"{address}/what-if", json={"track": track}).json()["genre"]
    answer = client.post(f"{address}/flip", json={"track": track, "to": genre})
    assert answer.status_code == 422
    assert f"is {genre} already" in answer.json()["detail"]


def test_a_model_that_is_not_here_is_not_found(client: TestClient) -> None:
    for path in ("what-if", "flip"):
        asked = {"track": {"tempo": 1}}
        answer = client.post(f"/api/v1/models/mod-000000000000/{path}", json=asked)
        assert answer.status_code == 404
