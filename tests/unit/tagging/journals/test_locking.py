from __future__ import annotations

import os

import pytest

from genrelens.errors import InputError
from genrelens.tagging.journals.locking import lock


def test_a_lock_is_for_one_and_ends_with_its_file(tmp_path) -> None:
    place = tmp_path / "file"
    first, second = (os.open(place, os.O_RDWR | os.O_CREAT) for _ in range(2))
    lock(first, place)
    with pytest.raises(InputError, match="another `genrelens tag` is working with it"):
        lock(second, place)
    os.close(first)
    lock(second, place)
    os.close(second)
