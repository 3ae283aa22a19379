from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from genrelens.server.keeping.music.music_folders import MusicRecord

pytestmark = pytest.mark.usefixtures("still_queue")


def test_tracks_are_searched_filtered_and_paged_by_the_server(
    client: TestClient, library: MusicRecord
) -> None:
    address = f"/api/v1/music/{library.id}/tracks"
    told = client.get(address, params={"genre": "Jazz", "sort": "-name"}).json()
    assert [each["row"] for each in told["items"]] == [5, 2]
    assert told["items"][0]["genres"] == ["Jazz", "Blues"]
    some = client.get(address, params={"offset": 4, "limit": 1}).json()
    assert ([each["row"] for each in some["items"]], some["total"]) == ([5], 6)
    assert client.get(address, params={"sort": "path"}).status_code == 422


def test_one_track_tells_tags_and_what_was_measured(
    client: TestClient, library: MusicRecord
) -> None:
    told = client.get(f"/api/v1/music/{library.id}/tracks/6").json()
    assert [each["word"] for each in told["tags"]] == ["rock", "jazz"]
    assert told["measured"][0]["words"] == "A minor"
    assert (told["explained"], bool(told["note"])) == (None, True)
    assert "content_hash" not in told["track"]
    assert client.get(f"/api/v1/music/{library.id}/tracks/7").status_code == 404
