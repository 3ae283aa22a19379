from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.server.pages.music.folder import POLICIES, colours_of, read_query
from genrelens.tagging.plans import policies

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from genrelens.server.keeping.music.music_folders import MusicRecord
    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")


def test_the_start_page_leads_to_the_library(
    client: TestClient, library: MusicRecord
) -> None:
    assert f'href="/music/{library.id}"' in client.get("/").text
    text = client.get(f"/music/{library.id}").text
    assert "Song 5" in text
    assert "one.wav" in text  # which has no title
    assert 'id="read"' in text


def test_a_folder_that_was_not_given_is_shown_and_not_opened(
    client: TestClient, library: MusicRecord, studio: Studio
) -> None:
    studio.music.__init__({})  # type: ignore[misc]
    text = client.get(f"/music/{library.id}").text
    assert "was not given when the studio was started" in text
    assert 'id="read"' not in text


def test_a_folder_that_could_not_be_read_says_why(
    client: TestClient, library: MusicRecord, studio: Studio
) -> None:
    studio.store.music.set_state(library.id, "failed", "Add it with <genrelens>.")
    text = client.get(f"/music/{library.id}").text
    assert "Add it with &lt;genrelens&gt;." in text
    assert "Song 5" in text


def test_an_address_that_means_nothing_shows_all(
    client: TestClient, library: MusicRecord
) -> None:
    text = client.get(f"/music/{library.id}?decision=burn&offset=zz").text
    assert "so all tracks are shown" in text
    assert read_query({"search": "x" * 300})[1]
    assert read_query({"search": "a", "other": "b"})[0].search == "a"


def test_every_policy_is_offered() -> None:
    assert {key for key, _ in POLICIES} == set(policies.POLICIES)
    assert colours_of(["a", "b"]) == {"a": "g0", "b": "g1"}
