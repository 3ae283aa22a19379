"""Tests of genrelens.audio.library.chosen_files."""

from __future__ import annotations

import os

from genrelens.audio.library.chosen_files import list_chosen


def test_only_the_named_files_are_listed_each_once(tmp_path) -> None:
    for name in ("a.mp3", "b.mp3", "c.mp3"):
        (tmp_path / name).write_bytes(name.encode())

    found = list_chosen(tmp_path, ["c.mp3", "a.mp3", "c.mp3"])

    assert [sound.relative for sound in found.sounds] == ["c.mp3", "a.mp3"]
    assert found.sounds[0].size == 5
    assert found.odd == ()


def test_what_is_no_plain_file_is_odd_and_never_opened(tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe.mp3")
    (tmp_path / "folder.mp3").mkdir()
    (tmp_path / "link.mp3").symlink_to("pipe.mp3")

    found = list_chosen(tmp_path, ["pipe.mp3", "folder.mp3", "link.mp3", "absent.mp3"])

    assert found.sounds == ()
    assert [(odd.relative, odd.code) for odd in found.odd] == [
        ("pipe.mp3", "not-a-file"),
        ("folder.mp3", "not-a-file"),
        ("link.mp3", "link"),
        ("absent.mp3", "not-readable"),
    ]
