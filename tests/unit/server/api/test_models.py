"""Models are listed, brought, named, fetched and removed."""

from __future__ import annotations

import hashlib
import json

import pytest

FILE = {"content-type": "application/octet-stream"}


def test_a_model_is_told_with_its_scores_and_files(client, model_id, small_run) -> None:
    listed = client.get("/api/v1/models").json()
    told = client.get(f"/api/v1/models/{model_id}").json()

    assert listed == {"items": [told], "total": 1}
    assert told["name"] == "A small model"
    assert told["source"] == "trained"
    assert 0 < told["summary"]["scores"]["accuracy"]["low"] < 1
    assert {"model", "report", "metrics", "predictions"} <= set(told["files"])


def test_a_brought_model_is_there(client, small_run) -> None:
    content = small_run.model.read_bytes()
    told = client.post(
        "/api/v1/models?name=Jazz%20%26%20more.genrelens", content=content, headers=FILE
    )

    assert told.status_code == 201
    assert told.json()["name"] == "Jazz & more"
    assert told.json()["source"] == "imported"
    assert told.json()["files"] == ["model"]
    path = f"/api/v1/models/{told.json()['id']}/files/model"
    assert client.get(path).content == content


def test_a_model_that_is_here_already_is_given_back(
    client, model_id, small_run
) -> None:
    told = client.post(
        "/api/v1/models?name=b", content=small_run.model.read_bytes(), headers=FILE
    )

    assert told.json()["id"] == model_id
    assert client.get("/api/v1/models").json()["total"] == 1


@pytest.mark.parametrize(
    "content", [b"nonsense", b"PK\x03\x04" + b"\0" * 100, b"\x80\x04cos\nsystem\n"]
)
def test_what_is_no_model_is_refused_and_not_kept(client, studio, content) -> None:
    told = client.post("/api/v1/models?name=a", content=content, headers=FILE)

    assert told.status_code == 422
    assert client.get("/api/v1/models").json()["total"] == 0
    assert list(studio.store.folders.uploads.iterdir()) == []


def test_a_model_is_renamed(client, model_id) -> None:
    path = f"/api/v1/models/{model_id}"

    assert client.patch(path, json={"name": "Night"}).json()["name"] == "Night"
    assert client.get(path).json()["name"] == "Night"


@pytest.mark.parametrize(
    "body", [{}, {"name": ""}, {"name": 5}, {"name": "a", "sha256": "b"}, [], None]
)
def test_a_wrong_renaming_changes_nothing(client, model_id, body) -> None:
    path = f"/api/v1/models/{model_id}"
    before = client.get(path).json()

    assert client.patch(path, json=body).status_code == 422
    assert client.get(path).json() == before


def test_a_removed_model_is_gone_with_its_files(client, studio, model_id) -> None:
    path = f"/api/v1/models/{model_id}"

    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    assert client.delete(path).status_code == 404
    assert list(studio.store.folders.models.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("model", "application/octet-stream"),
        ("report", "text/html; charset=utf-8"),
        ("metrics", "application/json"),
        ("predictions", "text/csv; charset=utf-8"),
        ("tree", "application/yaml"),
    ],
)
def test_a_file_is_saved_never_shown(client, model_id, small_run, name, kind) -> None:
    answer = client.get(f"/api/v1/models/{model_id}/files/{name}")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.content == small_run.result.files[name].read_bytes()


@pytest.mark.parametrize("name", ["nothing", "report_parts", "%2e%2e", "MODEL"])
def test_a_file_of_no_such_name_is_refused(client, model_id, name) -> None:
    answer = client.get(f"/api/v1/models/{model_id}/files/{name}")

    assert 400 <= answer.status_code < 500


def test_a_hostile_name_stays_text_in_the_header(client, model_id) -> None:
    name = 'a"\r\nX-Evil: 1\u202e/../=cmd()'
    client.patch(f"/api/v1/models/{model_id}", content=json.dumps({"name": name}))
    answer = client.patch(f"/api/v1/models/{model_id}", json={"name": name})
    told = client.get(f"/api/v1/models/{model_id}/files/metrics")

    assert answer.status_code == 200
    assert "x-evil" not in told.headers
    assert "/" not in told.headers["content-disposition"]


def test_the_hash_told_is_that_of_the_file(client, model_id) -> None:
    content = client.get(f"/api/v1/models/{model_id}/files/model").content

    told = client.get(f"/api/v1/models/{model_id}").json()["sha256"]
    assert told == hashlib.sha256(content).hexdigest()
