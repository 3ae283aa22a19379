"""Tracks of a music folder are named by the network's tags, and by a real model."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow
N_TRACKS = 12


@pytest.fixture(scope="module")
def asked(
    studio_process, rendered_library, tmp_path_factory, music_tags_folder
) -> Iterator[httpx.Client]:
    """Start a studio on music of three kinds that was read with its tags."""
    del music_tags_folder  # the studio finds it by itself
    place: Path = tmp_path_factory.mktemp("named")
    rendered_library.render_library(place / "Records", n_tracks=N_TRACKS)
    options = ("--music", str(place / "Records"))
    with (
        studio_process.running_studio(place / "data", *options) as studio,
        httpx.Client(
            base_url=f"{studio.address}/api/v1",
            headers={"Authorization": f"Bearer {studio.token}"},
            timeout=60,
        ) as client,
    ):
        reading = {"network": "music-tags", "seconds": 5}
        until_done(client, client.post(f"{music(client)}/read", json=reading).json())
        yield client


def music(client: httpx.Client) -> str:
    return f"/music/{client.get('/music').json()['items'][0]['id']}"


def until_done(client: httpx.Client, job: dict[str, Any]) -> dict[str, Any]:
    """Wait until a job is done, and give it."""
    until = time.monotonic() + 240
    while (told := client.get(f"/jobs/{job['id']}").json())["state"] != "done":
        assert told["state"] in {"queued", "running"}, told["error"]
        assert time.monotonic() < until, f"not done in time: {told}"
        time.sleep(0.2)
    return dict(told)


def named(client: httpx.Client, model: str) -> list[dict[str, Any]]:
    wanted = {"model": model, "max_error": 0.2}
    until_done(client, client.post(f"{music(client)}/name", json=wanted).json())
    told = client.get(f"{music(client)}/tracks?limit=1000").json()
    assert told["n_not_named"] == 0
    assert client.get(music(client)).json()["music"]["named"]["model"] == model
    tracks: list[dict[str, Any]] = told["items"]
    assert len(tracks) == 3 * N_TRACKS
    return tracks


def test_tags_are_heard_and_name_what_is_clear_alone(asked: httpx.Client) -> None:
    tracks = named(asked, "music-tags")
    decisions = {each["named"]["decision"] for each in tracks}
    assert decisions <= {"write", "ask", "leave"}
    for track in tracks:
        told = track["named"]
        assert (told["decision"] == "leave") == (told["genre"] == ""), json.dumps(told)
        assert "tag" in told["reasons"] + told["decision_reason"]
    detail = asked.get(f"{music(asked)}/tracks/1").json()
    assert len(detail["tags"]) == 50
    assert detail["explained"] is None
    assert "no model behind it" in detail["note"]
    shares = [tag["share"] for tag in detail["tags"]]
    assert shares == sorted(shares, reverse=True)
    assert 0 <= shares[-1] < shares[0] <= 1


def test_a_model_of_the_own_genres_names_them_and_says_why(
    asked: httpx.Client,
) -> None:
    table = asked.get(music(asked)).json()["music"]["table"]
    options = {"trees": 40, "explain_tracks": 0, "quick": True}
    wanted = {"kind": "train", "table": table, "options": options}
    model = until_done(asked, asked.post("/jobs", json=wanted).json())["model"]
    tracks = named(asked, model)
    known = [each for each in tracks if each["genres"]]
    right = [each for each in known if each["named"]["genre"] in each["genres"]]
    assert len(known) == 3 * (N_TRACKS - 1)
    assert len(right) >= 0.9 * len(known)
    (without, *_) = (each for each in tracks if not each["genres"])
    kind = without["name"].split()[0]
    assert without["named"]["genre"].casefold() == kind
    assert without["named"]["probability"] > 0.5
    detail = asked.get(f"{music(asked)}/tracks/{without['row']}").json()
    assert detail["note"] == ""
    assert detail["explained"]["genre"] == without["named"]["genre"]
