"""Only a regular file of a bounded size is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from genrelens.audio.network_files.regular_file import read_regular_file
from genrelens.errors import InputError


def _refusal(path, most_bytes=10) -> str:
    with pytest.raises(InputError) as caught:
        read_regular_file(path, most_bytes=most_bytes, remedy="Give another.")
    assert str(caught.value).endswith("Give another.")
    return str(caught.value)


def test_a_file_up_to_the_limit_is_read_whole(tmp_path):
    (tmp_path / "a").write_bytes(b"0123456789")
    content = read_regular_file(tmp_path / "a", most_bytes=10, remedy="")
    assert content == b"0123456789"


def test_what_is_larger_missing_or_a_folder_is_told(tmp_path):
    (tmp_path / "a").write_bytes(b"01234567890")
    assert "it has 11 bytes, and at most 10 are read" in _refusal(tmp_path / "a")
    assert "cannot be opened" in _refusal(tmp_path / "none")
    refusal = _refusal(tmp_path)
    assert "not a regular file" in refusal or "cannot be opened" in refusal


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "not a regular file" in _refusal(tmp_path / "pipe")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_an_endless_device_is_refused():
    assert "not a regular file" in _refusal(Path("/dev/zero"))
