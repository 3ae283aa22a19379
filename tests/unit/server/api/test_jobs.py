from __future__ import annotations

import hashlib

import pytest

from genrelens.datasets.sample import write_sample

WAIT = 60.0


@pytest.fixture
def table_id(studio) -> str:
    path = studio.store.folders.uploads / "arrived.csv"
    write_sample(path, 150, random_state=2)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    made = studio.store.tables.add("tracks.csv", path, sha256, path.stat().st_size)
    return studio.store.tables.set_state(made.id, "ready").id


@pytest.fixture
def idle(studio) -> None:
    """Let jobs wait for ever: nobody takes them up."""
    studio.queue.stop()


def start(client, table_id, **options):
    told = {"kind": "train", "table": table_id, "options": options}
    return client.post("/api/v1/jobs", json=told)


def test_a_training_is_queued_with_what_was_asked(
    client, studio, table_id, idle
) -> None:
    answer = start(client, table_id, trees=7, quick=True, time_budget=2)
    assert answer.status_code == 202
    told = answer.json()
    assert (told["state"], told["kind"], told["table"]) == ("queued", "train", table_id)
    assert told["page"] == f"/jobs/{told['id']}"
    kept = studio.store.jobs.get(told["id"]).request
    assert (kept["trees"], kept["is_quick"], kept["time_budget"]) == (7, True, 2)


def test_the_queue_tells_the_place_of_each(client, table_id, idle) -> None:
    first, second = (start(client, table_id).json()["id"] for _ in range(2))
    assert client.get(f"/api/v1/jobs/{second}").json()["position"] == 2
    assert client.post(f"/api/v1/jobs/{first}/cancel", json={}).json()["state"] == (
        "cancelled"
    )
    assert client.get(f"/api/v1/jobs/{second}").json()["position"] == 1


def test_jobs_are_listed_the_newest_first_and_by_state(client, table_id, idle) -> None:
    ids = [start(client, table_id).json()["id"] for _ in range(3)]
    client.post(f"/api/v1/jobs/{ids[0]}/cancel", json={})
    told = client.get("/api/v1/jobs").json()
    assert [job["id"] for job in told["items"]] == ids[::-1]
    queued = client.get("/api/v1/jobs?state=queued&limit=1").json()
    assert queued["total"] == 2
    assert [job["id"] for job in queued["items"]] == [ids[2]]


def test_a_job_that_is_over_can_be_started_again(client, table_id, idle) -> None:
    job = start(client, table_id, trees=7).json()["id"]
    refused = client.post(f"/api/v1/jobs/{job}/again", json={})
    assert refused.status_code == 409
    client.post(f"/api/v1/jobs/{job}/cancel", json={})
    more = client.post(f"/api/v1/jobs/{job}/again", json={})
    assert more.status_code == 202
    assert more.json()["id"] != job


@pytest.mark.parametrize(
    ("table", "options", "status"),
    [
        ("tab-000000000000", {}, 404),
        ("../../etc/passwd", {}, 404),
        (None, {"trees": 0}, 422),
        (None, {"time_budget": -1}, 422),
        (None, {"min_tracks": 10**32}, 422),
        (None, {"trees": 10**32}, 422),
        (None, {"seed": 2**32}, 422),
        (None, {"explain_tracks": 10**32}, 422),
        (None, {"output": "elsewhere"}, 422),
        (None, {"corrections_of": "mod-000000000000"}, 404),
    ],
)
def test_what_cannot_be_done_is_refused_before_it_is_queued(
    client, studio, table_id, table, options, status
) -> None:
    answer = start(client, table or table_id, **options)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert studio.store.jobs.list() == []


def test_a_table_that_could_not_be_read_is_not_trained_on(
    client, studio, table_id
) -> None:
    studio.store.tables.set_state(table_id, "failed", "It is empty.")
    answer = start(client, table_id)
    assert answer.status_code == 422
    assert "It is empty." in answer.json()["detail"]


def test_a_job_that_is_done_leads_to_what_it_made(client, studio, table_id) -> None:
    job = studio.store.jobs.add("inspect", table_id=table_id, request={})
    studio.store.jobs.update(
        job.id,
        state="done",
        started="2026-01-01T10:00:00.000Z",
        finished="2026-01-01T10:01:30.500Z",
    )
    told = client.get(f"/api/v1/jobs/{job.id}").json()
    assert told["page"] == f"/tables/{table_id}"
    assert told["seconds"] == 90.5


def test_an_unknown_job_is_not_here(client) -> None:
    assert client.get("/api/v1/jobs/job-000000000000").status_code == 404


def test_a_full_disk_is_told_with_a_remedy_and_queues_nothing(
    client, studio, table_id, idle
) -> None:
    database = studio.store._database
    pages = database.row("PRAGMA page_count")[0]
    database.row(f"PRAGMA max_page_count = {pages}")
    answers = [start(client, table_id) for _ in range(60)]
    refused = answers[-1]
    assert refused.status_code == 507
    assert "Make room" in refused.json()["detail"]
    n_queued = sum(answer.status_code == 202 for answer in answers)
    assert len(studio.store.jobs.list()) == n_queued
