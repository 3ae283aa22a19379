from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.server.keeping import jobs
from genrelens.server.keeping.store import NotHere, new_id

if TYPE_CHECKING:
    from genrelens.server.keeping.store import Store


def test_a_job_tells_what_was_asked_and_waits(store: Store, add_table) -> None:
    table = add_table()
    job = store.jobs.add("train", table_id=table.id, request={"trees": 9, "a": [1]})
    assert (job.state, job.position, job.attempt) == ("queued", 1, 0)
    assert job.request == {"trees": 9, "a": [1]}
    assert (job.table_id, job.model_id, job.answer_id) == (table.id, "", "")
    assert job.result_id.startswith("mod-")
    assert not job.is_over
    assert store.jobs.add("inspect", table_id=table.id, request={}).result_id == ""


def test_the_place_in_the_queue_counts_the_jobs_of_the_same_lane(
    store: Store, add_table, monkeypatch
) -> None:
    """Also of jobs that come within one millisecond."""
    monkeypatch.setattr(jobs, "utc_now", lambda: "2026-01-01T00:00:00.000Z")
    table = add_table().id
    trains = [store.jobs.add("train", table_id=table, request={}) for _ in range(3)]
    light = store.jobs.add("inspect", table_id=table, request={})
    store.jobs.update(trains[0].id, state="running")
    places = [store.jobs.get(job.id).position for job in (*trains, light)]
    assert places == [0, 1, 2, 1]


def test_jobs_are_listed_in_the_order_of_their_coming(
    store: Store, add_table, monkeypatch
) -> None:
    monkeypatch.setattr(jobs, "utc_now", lambda: "2026-01-01T00:00:00.000Z")
    table = add_table().id
    made = [store.jobs.add("inspect", table_id=table, request={}).id for _ in range(9)]
    store.jobs.update(made[3], state="done")
    assert [job.id for job in store.jobs.list()] == made
    assert [job.id for job in store.jobs.list("done")] == [made[3]]


def test_fields_change_and_others_stay(store: Store, add_table, add_model) -> None:
    job = store.jobs.add("train", table_id=add_table().id, request={})
    model = add_model()
    told = store.jobs.update(
        job.id, stage="trees", done=3, total=9, seconds_left=2.5, note="n"
    )
    assert (told.stage, told.done, told.total, told.seconds_left) == (
        *("trees", 3, 9),
        2.5,
    )
    told = store.jobs.update(job.id, state="done", model_id=model)
    assert (told.state, told.model_id, told.stage) == ("done", model, "trees")
    assert told.is_over


@pytest.mark.parametrize("field", ["id", "kind", "request", "created", "x", "a = 1 --"])
def test_a_field_that_never_changes_is_refused(
    store: Store, add_table, field: str
) -> None:
    job = store.jobs.add("inspect", table_id=add_table().id, request={})
    with pytest.raises(TypeError, match="no field"):
        store.jobs.update(job.id, **{field: "x"})
    assert store.jobs.get(job.id) == job


def test_a_jobs_output_is_a_folder_of_its_own(store: Store, add_table) -> None:
    job = store.jobs.add("inspect", table_id=add_table().id, request={})
    output = store.jobs.output(job.id)
    (output / "file").write_text("x")
    assert store.jobs.output(job.id) == output
    store.jobs.clear_output(job.id)
    store.jobs.clear_output(job.id)
    assert not output.exists()


def test_an_unknown_job_is_not_here(store: Store) -> None:
    for asked in (new_id("job"), "job-../.."):
        for ask in (store.jobs.get, store.jobs.output, store.jobs.clear_output):
            with pytest.raises(NotHere):
                ask(asked)
        with pytest.raises(NotHere):
            store.jobs.update(asked, stage="x")
