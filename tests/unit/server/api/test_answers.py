from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from genrelens.server.studio import Studio

SECONDS = 120.0


@pytest.fixture
def answer_id(client: TestClient, studio: Studio, model_id: str, small_run: Any) -> str:
    """Have the small run's table answered, in a child process."""
    brought = client.post(
        f"/api/v1/models/{model_id}/answers",
        params={"name": "My tracks.csv", "max_error": 0.2},
        content=small_run.table.read_bytes(),
        headers={"Content-Type": "application/octet-stream"},
    )
    assert brought.status_code == 202
    job = studio.queue.wait(brought.json()["job"]["id"], SECONDS)
    assert job.state == "done", job.error
    made: str = brought.json()["answer"]["id"]
    return made


def test_a_table_that_was_brought_is_answered_page_by_page_and_as_a_file(
    client, model_id, answer_id
) -> None:
    told = client.get(f"/api/v1/answers/{answer_id}").json()
    assert (told["state"], told["model"]) == ("ready", model_id)
    summary = told["summary"]
    assert summary["check"]["verdict"]
    rows = client.get(
        f"/api/v1/answers/{answer_id}/rows", params={"limit": 5, "offset": 3}
    ).json()
    assert rows["total"] == summary["n_rows"]
    assert [row["row"] for row in rows["items"]] == [4, 5, 6, 7, 8]
    parquet = client.get(f"/api/v1/answers/{answer_id}/table.parquet")
    frame = pd.read_parquet(io.BytesIO(parquet.content))
    assert list(frame.columns) == summary["columns"] == rows["columns"]
    csv = client.get(f"/api/v1/answers/{answer_id}/table.csv")
    assert 'filename="My-tracks_genres.csv"' in csv.headers["content-disposition"]
    assert len(pd.read_csv(io.BytesIO(csv.content))) == summary["n_rows"]
    genre = summary["genres"][0]
    some = client.get(
        f"/api/v1/answers/{answer_id}/rows", params={"genre": genre["genre"]}
    ).json()
    assert some["total"] == genre["n_rows"]
    page = client.get(f"/answers/{answer_id}", params={"genre": genre["genre"]})
    assert page.status_code == 200
    assert "My tracks.csv" in page.text
    assert summary["check"]["sentence"].split(".")[0][:30] in page.text
    listed = client.get("/api/v1/answers", params={"model": model_id}).json()
    assert [each["id"] for each in listed["items"]] == [answer_id]
    assert "My tracks.csv" in client.get(f"/models/{model_id}/use").text
    assert client.delete(f"/api/v1/answers/{answer_id}").status_code == 204
    assert client.get(f"/api/v1/answers/{answer_id}").status_code == 404


def test_a_name_that_is_no_table_s_is_refused(client, model_id) -> None:
    answer = client.post(
        f"/api/v1/models/{model_id}/answers",
        params={"name": "song.mp3"},
        content=b"x",
        headers={"Content-Type": "application/octet-stream"},
    )
    assert answer.status_code == 422
    assert "its ending names no table" in answer.json()["detail"]


def test_a_table_for_no_model_is_not_taken(client, studio) -> None:
    answer = client.post(
        "/api/v1/models/mod-aaaaaaaaaaaa/answers",
        params={"name": "a.csv"},
        content=b"x",
        headers={"Content-Type": "application/octet-stream"},
    )
    assert answer.status_code == 404
    assert list(studio.store.folders.uploads.iterdir()) == []


def test_an_answer_that_is_removed_ends_the_job_that_makes_it(
    client: TestClient, studio: Studio, model_id: str, small_run: Any
) -> None:
    studio.queue.stop()  # its jobs wait for ever
    for address in ("/api/v1/answers/{}", f"/api/v1/models/{model_id}"):
        brought = client.post(
            f"/api/v1/models/{model_id}/answers",
            params={"name": "My tracks.csv"},
            content=small_run.table.read_bytes(),
            headers={"Content-Type": "application/octet-stream"},
        ).json()
        gone = client.delete(address.format(brought["answer"]["id"]))
        assert gone.status_code == 204
        assert studio.store.jobs.get(brought["job"]["id"]).state == "cancelled"
        assert studio.store.answers.list() == []
