"""A lane with stand-in children, which speak as real ones and do as they are told."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from itertools import pairwise

import pytest

from genrelens.server.keeping.database.connection import NoRoomError
from genrelens.server.keeping.store import new_id
from genrelens.server.working.children.child_process import ChildProcess
from genrelens.server.working.children.spare_child import SpareChild
from genrelens.server.working.lane import Lane

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="as Linux does it")

WAIT = 30.0
STAND_IN = """
import json, os, sys, time
from pathlib import Path

def say(**words):
    print(json.dumps(words), flush=True)

order = json.loads(sys.stdin.readline())
output, how = Path(order["output"]), order["options"]["how"]
say(event="progress", stage="scoring", done=1, total=4)
if how == "fail":
    say(event="failed", message="There is only one genre.")
if how == "note":
    say(event="note", text="About 7 s are needed.", seconds=7.0)
if how in ("sleep", "note"):
    (output / "half.txt").write_text("half")
    time.sleep(600)
if how == "crash":
    os.kill(os.getpid(), 11)
if how == "leave":
    sys.exit(3)
if how == "babble":
    print("no JSON at all", flush=True)
    time.sleep(600)
if how in ("finish", "finish and sleep"):
    say(event="progress", stage="scoring", done=4, total=4)
    (output / "inspection.json").write_text("{}")
    (output / "complete.json").write_text("{}")
    say(event="finished")
if how == "finish and sleep":
    time.sleep(600)
"""


@pytest.fixture
def children() -> list[ChildProcess]:
    """Give all children that were started."""
    return []


@pytest.fixture
def lane(store, settings, children):
    def start() -> ChildProcess:
        children.append(ChildProcess(("-c", STAND_IN)))
        return children[-1]

    spare = SpareChild(start)
    made = Lane(("inspect", "predict"), store, settings, spare)
    made.start()
    yield made
    spare.close()
    made.stop()


@pytest.fixture
def add(store, table_id, lane):
    def put(how: str) -> str:
        job = store.jobs.add("inspect", table_id=table_id, request={"how": how})
        lane.wake()
        return job.id

    return put


def wait_for(is_so) -> None:
    end = time.monotonic() + WAIT
    while not is_so():
        assert time.monotonic() < end, "it did not come to that"
        threading.Event().wait(0.01)


def wait_until_it_works(lane, job) -> None:
    wait_for(lambda: (told := lane.progress(job)) is not None and told.stages)


def test_what_a_child_finished_is_kept(store, lane, add, table_id) -> None:
    job = lane.wait(add("finish"), WAIT)
    assert job.state == "done"
    assert job.attempt == 1
    assert store.tables.get(table_id).state == "ready"
    assert (store.tables.folder(table_id) / "inspection.json").exists()
    assert not (store.folders.jobs / job.id).exists()


def test_a_failure_is_told_in_the_child_s_own_words(store, lane, add, table_id) -> None:
    job = lane.wait(add("fail"), WAIT)
    assert (job.state, job.error) == ("failed", "There is only one genre.")
    table = store.tables.get(table_id)
    assert (table.state, table.error) == ("failed", "There is only one genre.")


def test_a_crash_is_a_failed_job_in_plain_words_and_the_next_one_goes_well(
    lane, add
) -> None:
    crashed, left, well = add("crash"), add("leave"), add("finish")
    assert lane.wait(well, WAIT).state == "done"
    told = lane.wait(crashed, WAIT)
    assert told.state == "failed"
    assert "crashed at 'scoring' (SIGSEGV)" in told.error
    assert "exit code 3" in lane.wait(left, WAIT).error


def test_a_running_job_is_cancelled_within_two_seconds_and_swept(
    store, lane, add
) -> None:
    job = add("sleep")
    wait_for((store.folders.jobs / job / "output" / "half.txt").exists)
    began = time.monotonic()
    lane.cancel(job)
    assert time.monotonic() - began < 2
    assert store.jobs.get(job).state == "cancelled"
    assert not (store.folders.jobs / job).exists()


def test_a_cancel_that_comes_too_late_takes_nothing_away(store, lane, add) -> None:
    job = add("finish and sleep")
    wait_for((store.folders.jobs / job / "output" / "complete.json").exists)
    lane.cancel(job)
    assert store.jobs.get(job).state == "done"


def test_a_queued_job_is_cancelled_and_never_runs(store, lane, add) -> None:
    first, second = add("sleep"), add("finish")
    wait_until_it_works(lane, first)
    assert store.jobs.get(second).position == 1
    lane.cancel(second)
    assert store.jobs.get(second).state == "cancelled"
    lane.cancel(first)
    assert store.jobs.get(second).started == ""


def test_jobs_run_one_at_a_time_in_the_order_of_their_coming(store, lane, add) -> None:
    jobs = [add("finish") for _ in range(3)]
    told = [lane.wait(job, WAIT) for job in jobs]
    for earlier, later in pairwise(told):
        assert earlier.finished <= later.started


def test_a_note_is_kept_and_its_estimate_used(store, lane, add) -> None:
    job = add("note")
    wait_for(lambda: store.jobs.get(job).note != "")
    assert store.jobs.get(job).note == "About 7 s are needed."
    assert 0 < lane.progress(job).seconds_left <= 7
    lane.cancel(job)


def test_what_runs_when_the_studio_stops_is_queued_again(
    store, lane, add, settings
) -> None:
    job = add("sleep")
    wait_until_it_works(lane, job)
    lane.stop()
    told = store.jobs.get(job)
    assert told.state == "queued"
    assert "begins anew" in told.note
    assert told.attempt == 0  # it was told to stop: nothing went wrong
    assert (told.stage, told.done, told.total) == ("", 0, 0)
    assert not (store.folders.jobs / job / "output" / "half.txt").exists()


def test_a_job_whose_table_was_removed_fails_in_words(store, lane, table_id) -> None:
    job = store.jobs.add("inspect", table_id=table_id, request={"how": "finish"})
    store.tables.remove(table_id)
    lane.wake()
    told = lane.wait(job.id, WAIT)
    assert told.state == "failed"
    assert "was removed" in told.error


def test_a_child_that_is_killed_from_outside_is_thought_to_lack_memory(
    store, lane, add
) -> None:
    job = add("sleep")
    wait_until_it_works(lane, job)
    os.kill(lane._run.child.pid, signal.SIGKILL)
    assert "memory ran out" in lane.wait(job, WAIT).error


def test_progress_reaches_the_database_at_most_twice_a_second(
    store, lane, add, monkeypatch
) -> None:
    written = []
    plain = store.jobs.update

    def update(job_id, **fields):
        if "stage" in fields and "state" not in fields:
            written.append(json.dumps(fields))
        return plain(job_id, **fields)

    monkeypatch.setattr(store.jobs, "update", update)
    job = add("sleep")
    wait_until_it_works(lane, job)
    for done in range(50):
        step = {"event": "progress", "stage": "scoring", "done": done, "total": 50}
        lane._hear(lane._run, step)
    lane.cancel(job)
    assert 1 <= len(written) <= 2


def test_a_job_that_is_done_is_told_at_its_last_step(store, lane, add) -> None:
    job = lane.wait(add("finish"), WAIT)
    assert (job.stage, job.done, job.total) == ("scoring", 4, 4)


@pytest.mark.parametrize("removed", ["answer", "model"])
def test_what_a_job_works_on_may_be_removed_while_it_runs(
    store, lane, add, answer_id, removed
) -> None:
    job = store.jobs.add(
        "predict",
        model_id=store.answers.get(answer_id).model_id,
        answer_id=answer_id,
        request={"how": "sleep"},
    )
    lane.wake()
    wait_until_it_works(lane, job.id)
    if removed == "answer":
        store.answers.remove(answer_id)
    else:
        store.models.remove(job.model_id)
    lane.cancel(job.id)
    assert store.jobs.get(job.id).state == "cancelled"
    assert lane.wait(add("finish"), WAIT).state == "done"


@pytest.fixture
def answer_id(store) -> str:
    model = new_id("model")
    (store.models.place(model) / "model.genrelens").write_bytes(b"a model")
    store.models.add(model, "a", sha256="ab", source="imported", summary={})
    upload = store.folders.uploads / "x.part"
    upload.write_bytes(b"new tracks")
    return store.answers.add("new.csv", model, upload, "ab", 10).id


@pytest.fixture
def disk(store, monkeypatch):
    """Give a disk that can be said to be full for some fields of a job."""
    monkeypatch.setattr("genrelens.server.working.lane._SECONDS_AFTER_TROUBLE", 0.02)
    plain, full = store.jobs.update, set()

    def update(job_id, **fields):
        if full & {*fields, fields.get("state")}:
            raise NoRoomError("The disk is full. Make room.")
        return plain(job_id, **fields)

    monkeypatch.setattr(store.jobs, "update", update)
    return full


def test_a_full_disk_lets_jobs_wait_which_go_on_when_there_is_room(
    store, lane, add, disk
) -> None:
    disk.add("running")
    job = add("finish")
    wait_for(lambda: "Make room" in lane.trouble)
    assert (store.jobs.get(job).state, store.jobs.get(job).attempt) == ("queued", 0)
    disk.clear()
    assert lane.wait(job, WAIT).state == "done"
    wait_for(lambda: lane.trouble == "")


@pytest.mark.parametrize(
    ("how", "state"), [("finish", "done"), ("fail", "failed"), ("leave", "failed")]
)
def test_an_end_that_a_full_disk_does_not_take_is_recorded_when_there_is_room(
    store, lane, add, disk, how, state
) -> None:
    disk |= {"stage", "done", "failed"}
    job = add(how)
    wait_for(lambda: "Make room" in lane.trouble)
    assert store.jobs.get(job).state in ("queued", "running")
    disk.clear()
    assert lane.wait(job, WAIT).state == state
    assert lane.wait(add("finish"), WAIT).state == "done"


def test_a_child_that_cannot_be_understood_is_ended_and_its_job_told_as_failed(
    lane, add, children, caplog
) -> None:
    job = add("babble")
    assert "fault of the program" in lane.wait(job, WAIT).error
    assert [child.is_alive for child in children] == [False]
    assert "could not be done" in caplog.text
    assert lane.wait(add("finish"), WAIT).state == "done"


def test_a_lane_outlives_every_error_and_tells_it(
    store, lane, add, disk, monkeypatch, caplog
) -> None:
    plain = store.jobs.list

    def unlucky(state=None):
        raise RuntimeError("an error that nobody thought of")

    monkeypatch.setattr(store.jobs, "list", unlucky)
    lane.wake()
    wait_for(lambda: "nobody thought of" in lane.trouble)
    assert lane.is_alive
    assert caplog.text.count("jobs wait") == 1  # and not at every attempt
    monkeypatch.setattr(store.jobs, "list", plain)
    assert lane.wait(add("finish"), WAIT).state == "done"
    assert disk == set()
