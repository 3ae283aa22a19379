"""Tables over HTTP: what is told is what the command line prints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from genrelens.cli import main
from genrelens.server.keeping.tables import TableOptions

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

    from genrelens.server.studio import Studio
    from tests.conftest import SmallRun

OCTETS = {"Content-Type": "application/octet-stream"}
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


def wait(client: TestClient, studio: Studio, table_id: str) -> dict[str, object]:
    job = client.get(f"/api/v1/tables/{table_id}").json()["job"]
    studio.queue.wait(job["id"], 60)
    told: dict[str, object] = client.get(f"/api/v1/tables/{table_id}").json()
    return told


def test_the_inspection_is_the_document_that_the_command_line_prints(
    client: TestClient,
    studio: Studio,
    small_run: SmallRun,
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = bring(client, small_run.table.read_bytes(), small_run.table.name)
    told = wait(client, studio, table)
    main(["inspect", str(small_run.table), "--json"])
    printed = json.loads(capsys.readouterr().out)

    assert told["table"]["state"] == "ready"
    assert client.get(f"/api/v1/tables/{table}/inspection").json() == printed
    assert told["table"]["summary"] == {
        "n_rows": printed["n_rows"],
        "n_columns": len(printed["columns"]),
        "n_tracks": sum(printed["genres"].values()),
        "n_genres": len(printed["genres"]),
        "is_usable": True,
    }
