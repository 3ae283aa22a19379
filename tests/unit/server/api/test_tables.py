"""Tables over HTTP: what is told is what the command line prints."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from genrelens.server.tables.bringing import keep_sample
from genrelens.workflow.inspecting import inspect_table
from genrelens.workflow.requests import TableRequest

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient
    from tests.conftest import SmallRun

    from genrelens.server.studio import Studio

OCTETS = {"Content-Type": "application/octet-stream"}
UNKNOWN = "tab-000000000000"
CSV = b"track_name,tempo,energy,genre\n" + b"".join(
    f"song {i},{120 + i % 7},0.{i % 9 + 1},{'house' if i % 2 else 'dub'}\n".encode()
    for i in range(40)
)


def bring(client: TestClient, content: bytes = CSV, name: str = "tracks.csv") -> str:
    answer = client.post(
        "/api/v1/tables", params={"name": name}, content=content, headers=OCTETS
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["table"]["id"])


@pytest.fixture(autouse=True)
def _still(still_queue: None) -> None:
    """Read in this process; that children do the same is tested with the queue."""


def test_the_inspection_is_the_document_of_the_command_line(
    client: TestClient, read_here, small_run: SmallRun
) -> None:
    table = bring(client, small_run.table.read_bytes(), small_run.table.name)
    told = read_here(table)
    expected = inspect_table(TableRequest(table=small_run.table)).to_dict()
    document = client.get(f"/api/v1/tables/{table}/inspection").json()
    assert document == json.loads(json.dumps(expected))
    assert told.state == "ready"
    assert told.summary == {
        "n_rows": expected["n_rows"],
        "n_columns": len(expected["columns"]),
        "n_tracks": sum(expected["genres"].values()),
        "n_genres": len(expected["genres"]),
        "is_usable": True,
    }
    for finding in expected["findings"]:
        query = {"finding": finding["code"], "column": finding["column"] or ""}
        rows = client.get(f"/api/v1/tables/{table}/rows", params=query).json()
        assert rows["total"] == (finding["n_rows"] if rows["is_known"] else 0)
        assert rows["concerned"] == (finding["column"] or "")
        if rows["is_known"]:
            lines = [row["line"] for row in rows["items"]]
            assert lines == sorted(lines)
    profile = client.get(f"/api/v1/tables/{table}/profile").json()
    groups = {group["name"]: group["n_tracks"] for group in profile["groups"]}
    assert groups == expected["genres"]


def test_other_options_are_another_reading(
    client: TestClient, studio: Studio, read_here
) -> None:
    table = bring(client, CSV.replace(b"song 3,", b'"song, 3",'))
    read_here(table)
    address = f"/api/v1/tables/{table}"
    changed = client.patch(address, json={"drop": ["energy"], "min_tracks": 3})
    assert changed.status_code == 200
    assert changed.json()["table"]["state"] == "reading"
    read_here(table)
    roles = {
        one["header"]: one["role"]
        for one in client.get(f"{address}/inspection").json()["columns"]
    }
    assert roles["energy"] == "left_out"

    changed = client.patch(address, json={"target": "no such column"})
    assert changed.json()["table"]["options"]["drop"] == ["energy"]
    read_here(table)
    told = client.get(f"{address}/inspection").json()
    assert not told["is_usable"]
    assert "no such column" in told["obstacle"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"group": "tempoo"}, "There is no column 'tempoo' to group by. The table has"),
        ({"drop": ["tempoo"]}, "--drop names 'tempoo', which is not among the 2"),
        ({"force": ["tempoo"]}, "1 of 1 columns asked for are not in the table"),
        ({"features": ["energy", "tempoo"]}, "1 of 2 columns asked for are not"),
    ],
)
def test_a_column_that_does_not_exist_is_refused_as_training_does(
    client: TestClient, studio: Studio, read_here, tmp_path, options, words
) -> None:
    table = bring(client)
    before = read_here(table)
    answer = client.patch(f"/api/v1/tables/{table}", json=options)
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert studio.store.tables.get(table) == before
    assert len(studio.store.jobs.list()) == 1


def test_what_only_a_training_asks_does_not_read_again(
    client: TestClient, studio: Studio, read_here
) -> None:
    table = bring(client)
    read_here(table)
    told = client.patch(f"/api/v1/tables/{table}", json={"group": "track_name"}).json()
    assert told["table"]["state"] == "ready"
    assert told["table"]["options"]["group"] == "track_name"


def test_a_file_that_is_no_table_is_told_and_harms_no_other(
    client: TestClient, studio: Studio, read_here
) -> None:
    good = bring(client)
    bad = bring(client, b"%PDF-1.7 this is no table", "<b>x.csv")
    told = read_here(bad)
    assert told.state == "failed"
    assert "File '<b>x.csv'" in told.error
    assert read_here(good).state == "ready"
    answer = client.get(f"/api/v1/tables/{bad}/inspection")
    assert (answer.status_code, answer.json()["detail"]) == (422, told.error)


@pytest.mark.parametrize("name", ["tracks.xlsx", "tracks", "../../x.exe", ".csv/x"])
def test_a_name_of_another_kind_is_refused_before_the_file_is_sent(
    client: TestClient, studio: Studio, name: str
) -> None:
    answer = client.post(
        "/api/v1/tables", params={"name": name}, content=CSV, headers=OCTETS
    )
    assert answer.status_code == 422
    assert "CSV" in answer.json()["detail"]
    assert studio.store.tables.list() == []
    assert list(studio.store.folders.uploads.iterdir()) == []


def test_an_empty_file_and_one_too_large_are_refused(
    client: TestClient, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"name": "a.csv"}
    empty = client.post("/api/v1/tables", params=query, content=b"", headers=OCTETS)
    assert empty.status_code == 400
    most = {**OCTETS, "Content-Length": str(studio.settings.max_upload_bytes + 1)}
    large = client.post("/api/v1/tables", params=query, content=b"x", headers=most)
    assert large.status_code == 413
    assert studio.store.tables.list() == []
    assert list(studio.store.folders.uploads.iterdir()) == []


def test_rows_of_what_is_not_there_are_told_as_such(
    client: TestClient, studio: Studio, read_here
) -> None:
    table = bring(client)
    read_here(table)
    address = f"/api/v1/tables/{table}/rows"
    every = client.get(address, params={"limit": 3, "offset": 38}).json()
    assert every["total"] == 40
    assert [row["line"] for row in every["items"]] == [40, 41]
    assert every["headers"] == ["genre", "track_name", "tempo", "energy"]
    first = client.get(address, params={"column": "energy", "limit": 1}).json()
    assert first["headers"][0] == first["concerned"] == "energy"
    for query in ({"column": "nope"}, {"finding": "nope"}, {"limit": 501}):
        answer = client.get(address, params=query)
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_sample_is_drawn_once(
    client: TestClient, studio: Studio, read_here
) -> None:
    first = client.post("/api/v1/tables/sample").json()
    again = client.post("/api/v1/tables/sample").json()
    assert first["table"]["is_sample"]
    assert first["table"]["id"] == again["table"]["id"]
    assert first["job"]["id"] == again["job"]["id"]
    told = read_here(first["table"]["id"])
    assert (told.summary["n_rows"], told.summary["n_genres"]) == (4148, 12)


def test_two_who_ask_for_the_sample_at_once_get_one(
    client: TestClient, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    from genrelens.workflow import demonstrating

    draw, both = demonstrating.draw_sample_table, threading.Barrier(2)

    def slowly(path: Path) -> None:
        with suppress(threading.BrokenBarrierError):
            both.wait(0.3)
        draw(path)

    monkeypatch.setattr(demonstrating, "draw_sample_table", slowly)
    with ThreadPoolExecutor(2) as pool:
        kept = list(pool.map(lambda _: keep_sample(studio), range(2)))
    assert kept[0] == kept[1]
    assert len(studio.store.tables.list()) == 1
    assert len(studio.store.jobs.list()) == 1


def test_a_removed_table_is_gone_with_its_files(
    client: TestClient, studio: Studio, read_here
) -> None:
    table = bring(client)
    assert client.delete(f"/api/v1/tables/{table}").status_code == 204
    assert client.get(f"/api/v1/tables/{table}").status_code == 404
    assert client.get("/api/v1/tables").json() == {"items": [], "total": 0}
    assert list(studio.store.folders.tables.iterdir()) == []


def test_a_table_that_is_trained_on_is_neither_removed_nor_changed(
    client: TestClient, studio: Studio, read_here
) -> None:
    table = bring(client)
    read_here(table)
    # not by way of the queue, which would begin with it
    job = studio.store.jobs.add("train", table_id=table, request={})
    for answer in (
        client.delete(f"/api/v1/tables/{table}"),
        client.patch(f"/api/v1/tables/{table}", json={"min_tracks": 9}),
    ):
        assert answer.status_code == 409
        assert "training" in answer.json()["detail"]
    studio.store.jobs.update(job.id, state="cancelled")
    assert client.delete(f"/api/v1/tables/{table}").status_code == 204


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/read"),
        ("GET", "/inspection"),
        ("GET", "/profile"),
        ("GET", "/rows"),
    ],
)
@pytest.mark.parametrize("table", [UNKNOWN, "tab-..", "..%2f..%2fstudio.sqlite"])
def test_an_unknown_table_is_a_problem_document(
    client: TestClient, method: str, path: str, table: str
) -> None:
    body = {"json": {}} if method in ("PATCH", "POST") else {}
    answer = client.request(method, f"/api/v1/tables/{table}{path}", **body)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "options",
    [
        {"min_tracks": 0},
        {"conflicts": "other"},
        {"delimiter": "ab"},
        {"unknown": 1},
        {"features": 3},
    ],
)
def test_options_that_mean_nothing_are_refused(
    client: TestClient, studio: Studio, options: dict[str, object]
) -> None:
    table = bring(client)
    before = studio.store.tables.get(table).options
    assert client.patch(f"/api/v1/tables/{table}", json=options).status_code == 422
    assert studio.store.tables.get(table).options == before


def test_getting_changes_nothing(client: TestClient, studio: Studio, read_here) -> None:
    table = bring(client)
    read_here(table)
    folder = studio.store.tables.folder(table)

    def state() -> object:
        files = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
        return files, studio.store.tables.list(), studio.store.jobs.list()

    before = state()
    for path in ("", "/inspection", "/profile", "/rows"):
        assert client.get(f"/api/v1/tables/{table}{path}").status_code == 200
    assert client.get(f"/tables/{table}").status_code == 200
    assert client.get("/").status_code == 200
    assert state() == before
