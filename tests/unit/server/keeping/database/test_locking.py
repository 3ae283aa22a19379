from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from genrelens.server.keeping.database.locking import DataLock, FolderTakenError

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import sys
from pathlib import Path
from genrelens.server.keeping.database.locking import DataLock
DataLock(Path(sys.argv[1])).take()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_taker_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    first, second = DataLock(tmp_path / "lock"), DataLock(tmp_path / "lock")
    first.take()
    with pytest.raises(FolderTakenError) as refused:
        second.take()
    assert f"process {os.getpid()}" in str(refused.value)
    assert "--data" in str(refused.value)

    first.release()
    second.take()
    second.release()
    second.release()


def test_a_killed_process_gives_the_lock_back(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == b"held\n"
    with pytest.raises(FolderTakenError, match=f"process {child.pid} since"):
        DataLock(tmp_path / "lock").take()

    child.kill()
    child.wait()
    child.stdin.close()
    child.stdout.close()
    lock = DataLock(tmp_path / "lock")
    lock.take()
    lock.release()


def test_a_link_in_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / "lock").symlink_to(victim)
    with pytest.raises(OSError, match=r"lock"):
        DataLock(tmp_path / "lock").take()
    assert victim.read_text() == "precious"


def test_the_lock_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    lock = DataLock(tmp_path / "lock")
    lock.take()
    assert (tmp_path / "lock").stat().st_mode & 0o777 == 0o600
    lock.release()
