from __future__ import annotations

import gzip
import io
import json

import pandas as pd
import pytest

from genrelens.workflow.predicting import PredictRequest, predict_table
from genrelens.workflow.scoring.open_model import open_model
from genrelens.workflow.scoring.using import describe_use


@pytest.fixture(scope="module")
def track(small_run) -> dict:
    """Give a usual track of the small run's table."""
    model = open_model(small_run.model)
    return {each.header: each.example for each in describe_use(model).attributes}


def test_one_track_gets_the_answer_of_predict(
    client, model_id, small_run, track, tmp_path
) -> None:
    table = tmp_path / "one.csv"
    pd.DataFrame([{"track_id": "t", **track}]).to_csv(table, index=False)
    request = PredictRequest(model=small_run.model, table=table, reasons=False)
    row = predict_table(request).frame.iloc[0]
    answer = client.post(f"/api/v1/models/{model_id}/predict", json={"tracks": [track]})
    assert answer.status_code == 200
    (told,) = answer.json()["predictions"]
    for name in ("genre", "probability", "decision", "decision_reason", "warnings"):
        assert told[name] == row[name]
    assert sum(told["probabilities"].values()) == pytest.approx(1)
    assert "reasons" not in told


def test_a_batch_is_answered_in_order_with_reasons(client, model_id, track) -> None:
    tracks = [track, {"tempo": "128 BPM", "hat": "red"}]
    asked = {"tracks": tracks, "reasons": True, "max_error": 0.2}
    answer = client.post(f"/api/v1/models/{model_id}/predict", json=asked).json()
    assert answer["model"] == model_id
    assert len(answer["predictions"]) == 2
    assert answer["predictions"][1]["reasons"]
    assert any("'hat'" in notice for notice in answer["notices"])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "tracks"),
        ({"tracks": []}, "tracks"),
        ({"tracks": [{"tempo": [1]}]}, "give a number, a text, true or false"),
        ({"tracks": [{"tempo": 1}], "max_error": 0.9}, "max_error"),
        ({"tracks": [{"tempo": 1}], "colour": "red"}, "colour"),
        ({"tracks": [{"hat": 1}]}, "none of the 16 attributes"),
    ],
)
def test_what_cannot_be_answered_says_where_and_what(
    client, model_id, body, words
) -> None:
    answer = client.post(f"/api/v1/models/{model_id}/predict", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_a_model_that_is_not_here_is_not_found(client, track) -> None:
    asked = {"tracks": [track]}
    answer = client.post("/api/v1/models/mod-aaaaaaaaaaaa/predict", json=asked)
    assert answer.status_code == 404


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_table_streams_back_as_the_file_that_predict_writes(
    client, model_id, small_run, tmp_path, kind
) -> None:
    target = tmp_path / f"answer.{kind}"
    request = PredictRequest(
        model=small_run.model, table=small_run.table, output=target, reasons=False
    )
    predicted = predict_table(request)
    answer = client.post(
        f"/api/v1/models/{model_id}/predict.{kind}",
        content=small_run.table.read_bytes(),
        headers={"Content-Type": "text/csv"},
    )
    assert answer.status_code == 200
    if kind == "csv":
        assert answer.content == target.read_bytes()
    else:
        pd.testing.assert_frame_equal(
            pd.read_parquet(io.BytesIO(answer.content)), pd.read_parquet(target)
        )
    notices = json.loads(answer.headers["genrelens-notices"])
    assert notices == list(predicted.notices)


def test_nothing_of_a_streamed_table_is_kept(
    client, studio, model_id, small_run
) -> None:
    client.post(
        f"/api/v1/models/{model_id}/predict.csv",
        content=small_run.table.read_bytes(),
        headers={"Content-Type": "text/csv"},
    )
    assert list(studio.store.folders.uploads.iterdir()) == []


def test_a_table_that_is_none_is_refused_before_anything_streams(
    client, model_id
) -> None:
    answer = client.post(
        f"/api/v1/models/{model_id}/predict.csv",
        content=b"a,a\n1,2\n",
        headers={"Content-Type": "text/csv"},
    )
    assert answer.status_code == 422
    assert "the table" in answer.json()["detail"]


@pytest.mark.parametrize("kind", ["parquet", "csv", "gzip"])
def test_a_table_that_would_fill_the_memory_is_sent_elsewhere(
    client, model_id, kind
) -> None:
    """Few bytes of a constant unpack to gigabytes; they are not unpacked."""
    if kind == "parquet":
        file = io.BytesIO()
        pd.DataFrame({"tempo": 120.0}, index=range(5_000_001)).to_parquet(file)
        content = file.getvalue()
    else:
        content = b"tempo,energy\n" + b"1,2\n" * 2_600_000
    if kind == "gzip":
        content = gzip.compress(content, 1)
    answer = client.post(
        f"/api/v1/models/{model_id}/predict.csv",
        content=content,
        headers={"Content-Type": "application/octet-stream"},
    )
    assert answer.status_code == 413
    assert "5,000,000 are answered" in answer.json()["detail"]
    assert "/answers" in answer.json()["detail"]
