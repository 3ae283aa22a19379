from __future__ import annotations

import os

import pytest

from genrelens.audio.decoding.opening import open_plain_file
from genrelens.audio.faults import SoundError


def code_of(path) -> str:
    with pytest.raises(SoundError) as caught, open_plain_file(path):
        pass
    return caught.value.code


def test_a_plain_file_is_opened(tmp_path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    with open_plain_file(tmp_path / "a") as file:
        assert file.read() == b"abc"


def test_nothing_else_is_opened_and_nothing_blocks(tmp_path) -> None:
    (tmp_path / "empty").touch()
    assert code_of(tmp_path / "empty") == "empty"
    assert code_of(tmp_path / "gone") == "not-readable"
    assert code_of(tmp_path) == "not-a-file"
    if os.name == "posix":
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "link").symlink_to(tmp_path / "empty")
        assert code_of(tmp_path / "pipe") == "not-a-file"
        assert code_of(tmp_path / "link") == "not-a-file"
        from pathlib import Path

        assert code_of(Path("/dev/null")) == "not-a-file"


def test_a_file_written_to_meanwhile_is_told(tmp_path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    with pytest.raises(SoundError) as caught, open_plain_file(path):
        path.write_bytes(b"abcd")
    assert caught.value.code == "changed"
