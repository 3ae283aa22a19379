"""What is said of the published file agrees with itself."""

from __future__ import annotations

import re

from genrelens.audio.music_tags import published


def test_hashes_are_hashes_and_the_name_is_a_wheel():
    for digest in (published.WHEEL_SHA256, published.DIGEST):
        assert re.fullmatch("[0-9a-f]{64}", digest)
    assert published.WHEEL == "musicnn-0.1.0-py3-none-any.whl"


def test_the_arrays_are_those_of_the_published_network():
    n_numbers = 0
    for shape in published.ARRAYS.values():
        size = 1
        for length in shape:
            size *= length
        n_numbers += size
    assert (len(published.ARRAYS), n_numbers) == (64, 792_079)


def test_only_members_of_one_network_and_its_licence_are_taken():
    assert set(published.MEMBER_BYTES) == {
        published.INDEX_MEMBER,
        published.DATA_MEMBER,
        published.LICENCE_MEMBER,
    }
    assert all("MTT" not in name for name in published.MEMBER_BYTES)
