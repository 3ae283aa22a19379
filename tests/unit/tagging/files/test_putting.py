from __future__ import annotations

import errno
import os

import pytest

from genrelens import writing
from genrelens.tagging.files.putting import check_replaceable, put, sweep_once
from genrelens.tagging.files.reaching import reach
from genrelens.tagging.formats.unwritable import UnwritableFileError, WritingFailedError


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.mp3").write_bytes(b"old")
    return tmp_path.resolve()


def test_the_new_file_takes_the_name_owner_and_permissions(folder) -> None:
    place = folder / "a.mp3"
    place.chmod(0o604)
    with reach(folder, "a.mp3") as reached:
        put(reached, lambda target: target.write(b"new") and None, mtime_ns=5)
    status = place.stat()
    assert place.read_bytes() == b"new"
    assert (status.st_mode & 0o777, status.st_mtime_ns) == (0o604, 5)
    assert status.st_uid == os.getuid()


@pytest.mark.skipif(not hasattr(os, "chown"), reason="files have no owner here")
def test_an_owner_that_cannot_be_kept_leaves_the_old_file(folder, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    with reach(folder, "a.mp3") as reached:
        status = list(reached.status)
        status[4] += 1
        monkeypatch.setattr(os, "chown", refuse)
        other = type(reached)(reached.place, os.stat_result(status), reached.file)
        with pytest.raises(WritingFailedError, match="owner or its extended"):
            put(other, lambda _: None, mtime_ns=None)
    assert [path.name for path in folder.iterdir()] == ["a.mp3"]
    assert (folder / "a.mp3").read_bytes() == b"old"


def test_a_protected_file_may_not_be_replaced(folder) -> None:
    (folder / "a.mp3").chmod(0o400)
    with reach(folder, "a.mp3") as reached:
        check = pytest.raises(UnwritableFileError, match="write-protected")
        with check:
            check_replaceable(reached, break_links=True)


@pytest.mark.skipif(not hasattr(os, "listxattr"), reason="no attributes here")
@pytest.mark.parametrize("code", [errno.ENOTSUP, errno.ENOSYS, errno.EINVAL])
def test_a_disk_that_keeps_no_attributes_has_none(folder, monkeypatch, code) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "listxattr", refuse)
    with reach(folder, "a.mp3") as reached:
        put(reached, lambda target: target.write(b"new") and None, mtime_ns=None)
    assert (folder / "a.mp3").read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "listxattr"), reason="no attributes here")
def test_attributes_that_cannot_be_read_leave_the_old_file(folder, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "listxattr", refuse)
    with (
        reach(folder, "a.mp3") as reached,
        pytest.raises(WritingFailedError, match="extended attributes"),
    ):
        put(reached, lambda target: target.write(b"new") and None, mtime_ns=None)
    assert (folder / "a.mp3").read_bytes() == b"old"


@pytest.mark.parametrize("sets_time_back", [False, True])
def test_what_another_program_writes_during_the_flush_stays(
    folder, monkeypatch, sets_time_back
) -> None:
    place = folder / "a.mp3"
    original = writing._flush

    def flush(partial) -> None:
        original(partial)
        before = place.stat()
        place.write_bytes(b"her")
        if sets_time_back:
            os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))

    monkeypatch.setattr(writing, "_flush", flush)
    with (
        reach(folder, "a.mp3") as reached,
        pytest.raises(WritingFailedError, match="another program changed it"),
    ):
        put(reached, lambda target: target.write(b"new") and None, mtime_ns=5)
    assert place.read_bytes() == b"her"
    assert [path.name for path in folder.iterdir()] == ["a.mp3"]


def test_a_folder_is_swept_once_a_run(folder) -> None:
    left = folder / ".genrelens-partial-4194303-abc-b.mp3"
    swept: set = set()
    left.touch()
    sweep_once(folder, swept)
    assert not left.exists()
    left.touch()
    sweep_once(folder, swept)
    assert left.exists()
    sweep_once(folder, set())
    assert not left.exists()
