from __future__ import annotations

import errno
import os

import pytest

from genrelens.tagging.files.putting import check_replaceable, put
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
