from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from genrelens.server.keeping.store import NotHere, Store

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "data") as store:
        yield store


def test_a_path_is_known_once_and_shown_by_its_last_part(store: Store) -> None:
    record = store.music.know(Path("/music/My\u202eRecords"))
    assert store.music.know(record.path) == record
    assert (record.name, record.state, record.read) == ("My Records", "new", "")
    assert store.music.place(record.id).name == record.id


def test_a_reading_that_fails_leaves_what_was_read_before(store: Store) -> None:
    record = store.music.know(Path("/music"))
    store.music.set_read(record.id, "", {"n_tracks": 3})
    store.music.set_state(record.id, "failed", "no disk")
    told = store.music.get(record.id)
    assert (told.state, told.error, told.summary) == (
        "failed",
        "no disk",
        {"n_tracks": 3},
    )
    assert told.read


def test_who_named_the_genres_is_kept(store: Store) -> None:
    record = store.music.know(Path("/music"))
    store.music.set_named(record.id, {"model": "music-tags"})
    assert store.music.get(record.id).named == {"model": "music-tags"}


@pytest.mark.parametrize("asked", ["mus-000000000000", "../music", "", "tab-0"])
def test_an_id_of_nothing_is_told(store: Store, asked: str) -> None:
    with pytest.raises(NotHere):
        store.music.get(asked)
