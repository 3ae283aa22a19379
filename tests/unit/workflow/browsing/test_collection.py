import shutil

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from genrelens.errors import InputError, NoCollectionError
from genrelens.workflow.browsing.collection import open_collection
from genrelens.workflow.browsing.ordering import SORT_KEYS, order_tracks


def test_what_was_kept_is_what_is_opened(small, stored):
    assert len(small) == len(stored)
    assert [small.genres[c] for c in small.columns["genre"]] == stored["genre"].tolist()
    for place, genre in enumerate(small.genres):
        assert (small.proba[:, place] == stored[f"probability_{place}"]).all(), genre
    for place, feature in enumerate(small.features):
        opened, kept = small.inputs[feature.name], stored[f"value_{place}"]
        assert opened.tolist() == pytest.approx(kept.tolist(), nan_ok=True)
    assert small.text("name", 3) == (stored["name"].iloc[3] or "")
    assert small.n_bytes > 0


def test_a_row_is_found_by_its_number_in_the_table_and_a_wrong_one_refused(small):
    row = int(small.columns["row"][17])

    assert small.place_of(row) == 17
    with pytest.raises(NoCollectionError, match=r"Row 99,999 .* none of the"):
        small.place_of(99_999)


def test_a_model_without_tracks_says_so_and_what_to_do(tmp_path, small_run):
    with pytest.raises(NoCollectionError, match=r"not here.*train a model here"):
        open_collection(tmp_path, small_run.result.model)


def test_tracks_of_another_model_are_refused(small_collection, small_run):
    with pytest.raises(InputError, match="belong to another model"):
        open_collection(
            small_collection.parent, small_run.result.model, model_sha256="0" * 64
        )


@pytest.mark.parametrize("harm", ["cut", "no notes", "foreign notes", "no column"])
def test_a_damaged_file_is_refused_whatever_the_damage(
    harm, small_collection, small_run, tmp_path
):
    target = tmp_path / small_collection.name
    shutil.copy(small_collection, target)
    table = pq.read_table(target)
    if harm == "cut":
        target.write_bytes(target.read_bytes()[:2000])
    elif harm == "no notes":
        pq.write_table(table.replace_schema_metadata({}), target)
    elif harm == "foreign notes":
        pq.write_table(table.replace_schema_metadata({b"genrelens": b"{}"}), target)
    else:
        pq.write_table(table.drop_columns(["fold"]), target)

    with pytest.raises(InputError, match=r"cannot be read.*Train the model anew"):
        open_collection(tmp_path, small_run.result.model)


def test_what_is_made_once_is_made_once(small):
    made = []

    def make():
        made.append(1)
        return np.zeros(1)

    assert small.once("a test", make) is small.once("a test", make)
    assert made == [1]


def test_orders_are_kept_up_to_a_number_and_counted_beforehand(
    small_collection, small_run
):
    collection = open_collection(small_collection.parent, small_run.result.model)
    before = collection.n_bytes
    keys = [*SORT_KEYS, *(f"value:{each.name}" for each in collection.features)]
    first = order_tracks(collection, "row")
    assert order_tracks(collection, "row") is first

    for key in keys:
        order_tracks(collection, key)
        order_tracks(collection, f"-{key}")

    kept = sum(each.nbytes for each in collection._orders.values())
    plain = sum(each.nbytes for each in collection.columns.values())
    assert kept == 12 * 8 * len(collection)
    assert collection.n_bytes == before
    assert before > kept + plain
    again = order_tracks(collection, "row")
    assert again is not first
    assert (again == first).all()


def test_the_size_is_counted_when_it_is_opened_and_not_at_every_request(
    small_collection, small_run, monkeypatch
):
    counted = []
    count = pd.DataFrame.memory_usage

    def counting(*given, **named):
        counted.append(1)
        return count(*given, **named)

    monkeypatch.setattr(pd.DataFrame, "memory_usage", counting)
    collection = open_collection(small_collection.parent, small_run.result.model)

    assert {collection.n_bytes for _ in range(3)} == {collection.n_bytes}
    assert counted == [1]
