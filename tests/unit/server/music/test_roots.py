from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from genrelens.errors import InputError
from genrelens.server.keeping.store import Store
from genrelens.server.music.roots import (
    MusicNotGivenError,
    checked_roots,
    open_roots,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_has_the_same_id_at_every_start(tmp_path: Path) -> None:
    music = tmp_path / "music"
    music.mkdir()
    (tmp_path / "link").symlink_to(music)
    with Store(tmp_path / "data") as store:
        roots = open_roots(store, (music, tmp_path / "link"))
        (record,) = store.music.list()
        assert roots.path(record.id) == music.resolve()
    with Store(tmp_path / "data") as store:
        assert record.id in open_roots(store, (music,))
        roots = open_roots(store, ())
        assert record.id not in roots
        with pytest.raises(MusicNotGivenError, match="--music"):
            roots.path(record.id)


def test_what_is_no_folder_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for name, why in (("file", "is not a folder"), ("none", "is not there")):
        with pytest.raises(InputError, match=why):
            checked_roots((tmp_path / name,))


def test_a_name_that_is_no_text_is_kept(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9")
    path.mkdir()
    with Store(tmp_path / "data") as store:
        roots = open_roots(store, (path,))
        (record,) = store.music.list()
        assert roots.path(record.id) == record.path == path
        record.name.encode("utf-8")
