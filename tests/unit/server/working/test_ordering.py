from __future__ import annotations

import pytest

from genrelens.server.keeping.store import NotHere
from genrelens.server.working.ordering import order_of


def test_a_training_is_told_its_files_threads_and_what_was_asked(
    store, settings, table_id
) -> None:
    job = store.jobs.add("train", table_id=table_id, request={"trees": 7, "seed": 3})
    order = order_of(job, store, settings)
    assert order["table"] == str(store.tables.path(table_id))
    assert order["output"] == str(store.jobs.output(job.id))
    assert (order["name"], order["is_sample"], order["threads"]) == (
        "tracks.csv",
        False,
        1,
    )
    assert order["options"]["trees"] == 7
    assert order["options"]["min_tracks"] == 5  # as the table's options say


def test_the_output_folder_is_empty_whatever_an_attempt_left(
    store, settings, table_id
) -> None:
    job = store.jobs.add("inspect", table_id=table_id, request={})
    (store.jobs.output(job.id) / "half.json").write_text("{")
    order_of(job, store, settings)
    assert list(store.jobs.output(job.id).iterdir()) == []


def test_a_table_that_was_removed_is_told(store, settings, table_id) -> None:
    job = store.jobs.add("inspect", table_id=table_id, request={})
    store.tables.remove(table_id)
    with pytest.raises(NotHere):
        order_of(store.jobs.get(job.id), store, settings)
