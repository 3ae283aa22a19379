from __future__ import annotations

import base64

import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def predictions(small_run) -> pd.DataFrame:
    return pd.read_csv(small_run.output / "predictions.csv")


@pytest.fixture
def ask(client, model_id):
    def asked(path, **params):
        return client.get(f"/api/v1/models/{model_id}{path}", params=params)

    return asked


def test_pages_of_tracks_make_up_the_whole_list_as_predictions_csv_has_it(
    ask, predictions
):
    pages = [ask("/tracks", offset=at, limit=250).json() for at in (0, 250, 500, 750)]

    rows = [row for page in pages for row in page["items"]]
    assert [row["row"] for row in rows] == predictions["row"].tolist()
    assert [row["probability"] for row in rows] == predictions["probability"].tolist()
    assert {page["total"] for page in pages} == {len(predictions)}


def test_conditions_hold_together_and_the_counts_follow(ask, predictions):
    found = ask("/tracks", genre=["house", "techno"], right="false", limit=1000).json()

    is_in = predictions["genre"].isin(["house", "techno"]) & ~predictions["is_right"]
    assert [row["row"] for row in found["items"]] == predictions["row"][is_in].tolist()
    counts = found["counts"]
    assert (counts["total"], counts["right"]) == (int(is_in.sum()), 0)
    assert sum(counts["by_genre"].values()) == counts["total"]


def test_what_a_form_sends_empty_is_no_condition(ask, predictions):
    found = ask(
        "/tracks", genre="", right="", min_probability="", decision="", search=""
    )

    assert found.json()["total"] == len(predictions)


@pytest.mark.parametrize(
    "wrong",
    [
        {"genre": "polka"},
        {"sort": "loudest"},
        {"range": "tempo"},
        {"range": "tempo:a..b"},
        {"range": "tempo:nan..1"},
        {"area": "1,2,x"},
        {"area": "1,2,3,4"},
        {"min_probability": "2"},
        {"min_probability": "nan"},
        {"limit": 5000},
        {"offset": -1},
    ],
)
def test_what_cannot_be_used_is_a_problem_with_a_sentence(ask, wrong):
    refused = ask("/tracks", **wrong)

    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["detail"].endswith(".")


def test_one_track_is_told_with_reasons_values_and_neighbours(ask, predictions):
    row = int(predictions["row"].iloc[3])

    found = ask(f"/tracks/{row}", against="house").json()

    assert found["track"]["row"] == row
    told = found["explanation"]
    total = told["base"] + sum(each["contribution"] for each in told["contributions"])
    assert total == pytest.approx(told["probability"])
    assert told["rival"] == "house" or told["genre"] == "house"
    assert sum(found["probabilities"].values()) == pytest.approx(1, abs=1e-5)
    assert found["neighbours"] == ask(f"/tracks/{row}/neighbours").json()


def test_a_row_that_is_no_track_of_the_model_is_not_found(ask):
    for path in ("/tracks/999999", "/tracks/999999/neighbours"):
        refused = ask(path)
        assert refused.status_code == 404
        assert "none of the" in refused.json()["detail"]


def test_the_map_has_every_track_and_says_how_far_to_believe_it(ask, predictions):
    told = ask("/map").json()

    assert told["row"] == predictions["row"].tolist()
    named = [told["genres"][code] for code in told["genre"]]
    assert named == predictions["genre"].tolist()
    assert max(told["x"] + told["y"]) == told["steps"]
    assert 0 < told["quality"]["kept_by_axes"] < told["quality"]["kept"] < 1


def test_the_bits_of_a_filter_are_the_tracks_it_keeps(ask, predictions):
    told = ask("/map/shown", genre="house").json()

    bits = np.unpackbits(np.frombuffer(base64.b64decode(told["bits"]), dtype=np.uint8))
    expected = (predictions["genre"] == "house").to_numpy()
    assert (bits[: len(predictions)].astype(bool) == expected).all()
    assert told["total"] == expected.sum()


def test_a_model_without_its_tracks_is_a_conflict_that_says_what_to_do(
    ask, studio, model_id
):
    (studio.store.models.folder(model_id) / "collection.parquet").unlink()

    for path in ("/tracks", "/tracks/1", "/tracks/1/neighbours", "/map", "/map/shown"):
        refused = ask(path)
        assert refused.status_code == 409
        assert "train a model here" in refused.json()["detail"]


def test_an_unknown_model_is_not_found(client):
    assert client.get("/api/v1/models/mod-000000000000/tracks").status_code == 404
