from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from genrelens.server.pages.music.folder import POLICIES, colours_of, read_query
from genrelens.tagging.plans import policies
from genrelens.workflow.music_library import needs
from genrelens.workflow.music_library.needs import MusicNeeds

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


@pytest.mark.usefixtures("no_network")
def test_a_missing_network_is_told_before_and_reading_goes_without(
    client: TestClient, library: MusicRecord
) -> None:
    text = client.get(f"/music/{library.id}").text
    assert "Fetch it once with: genrelens models add music-tags" in text
    assert re.search(r'id="hear"[^>]* disabled', text)
    assert re.search(r'id="read">', text)
    assert re.search(r'value="music-tags" disabled', text)


@pytest.mark.usefixtures("network_here")
def test_with_the_network_tags_are_offered(
    client: TestClient, library: MusicRecord
) -> None:
    text = client.get(f"/music/{library.id}").text
    assert "models add" not in text
    assert not re.search(r'(id="hear"|value="music-tags")[^>]* disabled', text)


def test_a_missing_extra_is_told_with_its_remedy(
    client: TestClient, library: MusicRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = MusicNeeds(sound="Install [audio].", tags="Install [tags].", network="")
    monkeypatch.setattr(needs, "music_needs", lambda: missing)
    text = client.get(f"/music/{library.id}").text
    assert "No sound can be opened yet.</strong> Install [audio]." in text
    assert "Genres cannot be written into files yet.</strong> Install [tags]." in text
    assert re.search(r'id="read" disabled', text)
