from __future__ import annotations

import errno
import os
import stat

import pytest

from genrelens.errors import InputError, OutputError
from genrelens.tagging.files import claiming as module
from genrelens.tagging.files.claiming import claiming

pytestmark = pytest.mark.skipif(os.name != "posix", reason="folders are locked on Unix")


@pytest.fixture
def library(tmp_path):
    (tmp_path / "music" / "jazz").mkdir(parents=True)
    (tmp_path / "music" / "rock").mkdir()
    return tmp_path.resolve() / "music"


def check_refused(folder) -> None:
    with pytest.raises(InputError, match="is at work in the folder"), claiming(folder):
        pass


def test_one_run_at_a_time_works_in_a_folder_and_leaves_no_file(library) -> None:
    with claiming(library):
        check_refused(library)
    with claiming(library):
        pass
    assert sorted(path.name for path in library.iterdir()) == ["jazz", "rock"]


def test_folders_one_inside_the_other_exclude_each_other(library) -> None:
    with claiming(library):
        check_refused(library / "jazz")
    with claiming(library / "jazz"):
        check_refused(library)
        with claiming(library / "rock"):
            pass


@pytest.fixture
def no_folder_locks(monkeypatch, tmp_path):
    """Let no folder be locked, as on some network disks."""
    original = module.lock_now

    def lock_now(handle, **given) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.ENOLCK, "No locks available")
        original(handle, **given)

    monkeypatch.setattr(module, "lock_now", lock_now)
    monkeypatch.setattr(module, "data_folder", lambda: tmp_path / "data")
    return tmp_path / "data"


def test_where_folders_cannot_be_locked_a_file_elsewhere_is(
    library, no_folder_locks
) -> None:
    with claiming(library):
        check_refused(library)
    with claiming(library):
        assert len(list((no_folder_locks / "locks").iterdir())) == 1


def test_where_nothing_can_be_locked_nothing_is_written(
    library, no_folder_locks
) -> None:
    no_folder_locks.write_text("no folder")
    with (
        pytest.raises(OutputError, match="cannot be made sure"),
        claiming(library),
    ):
        pass
