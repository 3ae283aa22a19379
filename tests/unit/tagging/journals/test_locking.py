from __future__ import annotations

import os

import pytest

from genrelens.errors import InputError
from genrelens.tagging.journals.locking import lock, lock_now


def test_a_lock_is_for_one_and_ends_with_its_file(tmp_path) -> None:
    place = tmp_path / "file"
    first, second = (os.open(place, os.O_RDWR | os.O_CREAT) for _ in range(2))
    lock(first, place)
    with pytest.raises(InputError, match="another `genrelens tag` is working with it"):
        lock(second, place)
    os.close(first)
    lock(second, place)
    os.close(second)


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no shared locks")
def test_a_shared_lock_is_for_all_who_share(tmp_path) -> None:
    handles = [os.open(tmp_path, os.O_RDONLY) for _ in range(3)]
    lock_now(handles[0], is_shared=True)
    lock_now(handles[1], is_shared=True)
    with pytest.raises(BlockingIOError):
        lock_now(handles[2])
    for handle in handles:
        os.close(handle)
