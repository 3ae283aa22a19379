from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from genrelens.server.keeping.music.music_folders import MusicRecord
    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")


def test_a_folder_is_told_by_its_name_and_never_by_its_path(
    client: TestClient, library: MusicRecord
) -> None:
    answer = client.get("/api/v1/music")
    (told,) = answer.json()["items"]
    assert (told["name"], told["is_given"], told["state"]) == (
        "My music",
        True,
        "ready",
    )
    assert str(library.path) not in answer.text
    one = client.get(f"/api/v1/music/{library.id}").json()
    assert (one["music"], one["job"]) == (told, None)


def test_a_folder_cannot_be_named_by_a_request(
    client: TestClient, library: MusicRecord
) -> None:
    for body in ({"folder": "/etc"}, {"network": "/etc/passwd"}, {"seconds": 1e9}):
        answer = client.post(f"/api/v1/music/{library.id}/read", json=body)
        assert answer.status_code == 422, body
    assert client.post("/api/v1/music", json={"folder": "/etc"}).status_code == 405


@pytest.mark.usefixtures("network_here")
def test_reading_and_naming_are_jobs(client: TestClient, library: MusicRecord) -> None:
    address = f"/api/v1/music/{library.id}"
    job = client.post(f"{address}/read", json={"network": "none"}).json()
    assert (job["kind"], job["music"], job["state"]) == (
        "extract",
        library.id,
        "queued",
    )
    assert client.post(f"{address}/read", json={}).status_code == 409
    assert client.get(address).json()["job"]["id"] == job["id"]
    named = client.post(f"{address}/name", json={"model": "music-tags"})
    assert (named.status_code, named.json()["kind"]) == (202, "name")
    assert client.get(f"/jobs/{job['id']}").status_code == 200


def test_errors_and_doubles_of_the_last_reading_are_listed(
    client: TestClient, library: MusicRecord, studio: Studio
) -> None:
    address = f"/api/v1/music/{library.id}"
    assert client.get(f"{address}/errors").json() == {"items": [], "total": 0}
    place = studio.store.music.place(library.id)
    error = {"path": "a", "code": "x", "reason": "r", "remedy": "m"}
    double = {"group": 1, "path": "a", "kind": "sound", "similarity": 1, "keep": True}
    (place / "errors.json").write_text(json.dumps([error]))
    (place / "duplicates.json").write_text(json.dumps([double]))
    assert client.get(f"{address}/errors").json()["items"] == [error]
    assert client.get(f"{address}/duplicates").json()["items"] == [double]
