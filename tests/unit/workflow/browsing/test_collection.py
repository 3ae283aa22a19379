import shutil

import numpy as np
import pyarrow.parquet as pq
import pytest

from genrelens.errors import InputError, NoCollectionError
from genrelens.workflow.browsing.collection import open_collection


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
