from __future__ import annotations

import json
import re

import pytest

EVIL = "<img src=x onerror=alert(1)>.csv"


@pytest.fixture
def add(studio):
    def put(kind: str = "train", *, name: str = "tracks.csv", **fields):
        path = studio.store.folders.uploads / "arrived.csv"
        path.write_text("a,b\n1,2\n")
        table = studio.store.tables.add(name, path, "00", 8)
        asked = fields.pop("request", {})
        job = studio.store.jobs.add(kind, table_id=table.id, request=asked)
        return studio.store.jobs.update(job.id, **{"state": "cancelled", **fields})

    return put


def told_to_script(text: str) -> dict:
    found = re.search(r'id="page-data">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_a_page_can_be_read_without_its_script(client, add) -> None:
    job = add(
        state="failed",
        error="There is only one genre.",
        stage="scoring",
        done=2,
        total=7,
    )
    text = client.get(f"/jobs/{job.id}").text
    assert "There is only one genre." in text
    assert "scoring, 2 of 7" in text
    assert "Start it again" in text
    assert told_to_script(text)["job"]["id"] == job.id


def test_a_job_that_is_done_leads_on(client, add) -> None:
    job = add("inspect", state="done")
    text = client.get(f"/jobs/{job.id}").text
    assert f'href="/tables/{job.table_id}"' in text
    assert "Look at the result" in text


def test_what_was_asked_for_is_told_in_words(client, add) -> None:
    job = add(request={"time_budget": 5.0, "drop": ["tempo", "key"], "seed": 3})
    text = client.get(f"/jobs/{job.id}").text
    for words in ("Time given", "5 min", "tempo, key"):
        assert words in text


def test_a_name_stays_text(client, add) -> None:
    text = client.get(f"/jobs/{add(name=EVIL).id}").text
    assert "<img" not in text
    assert "&lt;img src=x" in text


def test_a_job_outlives_its_table(client, studio, add) -> None:
    job = add()
    studio.store.tables.remove(job.table_id)
    assert client.get(f"/jobs/{job.id}").status_code == 200


def test_an_unknown_job_is_not_here(client) -> None:
    assert client.get("/jobs/job-000000000000").status_code == 404
