"""The queue with real children, which train for real."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

import psutil
import pytest

from genrelens.server.keeping.store import InUseError, NotHere
from genrelens.server.keeping.tables import TableOptions
from genrelens.server.working.ordering import order_of
from genrelens.server.working.queue import JobQueue

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="as Linux does it"),
]

WAIT = 120.0
TINY = {"trees": 3, "explain_tracks": 0, "is_quick": True}
LONG = {"trees": 20_000, "explain_tracks": 0, "is_quick": True}


@pytest.fixture
def queue(store, settings):
    made = JobQueue(store, settings)
    made.start()
    yield made
    made.stop()


def wait_until_it_trains(queue, job_id) -> None:
    end = time.monotonic() + WAIT
    while "scoring" not in [stage.name for stage in stages(queue, job_id)]:
        assert time.monotonic() < end, "it did not begin to train"
        threading.Event().wait(0.02)


def stages(queue, job_id):
    told = queue.progress(job_id)
    return () if told is None else told.stages


def test_a_table_is_read_and_trained_on_and_told_how_long_it_took(
    queue, store, table_id
) -> None:
    reading = queue.submit("inspect", table_id=table_id)
    training = queue.submit("train", table_id=table_id, request=TINY)
    assert queue.wait(reading.id, WAIT).state == "done"
    assert store.tables.get(table_id).state == "ready"
    told = queue.wait(training.id, WAIT)
    assert told.state == "done", told.error
    model = store.models.get(told.model_id)
    assert (model.id, model.job_id, model.name) == (
        training.result_id,
        told.id,
        "tracks",
    )
    kept = {path.name for path in store.models.folder(model.id).iterdir()}
    assert {"model.genrelens", "report_parts.json", "collection.parquet"} <= kept
    assert model.summary["settings"] == "quick, 3 trees"
    (points,) = store.courses.recent("train is_quick", table_id=table_id, most=1)
    assert points[0][0] == "reading"


def test_a_real_training_is_cancelled_within_two_seconds(
    queue, store, table_id
) -> None:
    first = queue.submit("train", table_id=table_id, request=LONG)
    second = queue.submit("train", table_id=table_id, request=TINY)
    wait_until_it_trains(queue, first.id)
    child = psutil.Process(queue._lane(first)._run.child.pid)
    assert child.nice() == 10
    assert store.jobs.get(second.id).position == 1
    with pytest.raises(InUseError, match="not over"):
        queue.again(first.id)

    began = time.monotonic()
    told = queue.cancel(first.id)
    assert time.monotonic() - began < 2
    assert told.state == "cancelled"
    assert not child.is_running()
    assert queue.cancel(second.id).state == "cancelled"
    assert store.models.list() == []


def test_a_crashed_training_fails_in_words_and_goes_well_when_done_again(
    queue, store, table_id
) -> None:
    job = queue.submit("train", table_id=table_id, request=LONG)
    wait_until_it_trains(queue, job.id)
    os.kill(queue._lane(job)._run.child.pid, signal.SIGSEGV)
    told = queue.wait(job.id, WAIT)
    assert told.state == "failed"
    assert "SIGSEGV" in told.error
    more = queue.again(job.id)
    assert more.id != job.id
    assert more.request == job.request
    queue.cancel(more.id)


def test_a_queue_takes_up_what_an_earlier_one_left(store, settings, table_id) -> None:
    earlier = JobQueue(store, settings)
    earlier.start()
    job = earlier.submit("train", table_id=table_id, request=LONG)
    wait_until_it_trains(earlier, job.id)
    earlier.stop()
    assert store.jobs.get(job.id).state == "queued"

    later = JobQueue(store, settings)
    later.start()
    wait_until_it_trains(later, job.id)
    assert later.cancel(job.id).attempt == 1  # a stop is no failure
    later.stop()


def test_what_is_not_here_cannot_be_asked_for(queue, store) -> None:
    unknown = "tab-000000000000"
    with pytest.raises(NotHere):
        queue.submit("train", table_id=unknown)
    with pytest.raises(NotHere):
        queue.cancel("job-000000000000")
    assert store.jobs.list() == []


def test_a_training_done_again_is_asked_what_it_was_asked_then(
    store, settings, table_id
) -> None:
    queue = JobQueue(store, settings)  # nobody takes up its jobs
    store.tables.set_options(table_id, TableOptions(min_tracks=7))
    first = queue.submit("train", table_id=table_id, request=TINY)
    queue.cancel(first.id)
    store.tables.set_options(table_id, TableOptions(min_tracks=9, drop=("tempo",)))
    again = queue.again(first.id)
    assert again.request == first.request
    options = order_of(again, store, settings)["options"]
    assert (options["min_tracks"], list(options["drop"])) == (7, [])
    assert options["trees"] == 3


def test_all_work_on_what_is_removed_is_ended(store, settings, table_id) -> None:
    queue = JobQueue(store, settings)
    jobs = [queue.submit(kind, table_id=table_id) for kind in ("train", "inspect")]
    other = store.jobs.add("inspect", request={})
    queue.end_work_on("table", table_id)
    assert {store.jobs.get(job.id).state for job in jobs} == {"cancelled"}
    assert store.jobs.get(other.id).state == "queued"


def test_a_queue_whose_threads_do_not_live_says_so(store, settings, queue) -> None:
    assert queue.trouble == ""
    assert "Start the studio again" in JobQueue(store, settings).trouble
