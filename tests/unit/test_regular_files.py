"""Only regular files are opened, and nothing is waited for."""

from __future__ import annotations

import os
import socket
import stat

import pytest

from genrelens.regular_files import NotRegularError, open_regular


def content(handle: int) -> bytes:
    with os.fdopen(handle, "rb") as file:
        return file.read()


def test_a_regular_file_is_read_byte_for_byte(tmp_path) -> None:
    (tmp_path / "a").write_bytes(b"a\r\nb\x1a")
    assert content(open_regular(tmp_path / "a")) == b"a\r\nb\x1a"


def test_what_is_not_there_is_the_systems_own_error(tmp_path) -> None:
    with pytest.raises(FileNotFoundError):
        open_regular(tmp_path / "gone")


@pytest.mark.skipif(os.name != "posix", reason="as POSIX has them")
def test_pipes_devices_and_folders_are_told_by_what_they_are(tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, is_it in (
        (tmp_path / "pipe", stat.S_ISFIFO),
        (os.devnull, stat.S_ISCHR),
        (tmp_path, stat.S_ISDIR),
    ):
        with pytest.raises(NotRegularError, match="regular") as caught:
            open_regular(path)
        assert is_it(caught.value.mode)


@pytest.mark.skipif(os.name != "posix", reason="as POSIX has them")
def test_a_socket_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        with pytest.raises(OSError, match=r"\S"):
            open_regular("socket")


@pytest.mark.skipif(os.name != "posix", reason="as POSIX has them")
def test_a_refused_file_does_not_stay_open(tmp_path) -> None:
    lowest = os.dup(0)
    os.close(lowest)
    for _ in range(3):
        with pytest.raises(NotRegularError):
            open_regular(tmp_path)
    after = os.dup(0)
    os.close(after)
    assert after == lowest


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="as POSIX has them")
def test_a_link_is_followed_only_where_it_may_be(tmp_path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("a")
    assert content(open_regular(tmp_path / "link")) == b"abc"
    with pytest.raises(OSError, match=r"\S"):
        open_regular(tmp_path / "link", follows_link=False)


@pytest.mark.skipif(os.open not in os.supports_dir_fd, reason="as POSIX has it")
def test_a_path_may_begin_in_an_open_folder(tmp_path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        assert content(open_regular("a", folder=folder)) == b"abc"
    finally:
        os.close(folder)
