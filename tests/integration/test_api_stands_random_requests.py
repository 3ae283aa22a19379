"""Random requests drawn from the API's own description break nothing.

Schemathesis draws requests that the OpenAPI document allows and ones it does not; every
answer must be one that the document tells of, and none may be an error of the server's.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

FEWEST_CASES = 2_000
SCHEMATHESIS = Path(sys.executable).parent / "schemathesis"
_CHECKS = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_headers_conformance", "response_schema_conformance", "ignored_auth"),
)
# Each starts a child process that reads a table, so they get fewer requests.
_SLOW = ("POST /api/v1/tables", "POST /api/v1/tables/sample")

# These reach something only with a row that is there.
_OF_A_TRACK = (
    "GET /api/v1/music/{music_id}/tracks/{row}",
    "GET /api/v1/music/{music_id}/tracks/{row}/sound",
    "PATCH /api/v1/plans/{plan_id}/rows/{row}",
    "DELETE /api/v1/plans/{plan_id}/rows/{row}",
)


@pytest.fixture
def studio(studio_process, small_run, rendered_library, tmp_path) -> Iterator[Any]:
    if not SCHEMATHESIS.exists():
        pytest.skip("schemathesis is not installed")
    music = tmp_path / "Records"
    rendered_library.render_library(music, n_tracks=7)
    with studio_process.running_studio(
        *(tmp_path / "data", "--model", str(small_run.model), "--music", str(music))
    ) as running:
        yield running


@pytest.mark.slow
def test_no_random_request_makes_an_error_of_the_server(studio, tmp_path: Path) -> None:
    ids = _put_things_in(studio)
    n_cases = sum(
        _run(studio, tmp_path, *options)
        for options in (
            (15, _fixed(ids), "--exclude-method", "DELETE", *_without(_SLOW)),
            (15, _fixed({**ids, "row": 1}), *_only(_OF_A_TRACK)),
            (5, "", *_only(_SLOW)),
            (10, "", "--include-method", "DELETE"),
        )
    )

    assert n_cases >= FEWEST_CASES


def _put_things_in(studio: Any) -> dict[str, str]:
    """Bring a table, a model, music and a plan, so that requests reach something."""
    headers = {"Authorization": f"Bearer {studio.token}"}
    with httpx.Client(
        base_url=f"{studio.address}/api/v1", headers=headers, timeout=30
    ) as client:
        model_id = client.get("/models").json()["items"][0]["id"]
        sent = client.post("/tables/sample").json()
        music = f"/music/{client.get('/music').json()['items'][0]['id']}"
        reading = {"network": "none", "seconds": 5}
        _until_done(client, client.post(f"{music}/read", json=reading).json())
        _until_done(client, sent["job"])
        planned = {"model": _trained_on(client, music), "max_error": 0.5}
        _until_done(client, client.post(f"{music}/name", json=planned).json())
        made = client.post(f"{music}/plans", json=planned).json()
        _until_done(client, made["job"])
        assert client.get(f"{music}/tracks").json()["total"] == 21
        rows = client.get(f"/plans/{made['plan']['id']}/rows").json()
        assert rows["total"] == 21
    return {
        "table_id": sent["table"]["id"],
        "job_id": sent["job"]["id"],
        "model_id": model_id,
        "music_id": music.removeprefix("/music/"),
        "plan_id": made["plan"]["id"],
    }


def _trained_on(client: httpx.Client, music: str) -> str:
    """Train a small model on the genres of the music; give its id."""
    table = client.get(music).json()["music"]["table"]
    asked = {"trees": 3, "explain_tracks": 0, "quick": True}
    job = client.post(
        "/jobs", json={"kind": "train", "table": table, "options": asked}
    ).json()
    return str(_until_done(client, job)["model"])


def _until_done(client: httpx.Client, job: dict[str, Any]) -> dict[str, Any]:
    """Wait until a job is done, and give it."""
    until = time.monotonic() + 120
    while (told := client.get(f"/jobs/{job['id']}").json())["state"] != "done":
        assert told["state"] in {"queued", "running"}, told["error"]
        assert time.monotonic() < until, f"not done in time: {told}"
        time.sleep(0.2)
    return dict(told)


def _fixed(ids: dict[str, str | int]) -> str:
    lines = [f'"path.{name}" = {json.dumps(value)}' for name, value in ids.items()]
    return "\n".join(["[parameters]", *lines])


def _without(names: tuple[str, ...]) -> list[str]:
    return [word for name in names for word in ("--exclude-name", name)]


def _only(names: tuple[str, ...]) -> list[str]:
    return [word for name in names for word in ("--include-name", name)]


def _run(studio: Any, folder: Path, n_examples: int, config: str, *options: str) -> int:
    """Send requests; give how many were sent, fail with what Schemathesis found."""
    place = folder / "schemathesis.toml"
    place.write_text(config, encoding="utf-8")
    done = subprocess.run(
        [
            *(SCHEMATHESIS, f"--config-file={place}", "run"),
            f"{studio.address}/api/v1/openapi.json",
            *("--header", f"Authorization: Bearer {studio.token}"),
            *("--checks", ",".join(_CHECKS)),
            *("--phases", "examples,coverage,fuzzing"),
            *("--max-examples", str(n_examples), "--seed", "1", "--workers", "1"),
            *("--continue-on-failure", "--request-timeout", "60", "--no-color"),
            *("--suppress-health-check", "all", "--warnings", "off"),
            *options,
        ],
        capture_output=True,
        text=True,
        timeout=600,  # a minute on a machine that does nothing else
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    told = re.sub(r"(0|%[0-9A-F]{2}){40,}", "0…", done.stdout)
    assert done.returncode == 0, told[-20_000:] + done.stderr[-2_000:]
    found = re.search(r"(\d+) generated", told)
    assert found is not None, told[-3_000:]
    return int(found[1])
