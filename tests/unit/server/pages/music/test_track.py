from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from genrelens.server.keeping.music.music_folders import MusicRecord
    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")


def test_a_track_is_listened_to_beside_what_was_heard(
    client: TestClient, library: MusicRecord
) -> None:
    text = client.get(f"/music/{library.id}/tracks/2").text
    assert f"/api/v1/music/{library.id}/tracks/2/sound?content=" in text
    assert 'type="audio/wav"' in text
    assert "A minor" in text
    assert "jazz" in text


def test_the_way_on_keeps_what_was_asked_for(
    client: TestClient, library: MusicRecord
) -> None:
    text = client.get(f"/music/{library.id}/tracks/2?genre=Jazz").text
    assert f'id="after" href="/music/{library.id}/tracks/5?genre=Jazz"' in text
    assert 'id="before"' not in text
    text = client.get(f"/music/{library.id}/tracks/1").text
    assert f'id="undecided" href="/music/{library.id}/tracks/3"' in text


def test_no_player_without_its_folder(
    client: TestClient, library: MusicRecord, studio: Studio
) -> None:
    studio.music.__init__({})  # type: ignore[misc]
    text = client.get(f"/music/{library.id}/tracks/2").text
    assert "<audio" not in text
    assert client.get(f"/music/{library.id}/tracks/70").status_code == 404
