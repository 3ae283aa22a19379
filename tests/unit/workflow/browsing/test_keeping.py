import json
import sys

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from genrelens.workflow.browsing.keeping import keep_collection


def test_every_number_is_the_one_that_predictions_csv_tells(stored, predictions):
    shared = ["line", "row", "genre", "predicted_genre", "probability"]
    shared += ["genre_probability", "is_right", "part", "fold", "is_counted"]

    assert len(stored) == len(predictions)
    for name in shared:
        assert stored[name].tolist() == predictions[name].tolist(), name


def test_names_are_those_of_the_table(stored, predictions):
    for name, header in (("id", "track_id"), ("name", "track_name")):
        told = predictions[header].astype("str").str.removeprefix("'")
        given = stored[name].astype("str").str.removeprefix("'")
        assert given.tolist() == told.tolist()


def test_values_are_those_that_the_model_learnt_from(stored, small_run):
    inputs = small_run.result.prepared.inputs
    for place, feature in enumerate(small_run.result.model.features):
        pd.testing.assert_series_equal(
            stored[f"value_{place}"],
            inputs[feature.name],
            check_names=False,
            check_dtype=False,
        )


def test_the_file_says_which_model_and_table_it_belongs_to(small_collection, small_run):
    notes = json.loads(pq.read_schema(small_collection).metadata[b"genrelens"])

    assert notes["table_sha256"] == small_run.result.model.training["table_sha256"]
    assert notes["genres"] == list(small_run.result.model.genres)
    assert 0 < notes["map"]["kept_by_axes"] < notes["map"]["kept"] < 1


def test_keeping_again_gives_the_same_file_and_tells_each_step(
    small_run, small_collection, tmp_path
):
    steps = []

    again = keep_collection(
        small_run.result, tmp_path, listener=lambda *told: steps.append(told)
    )

    assert again.read_bytes() == small_collection.read_bytes()
    assert steps[0] == ("collecting", 0, 3)
    assert steps[-1] == ("collecting", 3, 3)


def test_places_on_the_map_lie_between_0_and_1(stored):
    places = stored[["map_x", "map_y"]].to_numpy()

    assert places.dtype == np.float32
    assert places.min() == 0
    assert places.max() == 1


def test_without_the_library_of_the_map_all_else_is_kept_and_the_lack_is_told(
    small_run, stored, tmp_path, monkeypatch
):
    monkeypatch.setitem(sys.modules, "openTSNE", None)

    kept = keep_collection(small_run.result, tmp_path)

    notes = json.loads(pq.read_schema(kept).metadata[b"genrelens"])
    assert notes["map"] is None
    assert "openTSNE, which is not installed" in notes["why_no_map"]
    assert pd.read_parquet(kept).equals(stored.drop(columns=["map_x", "map_y"]))
